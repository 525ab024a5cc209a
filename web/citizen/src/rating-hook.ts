/** What the app does for ratings while it shows codes: sends what is due, and knows whose passes a slip may name. */
import { sendWhileOpen } from '@citycode/holder/ratings/send-rounds';
import type { Wallet } from '@citycode/holder/wallet';

/** The first code and its passes come first. */
const kQuietMs = 20_000;

/** The answer ends it. */
export function sendRatings(wallet: () => Wallet | null): () => void {
  let end = (): void => undefined;
  let isOver = false;
  const timer = setTimeout(() => {
    void (async () => {
      await wallet()?.keepServing().catch(() => undefined);
      const stop = await sendWhileOpen(location.origin);
      if (isOver) stop();
      else end = stop;
    })();
  }, kQuietMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
    end();
  };
}
