/** What the app does for ratings while it shows codes: sends what is due, and hears whose passes a slip may name. */
import { sendWhileOpen } from '@citycode/holder/ratings/send-while-open';
import type { Wallet } from '@citycode/holder/wallet';

/** The answer ends it. */
export async function sendRatings(wallet: Wallet | null): Promise<() => void> {
  await wallet?.keepServing().catch(() => undefined);
  return sendWhileOpen(location.origin);
}
