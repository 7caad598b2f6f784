import type { Place } from './place';

/** What validation needs to know of an object besides its spec. */
export interface WebhookSubject {
  readonly kind: string;
  readonly name: string;
  /** The namespace it lies in; the default one where it names none. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Validates the spec of one kind as istiod's webhook does. */
export type SpecValidator<Spec> = (spec: Spec, at: Place, subject: WebhookSubject) => void;
