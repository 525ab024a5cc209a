/** What a page needs without a network lies on its device a moment after it was first open, not at once. */
import type { Page } from '@playwright/test';

/** Before the network or the city goes away, and the page is loaded anew. */
export async function filesAreKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
