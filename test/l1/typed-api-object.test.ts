import { readFileSync } from 'node:fs';
import { ApiObject, App, Chart, Duration, JsonPatch, Lazy, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { callSiteOf } from '../../src/l1/call-site';
import { isRegistered } from '../../src/l1/tree';
import { TypedApiObject, type TypedApiObjectProps } from '../../src/l1/typed-api-object';

interface ShopProps extends TypedApiObjectProps {
  readonly spec?: { readonly size?: number; readonly wait?: Duration };
}

class Shop extends TypedApiObject {
  static readonly GVK = { apiVersion: 'shops.example.com/v1', kind: 'Shop' };
  static manifest(props: ShopProps): unknown {
    return TypedApiObject.manifestOf(Shop.GVK, props);
  }
  constructor(scope: Construct, id: string, props: ShopProps) {
    super(scope, id, Shop.GVK, props);
  }
}

function chart(): Chart {
  return new Chart(Testing.app(), 'chart', { namespace: 'market' });
}

test('writes what it was given', () => {
  const shops = chart();
  new Shop(shops, 'shop', { metadata: { name: 'corner', labels: { a: 'b' } }, spec: { size: 2, wait: Duration.seconds(3) } });
  expect(shops.toJson()).toEqual([
    {
      apiVersion: 'shops.example.com/v1',
      kind: 'Shop',
      metadata: { name: 'corner', namespace: 'market', labels: { a: 'b' } },
      spec: { size: 2, wait: '3s' },
    },
  ]);
});

test('an object of a cluster-scoped kind is in no namespace, whatever the Chart or its metadata says', () => {
  class Market extends TypedApiObject {
    constructor(scope: Construct, id: string, props: TypedApiObjectProps) {
      super(scope, id, { apiVersion: 'shops.example.com/v1', kind: 'Market' }, props, 'Cluster');
    }
  }
  const shops = chart();
  new Market(shops, 'a', { metadata: { name: 'a' } });
  const market = new Market(shops, 'b', { metadata: { name: 'b', namespace: 'other' } });
  expect(market.metadata.namespace).toBeUndefined();
  expect(shops.toJson()).toEqual(['a', 'b'].map((name) => ({ apiVersion: 'shops.example.com/v1', kind: 'Market', metadata: { name } })));
});

test('manifest() is the object without a construct', () => {
  expect(Shop.manifest({ metadata: { name: 'corner' }, spec: { wait: Duration.seconds(3) } })).toEqual({
    apiVersion: 'shops.example.com/v1',
    kind: 'Shop',
    metadata: { name: 'corner' },
    spec: { wait: '3s' },
  });
});

test('fields are read when the object is written', () => {
  const shops = chart();
  const spec = { size: 1 };
  new Shop(shops, 'shop', { metadata: { name: 'corner' }, spec });
  spec.size = 5;
  expect(shops.toJson()[0]).toMatchObject({ spec: { size: 5 } });
});

test('a Lazy field is resolved', () => {
  const shops = chart();
  const size: unknown = Lazy.any({ produce: () => 7 });
  new Shop(shops, 'shop', { metadata: { name: 'corner' }, spec: { size: size as number } });
  expect(shops.toJson()[0]).toMatchObject({ spec: { size: 7 } });
});

test('patches work as on any ApiObject', () => {
  const shops = chart();
  const shop = new Shop(shops, 'shop', { metadata: { name: 'corner' }, spec: { size: 1 } });
  shop.addJsonPatch(JsonPatch.replace('/spec/size', 9));
  expect(shops.toJson()[0]).toMatchObject({ spec: { size: 9 } });
  expect(ApiObject.isApiObject(shop)).toBe(true);
});

test('it knows its line and makes its tree a checked one', () => {
  const app = new App();
  expect(isRegistered(app)).toBe(false);
  const shop = new Shop(new Chart(app, 'chart'), 'shop', { metadata: { name: 'corner' } });
  expect(isRegistered(app)).toBe(true);
  expect(callSiteOf(shop)).toMatchObject({ file: __filename, line: lineOf('const shop = new Shop(new Chart(app') });
});

/** The first line of this file that holds a text; that of the text's own quotation comes later. */
function lineOf(text: string): number {
  return (
    readFileSync(__filename, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}
