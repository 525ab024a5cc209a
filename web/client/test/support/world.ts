/** A world for pages without pixels: one clock that jumps from event to event, and an office that answers as a test says. */
import type { AskingParts, Sent } from '../../src/asking/parts.js';
import { memory, seeded } from './askings.js';

/** 2026-01-05T08:00:00Z, a Monday morning. */
export const kMorningMs = Date.UTC(2026, 0, 5, 8);

interface Event {
  readonly atMs: number;
  run: (() => void) | null;
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

export class World {
  nowMs = kMorningMs;
  /** In the order in which they happen. */
  readonly #events: Event[] = [];

  after(ms: number, run: () => void): () => void {
    const event: Event = { atMs: this.nowMs + Math.max(0, ms), run };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#events[middle]!.atMs <= event.atMs) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
    return () => { event.run = null; };
  }

  /** Lets everything happen that happens within so long. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await this.settle();
    while (this.#events[0] && this.#events[0].atMs <= endMs) {
      this.nowMs = Math.max(this.nowMs, this.#events[0].atMs);
      // All of one moment: some wait for one another, and then the next look finds them.
      while (this.#events[0] && this.#events[0].atMs <= this.nowMs) this.#events.shift()!.run?.();
      await this.settle();
    }
    this.nowMs = endMs;
  }

  /** A body is read in a few turns of the loop. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await turn();
  }
}

/** One device in it: its own clock, network, screen and storage. */
export class Device {
  /** Its clock is so far ahead. */
  clockAheadMs = 0;
  isHidden = false;
  isOnline = true;
  readonly storage = memory();
  readonly asked: { readonly path: string; readonly atMs: number; readonly init: Sent; gaveUp: boolean }[] = [];
  answer: (path: string, init: Sent) => Promise<Response> | Response = () => Response.json({});
  readonly #seen = new Set<() => void>();
  readonly #online = new Set<() => void>();
  readonly #offline = new Set<() => void>();
  #startMs: number;
  #page = 0;

  constructor(readonly world: World, private readonly random: () => number = seeded(1)) {
    this.#startMs = world.nowMs;
  }

  /** Of a page that is loaded now; what the page before it had still to do is never done. */
  parts(): AskingParts {
    const page = ++this.#page;
    this.#seen.clear();
    this.#online.clear();
    this.#offline.clear();
    this.#startMs = this.world.nowMs;
    const listen = (to: Set<() => void>) => (run: () => void) => {
      to.add(run);
      return () => { to.delete(run); };
    };
    return {
      wallMs: () => this.world.nowMs + this.clockAheadMs,
      steadyMs: () => this.world.nowMs - this.#startMs,
      random: this.random,
      fetch: async (path, init, gaveUp) => {
        const asked = { path, atMs: this.world.nowMs, init, gaveUp: false };
        void gaveUp.then(() => { asked.gaveUp = true; });
        this.asked.push(asked);
        return this.answer(path, init);
      },
      after: (ms, run) => this.world.after(ms, () => { if (page === this.#page) run(); }),
      hidden: () => this.isHidden,
      onVisible: listen(this.#seen),
      online: () => this.isOnline,
      onOnline: listen(this.#online),
      onOffline: listen(this.#offline),
      kept: this.storage.kept,
      keep: this.storage.keep,
    };
  }

  hide(): void {
    this.isHidden = true;
  }

  show(): void {
    this.isHidden = false;
    for (const run of [...this.#seen]) run();
  }

  setOnline(online: boolean): void {
    this.isOnline = online;
    for (const run of [...(online ? this.#online : this.#offline)]) run();
  }

  count(fromMs = 0, toMs = Infinity): number {
    return this.asked.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
  }
}

/** The ways in which an office gives nothing. */
export const kRefusals: readonly (readonly [string, () => Promise<Response> | Response])[] = [
  ['401', () => Response.json({ fault: 'issue/unknown-device', requestId: 'r' }, { status: 401 })],
  ['403', () => Response.json({ fault: 'issue/scope-not-for-holder', requestId: 'r' }, { status: 403 })],
  ['403 with HTML', () => new Response('<h1>Forbidden</h1>', { status: 403, headers: { 'Content-Type': 'text/html' } })],
  ['429 with Retry-After', () => Response.json({ fault: 'request/too-many', requestId: 'r' }, { status: 429, headers: { 'Retry-After': '90' } })],
  ['502 with HTML', () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'Content-Type': 'text/html' } })],
  ['503', () => Response.json({ fault: 'store/unavailable', requestId: 'r' }, { status: 503 })],
  ['200 with HTML', () => new Response('<h1>Sign in</h1>', { headers: { 'Content-Type': 'text/html' } })],
  ['no answer, ever', () => new Promise(() => undefined)],
  ['a body that never ends', () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) }))],
  ['no connection', () => Promise.reject(new TypeError('network'))],
];
