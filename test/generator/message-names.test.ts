import type { Crd } from '../../src/schema/crd';
import { parseGoTypes } from '../../src/generator/go-types';
import { gatewayApiNaming, istioNaming, namesFromMessages } from '../../src/generator/message-names';
import { MessageIndex } from '../../src/generator/messages';
import { parseProto } from '../../src/generator/proto';
import type { DescribedSchema } from '../../src/schema/read-schema';

const PROTO = `
syntax = "proto3";
// $location: https://istio.io/docs/reference/config/food/kitchen.html
package istio.food.v1;
import "type/selector.proto";
option go_package = "x";
/* a { comment } of message Fake { */
message Kitchen {
  option (x) = { a: "}" };
  reserved 5, 6 to 8;
  reserved "old_name";
  // a comment; with message Other {
  repeated Recipe recipes = 1 [deprecated = true, (google.api.field_behavior) = REQUIRED];
  map<string, Recipe.Step> named_steps = 2;
  oneof heat {
    option (y) = true;
    google.protobuf.Duration cook_time = 3;
    string jwks_uri = 4 [json_name = "jwks_uri"];
  }
  istio.type.v1.Selector selector = 9;
  Selector own_selector = 10;
  enum Mode { OFF = 0; ON = 1; }
  Mode mode = 11;
}
message Recipe {
  message Step { string text = 1; Step next = 2; }
  repeated Step steps = 1;
  .istio.food.v1.Recipe inner = 2;
}
message Selector { string a = 1; }
service Cook { rpc Do(Recipe) returns (Recipe) {} }
`;
const TYPE_PROTO = 'package istio.type.v1; message Selector { map<string, string> match_labels = 1; }';

const TEXT: DescribedSchema = { type: 'string' };
const object = (properties: Readonly<Record<string, DescribedSchema>>): DescribedSchema => ({ type: 'object', properties });
const list = (items: DescribedSchema): DescribedSchema => ({ type: 'array', items });

function crd(group: string, kind: string, properties: Readonly<Record<string, DescribedSchema>>): Crd {
  return {
    group,
    kind,
    plural: 'x',
    scope: 'Namespaced',
    source: 'test',
    versions: [{ name: 'v1', served: true, schema: object(properties) }],
  };
}

describe('protobuf', () => {
  const messages = [...parseProto(PROTO), ...parseProto(TYPE_PROTO)];
  const field = (message: string, name: string): unknown => messages.find(({ localName }) => localName === message)?.fields.get(name)?.type;

  test('messages and their fields', () => {
    expect(messages.map(({ fullName }) => fullName)).toEqual([
      'istio.food.v1.Kitchen',
      'istio.food.v1.Recipe',
      'istio.food.v1.Recipe.Step',
      'istio.food.v1.Selector',
      'istio.type.v1.Selector',
    ]);
    expect([...(messages[0]?.fields.keys() ?? [])]).toEqual([
      'recipes',
      'named_steps',
      'namedSteps',
      'cook_time',
      'cookTime',
      'jwks_uri',
      'selector',
      'own_selector',
      'ownSelector',
      'mode',
    ]);
    expect(field('Kitchen', 'namedSteps')).toBe('Recipe.Step');
    expect(field('Kitchen', 'cookTime')).toBe('google.protobuf.Duration');
  });

  test('names of shapes', () => {
    const step = object({ text: TEXT });
    const kitchen = crd('food.istio.io', 'Kitchen', {
      spec: object({
        recipes: list(object({ steps: list(step) })),
        namedSteps: { type: 'object', additionalProperties: step },
        cookTime: TEXT,
        selector: object({ matchLabels: { type: 'object', additionalProperties: TEXT } }),
        ownSelector: object({ a: TEXT }),
        mode: TEXT,
      }),
    });
    const names = namesFromMessages([kitchen], istioNaming([kitchen], messages, new MessageIndex(messages)));
    expect(names.paths).toEqual({
      'Kitchen.spec': 'KitchenSpec',
      'Kitchen.spec.recipes[]': 'Recipe',
      'Kitchen.spec.recipes[].steps[]': 'RecipeStep',
      'Kitchen.spec.namedSteps{}': 'RecipeStep',
      'Kitchen.spec.selector': 'TypeSelector',
      'Kitchen.spec.ownSelector': 'Selector',
    });
    expect(names.durations).toEqual(['Kitchen.spec.cookTime']);
    expect(names.pages['RecipeStep']).toBe('https://istio.io/latest/docs/reference/config/food/kitchen/#Recipe-Step');
  });

  test('a field that the message does not have is an error, not a guess', () => {
    const kitchen = crd('food.istio.io', 'Kitchen', { spec: object({ oven: TEXT }) });
    expect(() => namesFromMessages([kitchen], istioNaming([kitchen], messages, new MessageIndex(messages)))).toThrow(
      'Kitchen.spec.oven: istio.food.v1.Kitchen has no such field',
    );
  });
});

test('Go structs: embedded ones, pointers, lists, maps and types of other packages', () => {
  const structs = parseGoTypes([
    'package v1\n// type Not struct {\ntype Shop struct {\n\tmetav1.TypeMeta `json:",inline"`\n\tSpec ShopSpec `json:"spec"`\n}\n',
    'type ShopSpec struct {\n\tCommon `json:",inline"`\n\t// a comment\n\tShelves []Shelf `json:"shelves,omitempty"`\n\tByName map[Name]Shelf `json:"byName"`\n}\n',
    'type Common struct {\n\tOwner *Owner `json:"owner,omitempty"`\n\tWhen metav1.Condition `json:"when"`\n}\ntype Shelf struct {\n}\ntype Owner struct {\n\tName string `json:"name"`\n}\n',
  ]);
  const owner = object({ name: TEXT });
  const shelf = object({});
  const shop = crd('gateway.networking.k8s.io', 'Shop', {
    spec: object({ owner, when: object({ type: TEXT }), shelves: list(shelf), byName: { type: 'object', additionalProperties: shelf } }),
  });
  expect(namesFromMessages([shop], gatewayApiNaming(new MessageIndex(structs))).paths).toEqual({
    'Shop.spec': 'ShopSpec',
    'Shop.spec.owner': 'Owner',
    'Shop.spec.when': 'Condition',
    'Shop.spec.shelves[]': 'Shelf',
    'Shop.spec.byName{}': 'Shelf',
  });
});
