/**
 * The one place that decides when a page asks the city. Each request of every page passes here, whoever wants it: after
 * a refusal the same address waits, longer each time and by chance (so that phones do not come back together); when it
 * was not the city that spoke, or the city is in trouble, all addresses wait. `Retry-After` is obeyed, nothing is asked
 * while nobody sees the page, and there is a ceiling. Who may not ask gets the problem of before, with the time at
 * which it is asked again: nobody is called, and no caller can make a storm of it. The numbers stand in rules.ts.
 */
import { faultIds } from '@citycode/wasm/faults';
import type { FaultId } from '@citycode/wasm/types';
import { host } from '@citycode/client/host';
import { problemOf, type Answer, type Problem } from '../problem.js';
import type { AskingParts, Received, ReceivedHeaders, Sent } from './parts.js';
import {
  kAllAllowance, kLongestToldByCityMs, kLongestToldByOthersMs, kPauseMs, kRefusedAllowance, toldMs, untilOneMs, waitAfterMs,
} from './rules.js';
import { Waits, remainingMs } from './waits.js';

/** A phone on a slow network still answers within this; longer, and people try again by hand. The body counts too. */
export const kPatienceMs = 15_000;

export interface How {
  /**
   * A person pressed a button, or this finishes what an answer began: it need not sit out the jitter. The pause, what
   * the city told and the ceiling hold for it too.
   */
  readonly atOnce?: boolean;
  /** That there is none (404, in the city's own words) is an answer like another: not every list has an update to it. */
  readonly mayBeMissing?: boolean;
}

/** What a request consists of; a function where it must be as young as the request: a signature has a time in it. */
export type Init = Sent | (() => Promise<Sent>);

/** Null when the body was not what it should be: then it was not the city that answered. */
export type Reader<T> = (response: Received, body: ArrayBuffer) => T | null;

interface Outcome<T> {
  readonly ok?: T;
  readonly problem?: Problem;
  /** The city itself said no, and is well: a problem document with a status below 500. */
  readonly spoken?: boolean;
  readonly unanswered?: boolean;
  readonly toldMs?: number;
}

/** All addresses together. */
const kAll = '';
/** The service worker answers this without the city (web/offline): what it gives says nothing of the city. */
const kFirstList = '/first-list.json';

const known = new Set<string>(faultIds);

function faultOfStatus(status: number): FaultId {
  if (status === 404) return 'request/not-found';
  if (status === 429) return 'request/too-many';
  return status >= 500 ? 'store/unavailable' : 'request/malformed';
}

/** No answer of the city's is a page for people. */
const isPage = (headers: ReceivedHeaders): boolean => (headers.get('Content-Type') ?? '').toLowerCase().startsWith('text/html');

