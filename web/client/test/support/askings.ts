/** Askings for tests, each with a clock and a network of its own. */
import { Asking } from '../../src/asking/asking.js';
import type { AskingParts } from '../../src/asking/parts.js';
import { pageParts } from '../../src/host/page.js';

const kHourMs = 3_600_000;

/**
 * For tests of other matters: between any two requests a day has gone by, so that nobody waits for anything; and nobody asks
 * again by itself, because whoever was refused in one test would do so in the next.
 */
export function unhurried(): Asking {
  let days = 1;
  const day = (): number => { days += 1; return days * 24 * kHourMs; };
  return new Asking({ ...pageParts, wallMs: day, steadyMs: day, kept: () => null, keep: () => undefined, after: () => () => undefined });
}

/** What a page keeps over a reload, in memory. */
export function memory(): Pick<AskingParts, 'kept' | 'keep'> & { text: string | null } {
  const kept = { text: null as string | null, kept: () => kept.text, keep: (text: string) => { kept.text = text; } };
  return kept;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
