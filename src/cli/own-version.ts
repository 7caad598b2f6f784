import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in this package's package.json, found upward from this file (its depth differs between source and build). */
export function ownVersion(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found === 'object' && found !== null && 'name' in found && found.name === 'cdk8s-istio' && 'version' in found) return String(found.version);
  }
  return 'unknown';
}
