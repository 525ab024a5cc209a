/** What a page says while it does what a person pressed for. */
import type { AskingParts } from './parts.js';

/** A word or a button that comes and goes sooner is a flicker. */
const kLeastShownMs = 600;

/** Does `work`, and is not done before what is said meanwhile could be read. */
export async function pressed<T>(parts: AskingParts, work: Promise<T>): Promise<T> {
  const shown = new Promise<void>((resolve) => { parts.after(kLeastShownMs, resolve); });
  const [done] = await Promise.all([work, shown]);
  return done;
}
