/** The phone's own clock and its timers: a test sets it wrong, or moves it by a day. */

const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: afterIo } = globalThis;
const RealDate = Date;

interface Alarm {
  dueMs: number;
  readonly everyMs: number | null;
  readonly ring: () => void;
}

export class Clock {
  private readonly alarms = new Map<number, Alarm>();
  private waiting: ReturnType<typeof startTimer> | undefined;
  private lastId = 0;
  private skippedMs = 0;
  private paused = false;

  /** `offsetMs` is how far the clock on the screen is ahead; timers do not notice it. */
  constructor(public offsetMs: number) {}

  readonly nowMs = (): number => RealDate.now() + this.skippedMs + this.offsetMs;

  setTimer(ring: () => void, delayMs: number, repeats = false): number {
    const ms = Math.max(Number(delayMs) || 0, 1);   // as browsers read it
    this.alarms.set(++this.lastId, { dueMs: this.elapsedMs() + ms, everyMs: repeats ? ms : null, ring });
    this.windUp();
    return this.lastId;
  }

  clearTimer(id: number): void {
    this.alarms.delete(id);
  }

  clearAll(): void {
    this.alarms.clear();
    this.paused = false;
    stopTimer(this.waiting);
  }

  /** Timers wait; what became due meanwhile rings once, afterwards. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.windUp();
  }

  /** Time passes: every timer that becomes due rings, in order, and what it starts at once comes before the next. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.elapsedMs() + ms;
    for (let next = this.next(); next && next[1].dueMs <= untilMs && !this.paused; next = this.next()) {
      this.skippedMs += Math.max(next[1].dueMs - this.elapsedMs(), 0);
      this.ring(...next);
      await new Promise((done) => afterIo(done));
    }
    this.skippedMs += Math.max(untilMs - this.elapsedMs(), 0);
    this.windUp();
  }

  /** Since whenever; what a wrong clock does not change. */
  elapsedMs(): number {
    return performance.now() + this.skippedMs;
  }

  private next(): [number, Alarm] | undefined {
    let first: [number, Alarm] | undefined;
    for (const entry of this.alarms) if (!first || entry[1].dueMs < first[1].dueMs) first = entry;
    return first;
  }

  private ring(id: number, alarm: Alarm): void {
    if (alarm.everyMs === null) this.alarms.delete(id);
    else alarm.dueMs = Math.max(alarm.dueMs, this.elapsedMs() - alarm.everyMs / 2) + alarm.everyMs;   // what was missed is not made up for
    alarm.ring();
  }

  private windUp(): void {
    stopTimer(this.waiting);
    const next = this.next();
    if (!next || this.paused) return;
    this.waiting = startTimer(() => {
      for (let due = this.next(); due && due[1].dueMs <= this.elapsedMs() && !this.paused; due = this.next()) this.ring(...due);
      this.windUp();
    }, Math.max(next[1].dueMs - this.elapsedMs(), 0));
  }
}

/** A number, that also takes what Node's own network asks of its timers: in the simulator it meets these. */
const timer = (id: number): number => Object.assign(new Number(id), { ref: () => undefined, unref: () => undefined, refresh: () => undefined }) as unknown as number;

/** `setTimeout` and its like, as a script sees them. */
export function timersOf(clock: Clock, enter: (work: () => void) => void): Record<string, unknown> {
  const start = (repeats: boolean) => (ring: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): number =>
    timer(clock.setTimer(() => enter(() => ring(...values)), ms, repeats));
  const stop = (id: number): void => clock.clearTimer(Number(id));
  return { setTimeout: start(false), setInterval: start(true), clearTimeout: stop, clearInterval: stop };
}

/** A `Date` of the given realm that asks `nowMs`. */
export function dateOf(Real: DateConstructor, nowMs: () => number): DateConstructor {
  const told = new Proxy(Real, {
    construct: (target, values: [], made) => Reflect.construct(target, values.length === 0 ? [nowMs()] : values, made) as object,
    apply: () => new Real(nowMs()).toString(),
    get: (target, key) => (key === 'now' ? nowMs : Reflect.get(target, key) as unknown),
  });
  return told;
}