const nameOf = (path: string): string => path.split(/[?#]/u, 1)[0]!;

export class Asking {
  readonly #waits: Waits;
  /** Why the last request of an address, or of any, was refused. Of this page's life only. */
  readonly #problems = new Map<string, Problem>();
  /** By address: one request at a time. Resolves to true when it was refused: then so are those who waited for it. */
  readonly #open = new Map<string, Promise<boolean>>();
  /** While the last answer was a refusal one request goes at a time, whatever its address. */
  #probe: Promise<void> | null = null;
  #isTroubled = false;
  /** By how much the city's last answer showed this clock to be ahead, and when that was, by this clock. */
  #ahead: { readonly seconds: number; readonly atMs: number } | null = null;

  constructor(readonly parts: AskingParts = host.asking) {
    this.#waits = new Waits(parts);
    parts.onOnline(() => this.#waits.dropLocal());
  }

  /** Never throws, but for what `init` throws. */
  async ask<T>(path: string, init: Init, read: Reader<T>, { atOnce = false, mayBeMissing = false }: How = {}): Promise<Answer<T>> {
    const name = nameOf(path);
    const { closed, end } = await this.#turn(name, atOnce);
    if (closed) return { problem: closed };
    let isRefused = false;
    try {
      const outcome = await this.#fetch(path, await this.#initOf(init), read);
      const isMissing = mayBeMissing && outcome.spoken === true && outcome.problem?.fault === 'request/not-found';
      isRefused = outcome.problem !== undefined && !isMissing;
      if (isRefused) return { problem: this.#refused(name, outcome) };
      this.#answered(name);
      return outcome.problem ? { problem: outcome.problem } : { ok: outcome.ok as T };
    } finally {
      end(isRefused);
      this.#waits.save();
    }
  }

  /**
   * How far this device's clock is ahead, by the city's last answer; 0 where nothing shows it. A clock that went back since then
   * was put right.
   */
  get clockAheadSeconds(): number {
    return this.#ahead && this.parts.wallMs() >= this.#ahead.atMs ? this.#ahead.seconds : 0;
  }

  /** Why this address would not be asked now, or null: for who has work to do before the request. */
  closed(path: string, { atOnce = false }: How = {}): Problem | null {
    return this.#untilMs(nameOf(path), atOnce) > kPauseMs ? this.#notNow(nameOf(path)) : null;
  }

  /** What was refused to the device of before is not refused to the one that was enrolled now. The ceiling stays. */
  beginAnew(...paths: readonly string[]): void {
    for (const path of paths) {
      this.#waits.drop(nameOf(path));
      this.#problems.delete(nameOf(path));
    }
    this.#waits.save();
  }

  /**
   * Counts a request before it leaves: a page that is loaded anew in the middle of it has asked too. Others wait for the
   * first request after a refusal, which shows whether the city is back.
   */
  #begin(name: string): (isRefused: boolean) => void {
    this.#waits.spend();
    this.#waits.save();
    let end = (_: boolean): void => undefined;
    const open = new Promise<boolean>((resolve) => { end = resolve; });
    this.#open.set(name, open);
    const probe = this.#isTroubled ? open.then(() => undefined) : null;
    this.#probe ??= probe;
    return (isRefused) => {
      this.#open.delete(name);
      if (probe) this.#probe = null;
      end(isRefused);
    };
  }

  /** Resolves when it may be asked, and has begun; or says why not. */
  async #turn(name: string, atOnce: boolean): Promise<{ readonly closed?: Problem; readonly end: (isRefused: boolean) => void }> {
    for (;;) {
      if (this.parts.hidden()) {
        await this.#visible();
      } else if (this.#open.has(name)) {
        if (await this.#open.get(name)) return { closed: this.#notNow(name), end: () => undefined };
      } else if (this.#probe) {
        await this.#probe;
      } else {
        const untilMs = this.#untilMs(name, atOnce);
        if (untilMs <= 0) return { end: this.#begin(name) };
        if (untilMs > kPauseMs) return { closed: this.#notNow(name), end: () => undefined };
        await new Promise<void>((resolve) => { this.parts.after(Math.ceil(untilMs), resolve); });
      }
    }
  }

  #visible(): Promise<void> {
    return new Promise((resolve) => {
      const end = this.parts.onVisible(() => {
        end();
        resolve();
      });
    });
  }

  #untilMs(name: string, atOnce: boolean): number {
    const own = this.#waits.of(name);
    const common = this.#waits.of(kAll);
    const { refused, all } = this.#waits.allowances();
    return Math.max(
      own ? remainingMs(own, atOnce, this.parts) : 0,
      // The first list may come from the service worker: it waits for the pause only, as a press does.
      common ? remainingMs(name === kFirstList ? { ...common, toldMs: 0 } : common, atOnce || name === kFirstList, this.parts) : 0,
      untilOneMs(kRefusedAllowance, refused), untilOneMs(kAllAllowance, all));
  }

  /** The problem of before: why the own address waits, or else all do. After a reload only counts are known of it. */
  #notNow(name: string): Problem {
    const own = this.#waits.of(name);
    const isOwn = own !== undefined && remainingMs(own, false, this.parts) > 0;
    const wait = isOwn ? own : this.#waits.of(kAll);
    const before = this.#problems.get(isOwn ? name : kAll);
    return this.#timed(name, before ?? problemOf(wait?.unanswered ? 'env/offline' : 'request/too-many'));
  }

  #timed(name: string, problem: Problem): Problem {
    const nowMs = this.parts.wallMs();
    const pressMs = this.#untilMs(name, true);
    return { ...problem, askAgainAtMs: nowMs + this.#untilMs(name, false), pressAgainAtMs: pressMs > kPauseMs ? nowMs + pressMs : null };
  }

  async #initOf(init: Init): Promise<Sent> {
    try {
      return typeof init === 'function' ? await init() : init;
    } catch (cause) {
      this.#waits.giveBack();   // nothing left this device
      throw cause;
    }
  }

  #answered(name: string): void {
    this.#waits.giveBack();
    this.#waits.drop(name);
    this.#problems.delete(name);
    if (name !== kFirstList) this.#cityIsWell();
  }

  #cityIsWell(): void {
    this.#isTroubled = false;
    this.#waits.drop(kAll);
    this.#problems.delete(kAll);
  }

  #refused<T>(name: string, { problem, spoken = false, unanswered = false, toldMs: told = 0 }: Outcome<T>): Problem {
    const local = unanswered && !this.parts.online();
    if (local) this.#waits.giveBack();   // no request left this device
    const wait = { unanswered, local, toldMs: Math.min(told, spoken ? kLongestToldByCityMs : kLongestToldByOthersMs) };
    const random = this.parts.random();
    for (const each of spoken ? [name] : [name, kAll]) {
      const failures = (this.#waits.of(each)?.failures ?? 0) + 1;
      this.#waits.set(each, { ...wait, failures, waitMs: waitAfterMs(failures, wait.toldMs, random) });
      this.#problems.set(each, problem!);
    }
    if (spoken) {
      this.#cityIsWell();
      this.#waits.set(kAll, { failures: 0, unanswered: false, waitMs: kPauseMs, toldMs: 0, local: false });
    }
    this.#isTroubled = true;
    return this.#timed(name, problem!);
  }

  /** Ends within kPatienceMs, whatever the server, the network or the browser does. */
  async #fetch<T>(path: string, sent: Sent, read: Reader<T>): Promise<Outcome<T>> {
    let undo = (): void => undefined;
    const late = new Promise<Outcome<T>>((resolve) => {
      undo = this.parts.after(kPatienceMs, () => resolve({ problem: problemOf('request/timeout'), unanswered: true }));
    });
    const answer = this.#read(path, sent, late, read)
      .catch((): Outcome<T> => ({ problem: problemOf('env/offline'), unanswered: true }));
    try {
      return await Promise.race([answer, late]);
    } finally {
      undo();
    }
  }

  async #read<T>(path: string, sent: Sent, gaveUp: Promise<unknown>, read: Reader<T>): Promise<Outcome<T>> {
    const leftMs = this.parts.wallMs();
    const response = await this.parts.fetch(path, sent, gaveUp);
    if (!response.ok && response.status !== 304) {
      const refusal = await this.#readRefusal(response);
      if (refusal.spoken) this.#hearTime(response.headers, leftMs);
      return refusal;
    }
    const body = await response.arrayBuffer();
    // A hotel's sign-in page: there is a network, and the city is not in it.
    if (isPage(response.headers)) return { problem: problemOf('env/not-the-office'), unanswered: true };
    const ok = read(response, body);
    if (ok === null) return { problem: problemOf('env/offline'), unanswered: true };
    if (nameOf(path) !== kFirstList) this.#hearTime(response.headers, leftMs);
    return { ok };
  }

  /** `Date` is of whole seconds (RFC 9110 section 6.6.1), `Age` of what a cache has kept; the request left before it was made. */
  #hearTime(headers: ReceivedHeaders, leftMs: number): void {
    const dateMs = Date.parse(headers.get('Date') ?? '');
    if (Number.isNaN(dateMs)) return;
    const keptMs = (Number(headers.get('Age')) || 0) * 1000;
    this.#ahead = { seconds: Math.max(0, Math.floor((leftMs - dateMs - keptMs - 1000) / 1000)), atMs: this.parts.wallMs() };
  }

  async #readRefusal(response: Received): Promise<Outcome<never>> {
    const body = (await response.json().catch(() => null)) as { fault?: unknown; requestId?: unknown; clockDifferenceSeconds?: unknown } | null;
    const fault = body?.fault;
    const isOurs = typeof fault === 'string' && known.has(fault);
    const requestId = typeof body?.requestId === 'string' ? body.requestId : response.headers.get('X-Request-Id') ?? '';
    const difference = typeof body?.clockDifferenceSeconds === 'number' ? body.clockDifferenceSeconds : null;
    return {
      problem: problemOf(isOurs ? (fault as FaultId) : faultOfStatus(response.status), requestId, difference),
      spoken: isOurs && response.status < 500,
      toldMs: toldMs(response.headers, this.parts.wallMs()),
    };
  }
}
