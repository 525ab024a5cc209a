/** The phone: what stays when the mini-program is ended, what the person decides, and what a test may look at afterwards. */
import { kBaseLibrary } from './base-library.ts';
import { Clock } from './clock.ts';
import type { Kept } from './storage.ts';

export interface PhoneSettings {
  /** Where the city is: one of the account's request domains, or, without https, what the tools let through for a local server. */
  readonly origin?: string;
  /** The account's further request domains, each `https://host` or `https://host:port`. */
  readonly domains?: readonly string[];
  readonly clockOffsetMs?: number;
  /** Of the base library. The first with encrypted storage, unless said. */
  readonly baseLibrary?: string;
  readonly language?: string;
  readonly pixelRatio?: number;
  /** Whether this chat app runs WebAssembly with SIMD (those since 8.0.25 do). */
  readonly simd?: boolean;
  /** Names of headers in answers: the documentation promises no case, iOS capitalises them. */
  readonly headerCase?: 'canonical' | 'lower';
  /** Files that take the place of the package's own, by their path in it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export interface Call {
  readonly name: string;
  readonly options: unknown;
}

export class Device {
  readonly storage = new Map<string, Kept>();
  readonly clock: Clock;
  readonly calls: Call[] = [];
  readonly troubles: string[] = [];
  /** What the package wrote to its console. */
  readonly log: string[] = [];
  online = true;
  cameraAllowed = true;
  /** null until the chat app has asked the person. */
  cameraAnswer: boolean | null = null;
  brightness = 0.5;
  clipboard = '';
  title = '';
  modal: { readonly options: Record<string, unknown>; readonly answer: (confirm: boolean) => void } | null = null;
  /** So many of the next instantiations fail. */
  failingModules = 0;
  hasWebAssembly = true;

  constructor(readonly settings: PhoneSettings) {
    this.clock = new Clock(settings.clockOffsetMs ?? 0);
  }

  get baseLibrary(): string {
    return this.settings.baseLibrary ?? kBaseLibrary;
  }

  trouble(error: unknown): void {
    // Of whichever realm: that is why `instanceof` is not asked.
    const stack = (error as { stack?: unknown } | null)?.stack;
    this.troubles.push(typeof stack === 'string' ? stack : String(error));
  }

  /** The chat app asks the person once, and remembers the answer. */
  askForCamera(): boolean {
    this.cameraAnswer ??= this.cameraAllowed;
    return this.cameraAnswer;
  }
}
