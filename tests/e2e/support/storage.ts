/** A browser that lets the page keep nothing, as some do in private windows. */
import type { Page } from '@playwright/test';

export async function refuseStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const refuse = { get: (): never => { throw new DOMException('The operation is insecure.', 'SecurityError'); } };
    Object.defineProperty(window, 'indexedDB', refuse);
    Object.defineProperty(window, 'localStorage', refuse);
  });
}
