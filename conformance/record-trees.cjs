// A jest setup file: writes every tree of constructs that a test renders and that our checks find no error in, as one
// JSON line { test, objects, warned }, into the file that RECORD_TREES names. What we call clean is then judged.
const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');
const { ApiObject } = require('cdk8s');
const { Mesh } = require('../src/synth/mesh');

const roots = new Set();
const toJson = ApiObject.prototype.toJson;
ApiObject.prototype.toJson = function recorded() {
  roots.add(this.node.root);
  return toJson.call(this);
};

afterEach(() => {
  const { testPath, currentTestName } = expect.getState();
  for (const root of [...roots]) {
    const tree = render(root);
    if (tree !== undefined) appendFileSync(process.env.RECORD_TREES, `${JSON.stringify({ test: `${relative(process.cwd(), testPath)} > ${currentTestName}`, ...tree })}\n`);
  }
  roots.clear();
});

/** undefined for a tree with an error: that is what its test is about. */
function render(root) {
  try {
    const findings = Mesh.findings(root);
    if (findings.some(({ severity }) => severity === 'error')) return undefined;
    const objects = root.node.findAll().filter((construct) => ApiObject.isApiObject(construct)).map((object) => toJson.call(object));
    return { objects, warned: findings.map(({ object }) => `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`) };
  } catch {
    return undefined;
  }
}
