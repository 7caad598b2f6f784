import { asText, fieldOf, type Fields } from '../model/values';
import { excess } from '../schema/bounds';
import { loadFacts } from '../schema/load-facts';
import type { Work } from '../schema/work';
import { SpecReader } from './decode';
import { isValidated, validatorOf, type ValidatedKind } from './kinds';
import { validateFields, validateMetadata } from './metadata';
import { Place, type Remark } from './place';
import type { WebhookSubject } from './subject';

export type { Remark } from './place';
export type { WebhookCode } from './codes';
export type { WebhookSubject } from './subject';

const readers = new Map<ValidatedKind, SpecReader>();

/**
 * What istiod's validating webhook says of one object: it looks at nothing else. Undefined for kinds it does not validate, and for
 * objects that are too deep or too large for any reader.
 *
 * @param group the API group of the object
 * @param object as it was given: what the API server would say of it is no matter here
 * @param work what all objects of one input may cost together
 */
export function webhookVerdict(group: string, object: Fields, subject: WebhookSubject, work: Work): readonly Remark[] | undefined {
  const kind = `${group}/${subject.kind}`;
  if (!isValidated(kind) || excess(object) !== undefined) return undefined;
  const reader = readerOf(group, kind, subject.kind);
  return Place.remarksOf((at) => {
    const place = at.at('spec');
    const spec = reader?.read(fieldOf(object, 'spec'), place);
    if (spec === undefined) return;
    if (validateMetadata(subject, asText(fieldOf(spec, 'action')), at)) validatorOf(kind)(spec, place, subject);
    validateFields(object, at);
  }, work);
}

function readerOf(group: string, id: ValidatedKind, kind: string): SpecReader | undefined {
  const known = readers.get(id);
  if (known !== undefined) return known;
  const facts = loadFacts(group);
  const kindFacts = facts?.kinds[kind];
  if (facts === undefined || kindFacts === undefined) return undefined;
  const reader = new SpecReader(facts, kindFacts);
  readers.set(id, reader);
  return reader;
}
