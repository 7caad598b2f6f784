import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { load } from 'js-yaml';
import { problemsOf, type Problem } from '../../src/constructs/problems';

/** The manifests of a tree by `Kind namespace/name`, as they would be written. */
export function manifests(root: IConstruct): Record<string, unknown> {
  const objects = root.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  return Object.fromEntries(objects.map((object) => object.toJson()).map((json) => [`${json.kind} ${json.metadata.namespace}/${json.metadata.name}`, json]));
}

/** All that constructs of a tree find wrong with themselves. */
export function problems(root: IConstruct): readonly Problem[] {
  return root.node.findAll().flatMap((construct) => problemsOf(construct));
}

/** A manifest written as YAML in a test. */
export function yaml(text: string): unknown {
  return load(text);
}

/** The line of a test file on which `text` stands for the first time, counted from 1. */
export function lineOf(source: string, text: string): number {
  return source.slice(0, source.indexOf(text)).split('\n').length;
}
