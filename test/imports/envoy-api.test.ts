import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadEnvoyApi } from '../../src/webhook/envoy/api';
import { scalarOf } from '../../src/webhook/envoy/scalars';

const TYPES: Readonly<Record<string, Readonly<Record<string, string>> | readonly string[]>> = JSON.parse(readFileSync(path.resolve(__dirname, '..', '..', 'imports', 'envoy-api.json'), 'utf8'));

test('the API of Envoy is whole: every type that a field has is there', () => {
  const api = loadEnvoyApi();
  const messages = Object.keys(TYPES).flatMap((name) => [...(api.message(name)?.values() ?? [])].map((field) => ({ name, field })));
  const missing = messages.filter(({ field: { type } }) => scalarOf(type) === undefined && api.enumOf(type) === undefined && api.message(type) === undefined);
  expect(missing).toEqual([]);
  expect(messages.filter(({ field: { keys } }) => keys !== '' && keys !== 'bool' && scalarOf(keys) === undefined)).toEqual([]);
});

test('a type is a message or an enum', () => {
  const api = loadEnvoyApi();
  expect(Object.keys(TYPES).filter((name) => (api.message(name) === undefined) === (api.enumOf(name) === undefined))).toEqual([]);
});

test('fields have two names, a place, and what they hold', () => {
  const cluster = loadEnvoyApi().message('envoy.config.cluster.v3.Cluster');
  expect(cluster?.get('connectTimeout')).toEqual({ name: 'connect_timeout', jsonName: 'connectTimeout', position: expect.any(Number), shape: 'one', type: 'google.protobuf.Duration', keys: '', oneof: undefined });
  expect(cluster?.get('type')).toMatchObject({ shape: 'one', oneof: 'cluster_discovery_type' });
  expect(cluster?.get('typed_extension_protocol_options')).toMatchObject({ shape: 'map', keys: 'string', type: 'google.protobuf.Any' });
  expect(cluster?.get('consecutive_5xx')).toBeUndefined();
  expect(loadEnvoyApi().message('envoy.config.cluster.v3.OutlierDetection')?.get('consecutive5xx')).toMatchObject({ name: 'consecutive_5xx' });
});
