import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import * as extensions from '../../imports/extensions';
import * as gatewayApi from '../../imports/gateway-api';
import * as networking from '../../imports/networking';
import * as security from '../../imports/security';
import * as telemetry from '../../imports/telemetry';
import { callSiteOf } from '../../src/l1/call-site';
import { duration } from '../../src/l1/duration';
import { TypedApiObject } from '../../src/l1/typed-api-object';

function written(make: (scope: Construct) => unknown): unknown {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
  make(chart);
  return chart.toJson()[0];
}

const CLASSES = Object.values({ ...extensions, ...networking, ...security, ...telemetry, ...gatewayApi, IstioGateway: networking.Gateway });

test('there is a construct for every kind', () => {
  expect(CLASSES.map(({ GVK }) => `${GVK.apiVersion} ${GVK.kind}`).sort()).toEqual([
    'extensions.istio.io/v1alpha1 TrafficExtension',
    'extensions.istio.io/v1alpha1 WasmPlugin',
    'gateway.networking.k8s.io/v1 BackendTLSPolicy',
    'gateway.networking.k8s.io/v1 GRPCRoute',
    'gateway.networking.k8s.io/v1 Gateway',
    'gateway.networking.k8s.io/v1 GatewayClass',
    'gateway.networking.k8s.io/v1 HTTPRoute',
    'gateway.networking.k8s.io/v1 ListenerSet',
    'gateway.networking.k8s.io/v1 ReferenceGrant',
    'gateway.networking.k8s.io/v1 TCPRoute',
    'gateway.networking.k8s.io/v1 TLSRoute',
    'networking.istio.io/v1 DestinationRule',
    'networking.istio.io/v1 Gateway',
    'networking.istio.io/v1 ServiceEntry',
    'networking.istio.io/v1 Sidecar',
    'networking.istio.io/v1 VirtualService',
    'networking.istio.io/v1 WorkloadEntry',
    'networking.istio.io/v1 WorkloadGroup',
    'networking.istio.io/v1alpha3 EnvoyFilter',
    'networking.istio.io/v1beta1 ProxyConfig',
    'security.istio.io/v1 AuthorizationPolicy',
    'security.istio.io/v1 PeerAuthentication',
    'security.istio.io/v1 RequestAuthentication',
    'telemetry.istio.io/v1 Telemetry',
  ]);
});

test('a VirtualService is written as it was given', () => {
  const spec: networking.VirtualServiceSpec = {
    hosts: ['reviews.shop.svc.cluster.local'],
    http: [
      {
        match: [{ uri: { prefix: '/reviews' }, headers: { 'end-user': { exact: 'jason' }, any: {} } }],
        timeout: Duration.millis(1500),
        retries: { attempts: 3, perTryTimeout: '2s', backoff: duration('1m30s') },
        route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset: 'v2', port: { number: 9080 } }, weight: 100 }],
      },
    ],
  };
  expect(written((scope) => new networking.VirtualService(scope, 'reviews', { metadata: { name: 'reviews' }, spec }))).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'shop' },
    spec: {
      hosts: ['reviews.shop.svc.cluster.local'],
      http: [
        {
          match: [{ uri: { prefix: '/reviews' }, headers: { 'end-user': { exact: 'jason' }, any: {} } }],
          timeout: '1500ms',
          retries: { attempts: 3, perTryTimeout: '2s', backoff: '1m30s' },
          route: [{ destination: { host: 'reviews.shop.svc.cluster.local', subset: 'v2', port: { number: 9080 } }, weight: 100 }],
        },
      ],
    },
  });
});

test('nothing of free-form JSON is lost', () => {
  const pluginConfig = JSON.parse('{"a":[1,{"b":"","c":[],"d":{}}],"__proto__":{"e":0},"f":false}');
  const chart = new Chart(Testing.app(), 'chart');
  new extensions.WasmPlugin(chart, 'x', { metadata: { name: 'x' }, spec: { url: 'oci://x', pluginConfig } });
  expect(JSON.stringify(chart.toJson()[0].spec.pluginConfig)).toContain('{"a":[1,{"b":"","c":[],"d":{}}]');
  expect(extensions.WasmPlugin.manifest({ metadata: { name: 'x' }, spec: { url: 'oci://x', pluginConfig } })).toEqual({
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'WasmPlugin',
    metadata: { name: 'x' },
    spec: { url: 'oci://x', pluginConfig },
  });
});

test('a Gateway of each project', () => {
  expect(
    written((scope) => new networking.Gateway(scope, 'a', { metadata: { name: 'a' }, spec: { selector: { istio: 'ingress' } } })),
  ).toMatchObject({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway' });
  expect(
    written((scope) => new gatewayApi.Gateway(scope, 'a', { metadata: { name: 'a' }, spec: { gatewayClassName: 'istio', listeners: [] } })),
  ).toMatchObject({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' });
});

test('a construct knows the line it was made on', () => {
  const policy = new security.PeerAuthentication(new Chart(new App(), 'chart'), 'x', { metadata: { name: 'x' }, spec: { mtls: { mode: 'STRICT' } } });
  expect(policy).toBeInstanceOf(TypedApiObject);
  expect(ApiObject.isApiObject(policy)).toBe(true);
  expect(callSiteOf(policy)).toMatchObject({ file: __filename, line: lineOf('const policy = new security'), column: 18 });
});

/** The first line of this file that holds a text; that of the text's own quotation comes later. */
function lineOf(text: string): number {
  return (
    readFileSync(__filename, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

test('a GatewayClass is in no namespace', () => {
  expect(written((scope) => new gatewayApi.GatewayClass(scope, 'c', { metadata: { name: 'mesh' }, spec: { controllerName: 'istio.io/gateway-controller' } }))).toEqual({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'mesh' }, spec: { controllerName: 'istio.io/gateway-controller' } });
});
