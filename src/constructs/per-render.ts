import type { IConstruct } from 'constructs';

const RENDERING = Symbol.for('cdk8s-istio.rendering');

/** Runs something that reads a whole tree and changes nothing of it, so that what is looked up once holds to the end. */
export function whileRendering<T>(root: IConstruct, run: () => T): T {
  if (renderingOf(root) !== undefined) return run();
  Object.defineProperty(root, RENDERING, { value: {}, configurable: true });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(root, RENDERING);
  }
}

/**
 * Something that is made of a whole tree. While the tree is rendered it is made once; outside of that, where anybody may
 * change the tree between two questions, with every question.
 */
export class PerRender<T> {
  private readonly make: (root: IConstruct) => T;
  private readonly made = new WeakMap<object, { readonly value: T }>();

  constructor(make: (root: IConstruct) => T) {
    this.make = make;
  }

  /** The value for the tree of `scope`. */
  of(scope: IConstruct): T {
    const { root } = scope.node;
    const rendering = renderingOf(root);
    if (rendering === undefined) return this.make(root);
    const held = this.made.get(rendering) ?? { value: this.make(root) };
    this.made.set(rendering, held);
    return held.value;
  }
}

function renderingOf(root: IConstruct): object | undefined {
  const held: unknown = Reflect.get(root, RENDERING);
  return typeof held === 'object' && held !== null ? held : undefined;
}
