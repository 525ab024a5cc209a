/** Asking the city's server, as values: what it gave, or the one problem that says why not. When it is asked: asking/. */
import { host } from '@citycode/client/host';
import { Asking, type How, type Init } from './asking/asking.js';
import type { ReceivedHeaders } from './asking/parts.js';
import type { Answer, Problem } from './problem.js';

export { problemOf, type Answer, type Problem } from './problem.js';
export type { How } from './asking/asking.js';

export interface City {
  readonly name: Readonly<Record<string, string>>;
  readonly rootKey: string;
  readonly demo: boolean;
  readonly nowUnixSeconds: number;
  readonly trustListVersion: number;
}

let inUse: Asking | null = null;

/** All of the page's requests to the city go through it, where nobody says another: a device has its own (web/verifier). */
export function asking(): Asking {
  inUse ??= new Asking();
  return inUse;
}

/** For tests: one with a clock and a network of its own. */
export function askThrough(other: Asking): void {
  inUse = other;
}

/** An answer that came whole. */
export interface Whole {
  readonly status: number;
  readonly headers: ReceivedHeaders;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The answer with its whole body, or why there is none. Throws only what `init` throws. */
export const ask = (path: string, init: Init = {}, how: How = {}, through = asking()): Promise<Answer<Whole>> =>
  through.ask(path, init, ({ status, headers }, body) => ({ status, headers, bytes: new Uint8Array(body) }), how);

export const askJson = <T>(path: string, init: Init = {}, how: How = {}, through = asking()): Promise<Answer<T>> =>
  through.ask(path, init, (_, body) => {
    try {
      return JSON.parse(host.fromUtf8(body)) as T;
    } catch {
      return null;
    }
  }, how);

/** `leaves` is called in the moment in which the request does: it may have waited, and its time tells two clocks apart. */
export const askCity = (how: How = {}, leaves: () => void = () => undefined): Promise<Answer<City>> => askJson<City>('/v1/city', async () => {
  leaves();
  return { cache: 'no-store' };
}, how);

/** True when the server could not be reached at all, as against having refused. */
export const isAway = (problem: Problem): boolean => ['env/offline', 'env/not-the-office', 'request/timeout'].includes(problem.fault);
