import type { Path } from '../model/path';
import type { Place } from './place';

/** One reading of a spec: where it is, and whether it met what it could not read. */
export class Reading {
  /** Steps from the spec to the value that is read, by the names that are written. */
  readonly path: Path[number][] = [];
  /** Whether something could not be read. */
  refused = false;
  private readonly at: Place;

  constructor(at: Place) {
    this.at = at;
  }

  /**
   * Says that istiod cannot read the value.
   *
   * @param wanted what it should have been
   * @param value the value, where it can be shown
   */
  refuse(wanted: string, value?: unknown): undefined {
    this.refused = true;
    const what = typeof value === 'string' || typeof value === 'number' ? `"${value}"` : 'this';
    this.at.below([...this.path]).error('invalid-value', `istiod cannot read ${what}: ${wanted} belongs here.`, `Write ${wanted}.`);
    return undefined;
  }
}
