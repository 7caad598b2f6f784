import type { LuaConfig, WasmConfig } from '../../../imports/extensions';
import { each, type Place } from '../place';
import type { Wire } from '../wire';

// The schema counts characters, istiod bytes: they differ outside of ASCII.
const LONGEST_NAME = 256;
const LONGEST_SECRET = 253;
const LONGEST_SCRIPT = 65_536;

/** What is said of a Wasm module; most of it the schema knows. */
export function validateWasm({ imagePullSecret, pluginName, vmConfig }: Pick<Wire<WasmConfig>, 'imagePullSecret' | 'pluginName' | 'vmConfig'>, at: Place): void {
  validateBytes(imagePullSecret, LONGEST_SECRET, at.at('imagePullSecret'));
  validateBytes(pluginName, LONGEST_NAME, at.at('pluginName'));
  each(vmConfig?.env, at.at('vmConfig', 'env'), ({ name }, place) => validateBytes(name, LONGEST_NAME, place.at('name')));
}

/** A script in Lua. */
export function validateLua({ inlineCode }: Wire<LuaConfig>, at: Place): void {
  validateBytes(inlineCode, LONGEST_SCRIPT, at.at('inlineCode'));
}

function validateBytes(text: string | undefined, most: number, at: Place): void {
  if (text !== undefined && Buffer.byteLength(text) > most) at.error('invalid-value', `The text is longer than ${most} bytes: letters outside of ASCII take two to four each.`, 'Shorten it.');
}
