/** Sends what is due from a page that is open for something else, once this phone has anything of ratings. */
import { CityClock } from './city-clock.js';
import { RatingApi } from './rating-api.js';
import type { IndexedRatingStore } from './indexed-rating-store.js';
import { pageAlone } from './page-parts.js';
import { lookEveryMinute } from './send-rounds.js';
import { sendDue } from './sending.js';
import { openKept } from './waiting.js';

/** The answer ends it. Never throws: a phone that keeps nothing has nothing to send. */
export function sendWhileOpen(origin: string): () => void {
  let store: IndexedRatingStore | null = null;
  const clock = new CityClock();
  const others = { clock, alone: pageAlone(), api: new RatingApi(() => clock.nowMs(), origin) };
  const stop = lookEveryMinute(async () => {
    store ??= await openKept();   // the first slip may come while this page is open
    return store && sendDue({ ...others, store });
  });
  return () => {
    stop();
    store?.close();
  };
}
