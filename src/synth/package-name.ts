import { readFileSync } from 'node:fs';
import * as path from 'node:path';

/** The name in the nearest package.json that has one, from `folder` upwards. */
export function packageName(folder: string): string | undefined {
  const name = nameIn(path.join(folder, 'package.json'));
  const parent = path.dirname(folder);
  return name !== undefined || parent === folder ? name : packageName(parent);
}

function nameIn(file: string): string | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const name: unknown = typeof content === 'object' && content !== null && 'name' in content ? content.name : undefined;
    return typeof name === 'string' && /^[\w@~./-]+$/.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
