import type { LuaConfig, VmConfig, WasmConfig, WasmPluginSpec } from '../../../imports/extensions';
import { isGoUrl, parseGoUrl } from '../../schema/go-url';
import { each, type Place } from '../place';
import type { Wire } from '../wire';
import { validatePort } from './numbers';

// The schema counts characters, istiod bytes: they differ outside of ASCII.
const LONGEST_NAME = 256;
const LONGEST_SECRET = 253;
const LONGEST_SCRIPT = 65_536;
const SCHEMES = new Set(['', 'file', 'http', 'https', 'oci']);
const SHA256 = /^[a-f0-9]{64}$/;

type Wasm = Pick<Wire<WasmConfig>, 'imagePullSecret' | 'pluginName' | 'vmConfig' | 'url' | 'sha256'>;

/** What is said of a Wasm module. https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin */
export function validateWasm({ imagePullSecret, pluginName, vmConfig, url = '', sha256 = '' }: Wasm, at: Place): void {
  validateUrl(url, at.at('url'));
  if (sha256 !== '' && !SHA256.test(sha256)) at.at('sha256').error('invalid-value', `"${sha256}" is no checksum of SHA-256.`, 'Write 64 hexadecimal digits in lower case.');
  validateBytes(imagePullSecret, LONGEST_SECRET, at.at('imagePullSecret'));
  validateBytes(pluginName, LONGEST_NAME, at.at('pluginName'));
  validateEnvironment(vmConfig, at.at('vmConfig', 'env'));
}

/** The ports of the traffic that is extended. */
export function validateMatchedPorts(match: Wire<WasmPluginSpec>['match'], at: Place): void {
  each(match, at, ({ ports }, place) => {
    each(ports, place.at('ports'), ({ number }, port) => validatePort(number, port.at('number')));
  });
}

/** A script in Lua. */
export function validateLua({ inlineCode = '' }: Wire<LuaConfig>, at: Place): void {
  if (inlineCode === '') at.at('inlineCode').error('missing-setting', 'There is no script.', 'Write one in inlineCode.');
  validateBytes(inlineCode, LONGEST_SCRIPT, at.at('inlineCode'));
}

/** Without a scheme it is the name of an image. */
function validateUrl(url: string, at: Place): void {
  if (url === '') {
    at.error('missing-setting', 'It is not said where the module is.', 'Give its url, such as "oci://registry.example.com/filters/auth:v1".');
    return;
  }
  const scheme = parseGoUrl(isGoUrl(url) ? url : `http://${url}`)?.scheme;
  if (scheme === undefined || !SCHEMES.has(scheme)) at.error('invalid-address', `"${url}" is no address that a module can be fetched from.`, 'Write a URL that begins with "oci://", "https://", "http://" or "file://".');
}

function validateEnvironment(vmConfig: Wire<VmConfig> | undefined, at: Place): void {
  const names = new Set<string>();
  each(vmConfig?.env, at, ({ name = '', value = '', valueFrom = 'INLINE' }, place) => {
    if (name === '') place.at('name').error('missing-setting', 'The variable has no name.', 'Name it.');
    else if (names.has(name)) place.at('name').error('repeated-entry', `The variable "${name}" is set twice.`, 'Set it once.');
    validateBytes(name, LONGEST_NAME, place.at('name'));
    if (valueFrom !== 'INLINE' && value !== '') place.at('value').error('contradicting-fields', `The variable has a value, and valueFrom: ${valueFrom} says that it comes from elsewhere.`, 'Remove value or valueFrom.');
    names.add(name);
  });
}

function validateBytes(text: string | undefined, most: number, at: Place): void {
  if (text !== undefined && Buffer.byteLength(text) > most) at.error('invalid-value', `The text is longer than ${most} bytes: letters outside of ASCII take two to four each.`, 'Shorten it.');
}
