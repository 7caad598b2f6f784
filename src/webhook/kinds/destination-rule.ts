import type { DestinationRuleSpec } from '../../../imports/networking';
import { validateExportTo } from '../checks/export-to';
import { validateWildcardDomain } from '../checks/hosts';
import { validateLabels } from '../checks/labels';
import { validateSelector } from '../checks/selector';
import { validateSubsetName } from '../checks/texts';
import { validateTrafficPolicy } from '../checks/traffic-policy';
import { each } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export const validateDestinationRule: SpecValidator<Wire<DestinationRuleSpec>> = (spec, at, { namespace }) => {
  validateWildcardDomain(spec.host ?? '', at.at('host'));
  if (spec.trafficPolicy !== undefined) validateTrafficPolicy(spec.trafficPolicy, namespace, at.at('trafficPolicy'));
  const names = new Set<string>();
  each(spec.subsets, at.at('subsets'), ({ name = '', labels, trafficPolicy }, place) => {
    if (names.has(name)) place.at('name').error('repeated-entry', `There are two subsets named "${name}".`, 'Give each subset a name of its own.');
    names.add(name);
    validateSubsetName(name, place.at('name'));
    validateLabels(labels, place.at('labels'));
    // Upstream turns what subsets say into errors alone.
    if (trafficPolicy !== undefined) validateTrafficPolicy(trafficPolicy, namespace, place.at('trafficPolicy').errorsOnly());
  });
  if (spec.exportTo !== undefined) validateExportTo(spec.exportTo, namespace, at.at('exportTo'), { ownOnly: spec.workloadSelector !== undefined });
  if (spec.workloadSelector !== undefined) validateSelector(spec.workloadSelector, at.at('workloadSelector'));
};
