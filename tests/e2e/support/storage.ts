/** The page's origin may keep no more than it does; what comes back gives it room again. */
export async function fillStorage(page: Page): Promise<() => Promise<void>> {
  const devTools = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  return async () => { await devTools.send('Storage.overrideQuotaForOrigin', { origin }); };
}

/** A browser that lets the page keep nothing, as some do in private windows. */
import type { Page } from '@playwright/test';

export async function refuseStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const refuse = { get: (): never => { throw new DOMException('The operation is insecure.', 'SecurityError'); } };
    Object.defineProperty(window, 'indexedDB', refuse);
    Object.defineProperty(window, 'localStorage', refuse);
  });
}

/** A database that never opens: stuck, or held by another tab. */
export async function silenceStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });
}
