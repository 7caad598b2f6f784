import { each, type Place } from '../place';

/** Says of each empty text of a list that it matches nothing anybody could mean. */
export function validateFilled(values: readonly string[] | undefined, at: Place): void {
  each(values, at, (value, place) => {
    if (value === '') place.error('invalid-value', 'The value is empty.', 'Write a value, or remove it from the list.');
  });
}

/** Whether one of these lists holds anything. */
export function isAnyFilled(...lists: readonly (readonly unknown[] | undefined)[]): boolean {
  return lists.some((list) => list !== undefined && list.length > 0);
}
