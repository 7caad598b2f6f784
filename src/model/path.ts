/** A place inside a manifest: property names and array indexes from the root of the object. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;

/**
 * Writes a path the way people and scripts read it: `spec.http[0].route[1].destination.subset`.
 * A key that is not a plain word is quoted in brackets: `metadata.labels["app.kubernetes.io/name"]`.
 */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (PLAIN_KEY.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
