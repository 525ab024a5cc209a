/** A browser that shows the camera's frames and does not hand them out: the canvas gives them, and the scanner reads on. */
import type { Page } from '@playwright/test';
import { stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';

const kinds: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['whose planes cannot be copied', (page) => page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const answer = await route.fetch();
    const refusing = "if (typeof VideoFrame === 'function') VideoFrame.prototype.copyTo = () => Promise.reject(new DOMException('not here', 'NotSupportedError'));\n";
    await route.fulfill({ response: answer, body: refusing + await answer.text() });
  })],
  ['that are closed on the way', (page) => page.addInitScript(() => {
    const Open = VideoFrame;
    Object.assign(globalThis, { VideoFrame: class extends Open {
      constructor(...args: ConstructorParameters<typeof Open>) {
        super(...args);
        this.close();
      }
    } });
  })],
];

for (const [name, spoil] of kinds) {
  test(`reads a code from frames ${name}, without a new worker for each`, async ({ film, openCitizen, openScanner }) => {
    const citizen = await openCitizen();
    await citizen.becomeDemoCitizen('王小明');
    await citizen.chooseScene('over-18');
    const { picture, takenUnixSeconds } = await citizen.photograph();
    await film.show(picture);
    const scanner = await openScanner();
    await spoil(scanner.page);
    let workers = 0;
    scanner.page.on('worker', () => { workers += 1; });
    await scanner.open();
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.setUp('over-18');
    await scanner.expectOutcome('valid');
    expect(workers, 'the first, and at most one more').toBeLessThanOrEqual(2);
    await expect(scanner.page.getByText('internal/bug')).toHaveCount(0);
  });
}
