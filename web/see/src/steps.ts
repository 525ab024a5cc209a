/** What each button does with the phone and the scanner. Whether a code is good, the scanner's core alone says. */
import type { Problem } from '@citycode/client/api';
import type { Outcome } from '@citycode/wasm/types';
import type { Seen } from './demo-scanner.js';

/** The gate of a metro refuses a pass that it let in; a shop asks of its customers something else. */
export const kGate = 'transit';
export const kOtherScene = 'over-18';

export const kSteps = ['scan', 'other', 'photo', 'lost'] as const;
export type Step = (typeof kSteps)[number];

export const kPhotoAgeMs = 10_000;
/** What was let in is looked at before the photo of it comes. */
const kReadingMs = 2500;
/** How often a wait says how long it still is. */
const kTickMs = 250;

/** The two devices, as the steps need them. */
export interface Stage<Picture> {
  /** Rejects when `signal` is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** What the phone's screen shows now; null while it shows nothing. */
  readonly screen: () => Picture | null;
  readonly photoOfAge: (ageMs: number) => Picture | null;
  readonly untilPhotoOfAge: (ageMs: number) => number | null;
  /** The phone opens its scene anew; resolves when the code is on the screen. */
  readonly freshPass: () => Promise<Problem | null>;
  readonly reportLost: () => Promise<Problem | null>;
  readonly fetchLists: () => Promise<Problem | null>;
  /** Holds it before the scanner of that scene. */
  readonly read: (picture: Picture, scene: string) => Promise<Outcome<Seen>>;
  /** What is waited for, in whole seconds; null: nothing. */
  readonly tellWait: (seconds: number | null) => void;
  readonly tellSeen: (seen: Seen) => void;
}

/** Null when the scanner gave a verdict, whichever; else why it could not. */
export type Ended = Problem['fault'] | Problem | null;

export class Steps<Picture> {
  /** The gate has let the pass in that the phone shows: it opens a fresh one for the next time. */
  #isUsed = false;

  constructor(private readonly stage: Stage<Picture>) {}

  /** A new phone came in the place of the one before. */
  begin(): void {
    this.#isUsed = false;
  }

  /** Rejects only when `signal` is aborted. */
  run(step: Step, signal: AbortSignal): Promise<Ended> {
    switch (step) {
      case 'scan': return this.#scan();
      case 'other': return this.#show(this.stage.screen(), kOtherScene);
      case 'photo': return this.#photo(signal);
      case 'lost': return this.#lost();
    }
  }

  async #scan(): Promise<Ended> {
    if (this.#isUsed) {
      const problem = await this.stage.freshPass();
      if (problem) return problem;
      this.#isUsed = false;
    }
    return this.#show(this.stage.screen(), kGate);
  }

  /** The person goes in; then somebody shows a photo that was made of their code. */
  async #photo(signal: AbortSignal): Promise<Ended> {
    if (!this.#isUsed) {
      const ended = await this.#scan();
      if (ended) return ended;
      await this.stage.wait(kReadingMs, signal);
    }
    try {
      await this.#waitForPhoto(signal);
    } finally {
      this.stage.tellWait(null);
    }
    return this.#show(this.stage.photoOfAge(kPhotoAgeMs), kGate);
  }

  async #waitForPhoto(signal: AbortSignal): Promise<void> {
    for (let leftMs = this.stage.untilPhotoOfAge(kPhotoAgeMs); leftMs; leftMs = this.stage.untilPhotoOfAge(kPhotoAgeMs)) {
      this.stage.tellWait(Math.ceil(leftMs / 1000));
      await this.stage.wait(Math.min(kTickMs, leftMs), signal);
    }
  }

  async #lost(): Promise<Ended> {
    const problem = await this.stage.reportLost() ?? await this.stage.fetchLists();
    return problem ?? this.#show(this.stage.screen(), kGate);
  }

  async #show(picture: Picture | null, scene: string): Promise<Ended> {
    if (!picture) return 'image/no-code';
    const seen = await this.stage.read(picture, scene);
    if (!seen.ok) return seen.fault!;
    if (scene === kGate && seen.ok.verdict.outcome === 'valid') this.#isUsed = true;
    this.stage.tellSeen(seen.ok);
    return null;
  }
}
