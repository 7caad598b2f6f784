import { eachPair, type Place } from '../place';

/** `region/zone/subzone`, each wider one standing for all that it holds. */
export interface LocalityPlace {
  readonly locality: string;
  readonly at: Place;
}

/**
 * Localities of one list: well formed, and none within or around another. Only the first mistake is told.
 * https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/
 */
export function validateLocalities(localities: readonly LocalityPlace[]): void {
  const held = new LocalityTree();
  for (const { locality, at } of localities) {
    const problem = wildcardProblem(locality) ?? held.add(locality);
    if (problem === undefined) continue;
    at.error('invalid-value', `The locality "${locality}" ${problem}.`, 'Write "region", "region/zone" or "region/zone/subzone", with "*" as the last part at most, and each place once.');
    return;
  }
}

/** The keys of `to` of one distribution, with their weights. @returns whether the weights are right */
export function validateWeights(weights: Readonly<Record<string, number>> | undefined, at: Place): boolean {
  let [right, total] = [true, 0];
  eachPair(weights, at, (_locality, weight, pair) => {
    total += weight;
    if (weight >= 1 && weight <= 100) return;
    right = false;
    pair.error('invalid-value', `The weight ${weight} is not one of 1 to 100.`, 'Use whole percentages that add up to 100.');
  });
  if (!right || total === 100) return right;
  at.error('invalid-value', `The weights add up to ${total}, not to 100.`, 'Use whole percentages that add up to 100.');
  return false;
}

function wildcardProblem(locality: string): string | undefined {
  const stars = locality.split('*').length - 1;
  if (stars > 1) return 'has more than one wildcard';
  return stars === 1 && !locality.endsWith('*') ? 'has a wildcard before its end' : undefined;
}

const EVERYTHING = '*';

/** Which places were named, to find those that overlap. A wildcard region hides all that comes after it, others do not. */
class LocalityTree {
  readonly #regions = new Map<string, Map<string, Set<string>>>();

  /** Adds a place; answers why it cannot be added. */
  add(locality: string): string | undefined {
    const overlaps = 'overlaps one before it';
    if (this.#regions.has(EVERYTHING)) return overlaps;
    const [region = '', zone, ...rest] = locality.split('/');
    const subzone = rest.length === 0 ? undefined : rest.join('/');
    if (region === '' || zone === '' || subzone === '') return 'has an empty part';
    const zones = this.#regions.get(region);
    if (zone === undefined) {
      if (zones !== undefined) return overlaps;
      this.#regions.set(region, new Map([[EVERYTHING, new Set([EVERYTHING])]]));
      return undefined;
    }
    if (zones?.has(EVERYTHING) === true) return overlaps;
    const subzones = zones?.get(zone);
    if (subzone === undefined ? subzones !== undefined : subzones?.has(EVERYTHING) === true || subzones?.has(subzone) === true) return overlaps;
    const added = (subzones ?? new Set()).add(subzone ?? EVERYTHING);
    this.#regions.set(region, (zones ?? new Map<string, Set<string>>()).set(zone, added));
    return undefined;
  }
}
