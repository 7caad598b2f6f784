import { asText, fieldOf, isFields } from '../model/values';
import type { Work } from '../schema/work';
import { isValidated, validatorOf } from './kinds';
import { validateMetadata } from './metadata';
import { Place, type Remark } from './place';
import type { WebhookSubject } from './subject';

export type { Remark } from './place';
export type { WebhookCode } from './codes';
export type { WebhookSubject } from './subject';

/**
 * What istiod's validating webhook says of one object: it looks at nothing else. Undefined for kinds it does not validate.
 *
 * @param group the API group of the object
 * @param work what all objects of one input may cost together
 * @param usable the object as its schema leaves it (see src/schema): typed, with defaults, without unknown fields
 */
export function webhookVerdict(group: string, usable: object, subject: WebhookSubject, work: Work): readonly Remark[] | undefined {
  const kind = `${group}/${subject.kind}`;
  if (!isValidated(kind)) return undefined;
  const validate = validatorOf(kind);
  const given = fieldOf(usable, 'spec');
  const spec = isFields(given) ? given : {};
  return Place.remarksOf((at) => {
    if (validateMetadata(subject, asText(fieldOf(spec, 'action')), at)) validate(spec, at.at('spec'), subject);
  }, work);
}
