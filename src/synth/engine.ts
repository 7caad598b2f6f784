/** The checks, loaded when they are first asked for. */
export function engine(): typeof import('../validation/engine') {
  return require('../validation/engine') as typeof import('../validation/engine');
}
