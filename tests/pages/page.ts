/** A page in Node: the real classes with everything but their pixels, in a world whose clock jumps. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { askThrough } from '@citycode/client/api';
import { Asking } from '@citycode/client/asking';
import { LitElement } from 'lit';
import type { Device } from '../../web/client/test/support/world.js';

/** Pages decide in their methods; what they draw is the business of tests/e2e. */
export function withoutPixels(): void {
  const page = LitElement.prototype as unknown as { createRenderRoot: () => unknown; scheduleUpdate: () => void };
  page.createRenderRoot = () => ({ querySelector: () => null });
  page.scheduleUpdate = () => undefined;
}

/** Calls of the machine's cryptography that are on their way: they run on threads of their own, however long that takes. */
let inCryptography = 0;
const subtle = Object.getPrototypeOf(crypto.subtle) as Record<string, unknown>;
for (const name of Object.getOwnPropertyNames(subtle)) {
  const method = subtle[name];
  if (name === 'constructor' || typeof method !== 'function') continue;
  subtle[name] = function (this: unknown, ...args: unknown[]): unknown {
    const result: unknown = method.apply(this, args);
    inCryptography += 1;
    const done = (): void => { inCryptography -= 1; };
    Promise.resolve(result).then(done, done);
    return result;
  };
}

const realSetTimeout = globalThis.setTimeout;
/** The machine is at rest when so many turns of its loop in a row brought nothing: one can be between two steps of a chain. */
const kTurnsAtRest = 5;

/** Storage (immediates, in Node) and cryptography are the machine's own: it is given as long as they take, and the world's clock stands. */
export async function machineAtRest(): Promise<void> {
  for (let turns = 0; turns < kTurnsAtRest; turns++) {
    await new Promise((resolve) => { setImmediate(resolve); });
    if (process.getActiveResourcesInfo().includes('Immediate')) turns = -1;
    if (inCryptography > 0) {
      turns = -1;
      await new Promise((resolve) => { realSetTimeout(resolve, 1); });
    }
  }
}

export class Screen extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
  readonly documentElement = {};
  get hidden(): boolean { return this.visibilityState === 'hidden'; }
}

/** What a browser has and Node has not. */
export function stubBrowser(device: Device, { hash = '' } = {}): Screen {
  const screen = new Screen();
  vi.stubGlobal('document', screen);
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('location', { origin: 'http://localhost', hash, pathname: '/', search: '', reload: () => undefined, assign: () => undefined });
  vi.stubGlobal('history', { state: null, replaceState: () => undefined, pushState: () => undefined });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { onLine: true, languages: ['en'] });
  vi.spyOn(Date, 'now').mockImplementation(() => device.world.nowMs);
  askThrough(new Asking(device.parts()));
  return screen;
}
