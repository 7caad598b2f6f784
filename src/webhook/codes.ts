/** What kind of mistake istiod's webhook sees. These names are public rule ids: they keep their meaning. */
export type WebhookCode =
  | 'contradicting-fields'
  | 'deprecated-field'
  | 'ineffective-field'
  | 'invalid-address'
  | 'invalid-duration'
  | 'invalid-export-to'
  | 'invalid-header'
  | 'invalid-host'
  | 'invalid-label'
  | 'invalid-port'
  | 'invalid-regex'
  | 'invalid-target'
  | 'invalid-value'
  | 'missing-setting'
  | 'repeated-entry'
  | 'reserved-annotation'
  | 'unstable-api';
