/** What one page leaves for another: the place that codes are for, and what the program was opened with. */
import type { Place } from '@citycode/holder/place';
import { readLaunch, type Query, type Said } from './links.js';

let place: Place | null = null;
let said: Said | null = null;
let last = '';

export const heldPlace = (): Place | null => place;

export function holdPlace(next: Place | null): void {
  place = next;
}

/** Called at each start and at each return to the program. The same link twice says nothing new. */
export function launched(query: Query): void {
  const text = JSON.stringify([query['q'], query['enrol'], query['city']]);
  if (text === last) return;
  last = text;
  const read = readLaunch(query);
  if (read.kind !== 'nothing') said = read;
}

/** What a link said, once. */
export function takeSaid(): Said | null {
  const taken = said;
  said = null;
  return taken;
}
