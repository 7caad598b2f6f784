/** What kind of mistake istiod's webhook sees. These names are public rule ids: they keep their meaning. */
export type WebhookCode =
  | 'contradicting-fields'
  | 'ineffective-field'
  | 'invalid-label'
  | 'invalid-port'
  | 'missing-setting'
  | 'reserved-annotation';
