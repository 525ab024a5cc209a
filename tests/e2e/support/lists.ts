/** What a scanner has of the lists of what is revoked. */
import type { Page } from '@playwright/test';

/** The newest version of any status list that this scanner has adopted and kept. */
export const newestVersion = (page: Page): Promise<number> => page.evaluate(() => new Promise<number>((resolve) => {
  const opening = indexedDB.open('citycode-terminal');
  opening.onsuccess = () => {
    const reading = opening.result.transaction('single').objectStore('single').get('status-lists') as IDBRequest<{ version: number }[] | undefined>;
    reading.onsuccess = () => {
      opening.result.close();
      resolve(Math.max(0, ...(reading.result ?? []).map(({ version }) => version)));
    };
  };
}));
