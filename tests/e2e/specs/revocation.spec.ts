/** A pass that was revoked, and a scanner that was not told for a while. */
import type { Citizen } from '../support/citizen.ts';
import { setClockOffset, stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';
import { newestVersion } from '../support/lists.ts';

const asPng = (buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } => ({ name: 'picture.png', mimeType: 'image/png', buffer });

async function removeFromThePhone(citizen: Citizen): Promise<void> {
  const { page, words } = citizen;
  await page.getByRole('button', { name: words.app.more }).click();
  await page.getByRole('button', { name: words.app.removeButton }).click();
  await page.getByRole('button', { name: words.app.removeYes }).click();
  await expect(page.getByText(words.app.removed)).toBeVisible();
}

test('a code that was removed from its phone is revoked: whoever kept a picture of it is refused', async ({ openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.open();
  await scanner.setUp('over-18');
  const before = await newestVersion(scanner.page);
  expect(before, 'the scanner fetched lists at its first start').toBeGreaterThan(0);

  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('over-18');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  await removeFromThePhone(citizen);

  await scanner.page.reload();
  await expect.poll(() => newestVersion(scanner.page)).toBeGreaterThan(before);
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await scanner.choosePicture(asPng(picture));
  await scanner.expectOutcome('invalid');
  await scanner.expectFault('revocation/revoked');
  expect(await scanner.fields()).toEqual({});
});

test('a scanner without a network says that its list is old, and later decides nothing', async ({ city, openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  const scanner = await openScanner({ camera: 'refused' });
  await citizen.becomeDemoCitizen('王小明');
  await scanner.open();
  await scanner.setUp('over-18');
  await expect(scanner.page.getByText(scanner.words.console.statusNew)).toBeVisible();
  await filesAreKept(citizen.page);
  await city.stop();

  const photographAt = async (hours: number): Promise<void> => {
    await setClockOffset(citizen.page, hours * 3600);
    await citizen.page.reload();
    await citizen.chooseScene('over-18');
    const { picture, takenUnixSeconds } = await citizen.photograph();
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.page.reload();
    await scanner.choosePicture(asPng(picture));
  };
  await photographAt(2);
  await scanner.expectOutcome('valid');
  await expect(scanner.verdict()).toContainText(/list of withdrawn passes here is (2 hours|1[12]\d minutes) old/);
  await scanner.next();

  await photographAt(13);
  await scanner.expectOutcome('undecided');
  await scanner.expectFault('revocation/too-old');
  expect(await scanner.fields()).toEqual({});
});
