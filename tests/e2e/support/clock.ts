/** A page's clock, told what time it is: time is injected, nothing is slept. */
import type { BrowserContext, Page } from '@playwright/test';
import { wrapDate } from '../../support/test-clock.ts';

/** In every page of the context. */
export async function wrapClock(context: BrowserContext): Promise<void> {
  await context.addInitScript(wrapDate);
}

async function tell(page: Page, clock: NonNullable<typeof globalThis.testClock>): Promise<void> {
  const set = (value: typeof clock): void => { globalThis.testClock = value; };
  await page.addInitScript(set, clock);   // after reloads too
  await page.evaluate(set, clock);
}

/** The page's clock goes on, and is this far ahead of the machine's. */
export async function setClockOffset(page: Page, seconds: number): Promise<void> {
  await tell(page, { offsetMs: Math.round(seconds * 1000) });
}

/** It is this moment on the page, and stays it, however slow the machine is; timers and the camera go on. */
export async function stopClockAt(page: Page, unixSeconds: number): Promise<void> {
  await tell(page, { stoppedAtMs: Math.round(unixSeconds * 1000) });
}
