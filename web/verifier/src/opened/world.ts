/** How a verifier asks its city: as a page does, but with the city's address, its own clock, and timers that keep no process. */
import type { AskingParts } from '@citycode/client/asking-parts';
import { fetchFrom, pageParts } from '@citycode/client/host';
import type { Store } from './api.js';

/** Node's timers can let the process end; a browser's are numbers. */
const letGo = (timer: unknown): void => (timer as { unref?: () => void }).unref?.();

export async function partsFor(origin: string, now: () => number, store: Store): Promise<AskingParts> {
  const kept = await store.get('asking');
  let text = typeof kept === 'string' ? kept : null;
  return {
    ...pageParts,
    wallMs: now,
    fetch: fetchFrom(origin),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      letGo(timer);
      return () => clearTimeout(timer);
    },
    kept: () => text,
    keep(next) {
      if (next === text) return;
      text = next;
      void store.put('asking', next);   // whoever starts again and again asks no more often for it
    },
  };
}

const kLongMs = 2 ** 30;

/** The process does not end while somebody waits for this. */
export async function awaited<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => undefined, kLongMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
