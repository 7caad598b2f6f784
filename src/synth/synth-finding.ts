import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Finding, ObjectRef } from '../model/finding';

/** A finding of a synth. */
export interface SynthFinding extends Finding {
  /** Set when `source` is the line of an ancestor, because the object was not made by a construct of this package: its path. */
  readonly ancestor?: string;
}

/** Findings of a synth itself, which no reason takes out: an object that cannot be written is not written, whoever knows of it. */
export const OF_SYNTH: readonly string[] = ['baseline-unreadable', 'construct-validation', 'file-collision', 'invalid-acknowledgement', 'invalid-rule-setting', 'not-writable', 'stale-acknowledgement'];

/** The object that a construct writes; for a construct that writes none, its path. */
export function constructRef(construct: IConstruct): ObjectRef {
  if (!ApiObject.isApiObject(construct)) return { apiVersion: '', kind: 'Construct', name: construct.node.path || 'the App' };
  const { apiVersion, kind, name } = construct;
  const namespace = construct.metadata.namespace;
  return typeof namespace === 'string' ? { apiVersion, kind, namespace, name } : { apiVersion, kind, name };
}
