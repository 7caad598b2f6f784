import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { IConstruct } from 'constructs';
import { loadAll } from 'js-yaml';
import { meshSettings } from '../constructs/mesh-settings';
import { isFields } from '../model/values';
import type { SynthFinding } from './synth-finding';

/** What was written last, as far as it can be read. */
export interface Baseline {
  /** Absent: the program says nothing of it. */
  readonly objects?: readonly unknown[];
  readonly findings: readonly SynthFinding[];
}

const BASELINE = Symbol.for('cdk8s-istio.baseline');
const MANIFEST = /\.(?:ya?ml|json)$/i;
const LIMITS = { maxDepth: 300, maxAliases: 0 };

/**
 * The objects of the folder that `Mesh.configure` names, as it is when the program asks first: what the program itself
 * writes afterwards is not compared with itself. A folder that is not there is empty.
 */
export function baselineOf(root: IConstruct): Baseline {
  const { baseline: folder } = meshSettings(root);
  if (folder === undefined) return { findings: [] };
  const held: unknown = Reflect.get(root, BASELINE);
  if (isBaseline(held)) return held;
  const baseline = readFolder(folder);
  Object.defineProperty(root, BASELINE, { value: baseline });
  return baseline;
}

function readFolder(folder: string): Baseline {
  const objects: unknown[] = [];
  const findings: SynthFinding[] = [];
  for (const file of filesIn(folder, findings)) {
    try {
      objects.push(...loadAll(readFileSync(file, 'utf8'), LIMITS).filter(isFields));
    } catch (error) {
      findings.push(unreadable(file, error));
    }
  }
  return { objects, findings };
}

function filesIn(folder: string, findings: SynthFinding[]): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && MANIFEST.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') findings.push(unreadable(folder, error));
    return [];
  }
}

function unreadable(file: string, error: unknown): SynthFinding {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return {
    rule: 'baseline-unreadable',
    upstream: [],
    severity: 'error',
    object: { apiVersion: '', kind: 'File', name: file },
    path: '',
    message: `What was written last cannot be read: ${reason}.`,
    why: 'What may only be taken away in two steps is compared with it.',
    fix: 'Give the baseline of Mesh.configure a folder of manifests, or mend the file.',
  };
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}

function isBaseline(value: unknown): value is Baseline {
  return typeof value === 'object' && value !== null && 'findings' in value;
}
