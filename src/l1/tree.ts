import type { IConstruct } from 'constructs';

/** Checks a whole tree and says what stops it, one text per problem. */
export type TreeValidator = (root: IConstruct) => string[];

const REGISTERED = Symbol.for('cdk8s-istio.registered');
let validator: TreeValidator | undefined;

/** Called once by the package's entry: says who checks a registered tree. Keeps this room free of the engine. */
export function setTreeValidator(value: TreeValidator): void {
  validator = value;
}

/** Marks the tree that `construct` belongs to: from now on `app.synth()` checks every object in it. */
export function registerTree(construct: IConstruct): void {
  const root = construct.node.root;
  if (REGISTERED in root) return;
  Object.defineProperty(root, REGISTERED, { value: true });
  root.node.addValidation({ validate: () => validator?.(root) ?? [] });
}

/** Whether one of our constructs, or `Mesh.configure`, is in the tree. */
export function isRegistered(root: IConstruct): boolean {
  return REGISTERED in root;
}
