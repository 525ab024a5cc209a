/** One run of the mini-program: from its start until the chat app ends it. What is in here is lost then. */
import type { Device } from './device.ts';
import type { Realm } from './realm.ts';
import type { ViewNode } from './view.ts';

const { setImmediate: afterIo } = globalThis;

export interface EnterOptions {
  readonly path: string;
  readonly query: Record<string, string>;
  readonly scene: number;
  readonly referrerInfo: Record<string, never>;
}

export type Listener = (told?: unknown) => void;

export class Session {
  alive = true;
  foreground = true;
  private asleep = false;
  private readonly missed: (() => void)[] = [];
  enter: EnterOptions;
  private readonly listeners = new Map<string, Set<Listener>>();
  /** Which element on the screen belongs to a component that the package holds. */
  readonly nodes = new WeakMap<object, ViewNode>();

  constructor(readonly device: Device, readonly realm: Realm, readonly launch: EnterOptions) {
    this.enter = launch;
  }

  /** Runs code of the package; what it throws is the package's trouble, never the bench's. */
  readonly run = <Result>(work: () => Result): Result | undefined => {
    if (!this.alive) return undefined;
    if (this.asleep) {
      this.missed.push(work);
      return undefined;
    }
    try {
      return work();
    } catch (error) {
      this.device.trouble(error);
      return undefined;
    }
  };

  /** As the phone answers: after the call has returned, and not at all once the mini-program was ended. */
  readonly later = (work: () => void): void => {
    afterIo(() => this.run(work));
  };

  /**
   * In the background for 5 seconds: no script runs, and what it should have been told waits for the foreground
   * (developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html, 1.3).
   */
  fallAsleep(): void {
    this.asleep = true;
    this.device.clock.pause();
  }

  wakeUp(): void {
    this.asleep = false;
    this.device.clock.resume();
    for (const work of this.missed.splice(0)) this.later(work);
  }

  on(event: string, listener: Listener): void {
    const heard = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, heard.add(listener));
  }

  off(event: string, listener?: Listener): void {
    if (listener) this.listeners.get(event)?.delete(listener);
    else this.listeners.delete(event);
  }

  tell(event: string, told?: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) this.run(() => listener(this.realm.copy(told)));
  }

  end(): void {
    this.alive = false;
    this.listeners.clear();
    this.device.clock.clearAll();
  }
}
