/** Asking the city's server, as values: what it gave, or the one problem that says why not. When it is asked: asking/. */
import { Asking, type How, type Init } from './asking/asking.js';
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

/** Statuses whose answers have no body (fetch standard, "null body status"). */
const kBodiless = [204, 205, 304];

/** The answer with its whole body, or why there is none. Throws only what `init` throws. */
export const ask = (path: string, init: Init = {}, how: How = {}, through = asking()): Promise<Answer<Response>> =>
  through.ask(path, init, ({ status, headers }, body) => new Response(kBodiless.includes(status) ? null : body, { status, headers }), how);

/** The whole body, or null when the connection broke on the way. */
export const bytesOf = (response: Response): Promise<Uint8Array<ArrayBuffer> | null> =>
  response.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => null);

export const askJson = <T>(path: string, init: Init = {}, how: How = {}, through = asking()): Promise<Answer<T>> =>
  through.ask(path, init, (_, body) => {
    try {
      return JSON.parse(new TextDecoder().decode(body)) as T;
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
