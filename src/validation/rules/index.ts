import { NOT_AN_OBJECT } from '../object-findings';
import type { Rule, RuleInfo } from '../rule';
import { duplicateObject } from './object/duplicate-object';
import { invalidName } from './object/invalid-name';
import { missingName } from './object/missing-name';
import { missingNamespace } from './object/missing-namespace';
import { conflictingVirtualServices } from './routing/conflicting-virtual-services';
import { gatewayNotFound } from './routing/gateway-not-found';
import { hostNotFound } from './routing/host-not-found';
import { hostWithPort } from './routing/host-with-port';
import { portNotFound } from './routing/port-not-found';
import { routeWeights } from './routing/route-weights';
import { subsetNotFound } from './routing/subset-not-found';
import { unreachableRoute } from './routing/unreachable-route';

/** The one registry: every rule that runs. A test holds that it and the folder have the same rules. */
export const RULES: readonly Rule[] = [
  duplicateObject,
  invalidName,
  missingName,
  missingNamespace,
  conflictingVirtualServices,
  gatewayNotFound,
  hostNotFound,
  hostWithPort,
  portNotFound,
  routeWeights,
  subsetNotFound,
  unreachableRoute,
];

/** Everything that a finding can be: the rules, and what is found before they run. */
export const CATALOGUE: readonly RuleInfo[] = [NOT_AN_OBJECT, ...RULES];

/** Ids of rules that are no more. They are never used again. */
export const RETIRED_RULES: readonly string[] = [];
