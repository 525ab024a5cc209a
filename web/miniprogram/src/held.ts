/** What one page leaves for another: the place that codes are for, who waits until this phone has a code, and what the program was opened with. */
import type { ScannedPlace } from '@citycode/client/place-link';
import type { Place } from '@citycode/holder/place';
import type { OpenedRequest } from '@citycode/holder/sign-in';
import { readLaunch, type Query, type Said } from './links.js';

/** Who asks. A site's question is open at this phone alone, and cannot be opened again. */
export interface Question {
  readonly name: string;
  readonly place: Place | null;
  readonly request: OpenedRequest | null;
}

let place: Place | null = null;
let question: Question | null = null;
let said: Said | null = null;
let scanned: ScannedPlace | null = null;
let ticket: Uint8Array<ArrayBuffer> | null = null;
let last = '';

export const heldPlace = (): Place | null => place;

export function holdPlace(next: Place | null): void {
  place = next;
}

export const heldQuestion = (): Question | null => question;

export function holdQuestion(next: Question | null): void {
  question = next;
}

/** Somebody scanned a code or pressed it for long just now (…/reference/scene-list.html). */
const kScanned: readonly number[] = [1011, 1012, 1013, 1047, 1048, 1049];

/** Called at each start and at each return to the program, which may bring the link of before: the same one says nothing new, unless it was scanned again. */
export function launched(query: Query, scene: number): void {
  const text = JSON.stringify([query['q'], query['enrol'], query['city']]);
  if (text === last && kScanned.indexOf(scene) < 0) return;
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

/**
 * Goes to the page that answers what was scanned or opened. It is handed over here and never in the page's address: a chat app counts which pages are opened, with
 * what stands behind their names.
 */
export function goTo(next: Extract<Said, { kind: 'place' | 'ticket' | 'enrol' }>, go: (page: { readonly url: string }) => unknown): void {
  if (next.kind === 'enrol') {
    said = next;
    void wx.reLaunch({ url: '/pages/code/index' });
    return;
  }
  if (next.kind === 'place') scanned = next.scanned;
  else ticket = next.ticket;
  go({ url: next.kind === 'place' ? '/pages/asked/index' : '/pages/rate/index' });
}

export function takeScanned(): ScannedPlace | null {
  const taken = scanned;
  scanned = null;
  return taken;
}

export function takeTicket(): Uint8Array<ArrayBuffer> | null {
  const taken = ticket;
  ticket = null;
  return taken;
}
