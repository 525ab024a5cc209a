/** A venue's sheet, and a terminal's list without a network. */
import { stopClockAt } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';

test('a reader opens the library’s sheet: her code is for that library alone', async ({ city, film, openCitizen, openScanner }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.page.goto(await city.venueAddress('city-library', 'City Library', ['identity', 'over-18']));
  await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText(citizen.words.places.venueTitle);
  await expect(citizen.page.getByText('City Library')).toBeVisible();
  await expect(citizen.page.getByText('1 Garden Road')).toBeVisible();
  expect(new URL(citizen.page.url()).hash, 'the record is out of the address at once').toBe('');

  await citizen.page.getByRole('button', { name: citizen.words.places.venueAgree }).click();
  await expect(citizen.page.getByText(citizen.words.places.onlyFor('City Library'))).toBeVisible();
  await citizen.chooseScene('over-18');
  await expect(citizen.page.getByRole('button', { name: citizen.words.scenes.transit, exact: true })).toHaveCount(0);
  const { picture, takenUnixSeconds } = await citizen.photograph();
  await film.show(picture);

  for (const [venue, outcome] of [['city-library', 'valid'], ['city-museum', 'invalid'], ['', 'invalid']] as const) {
    const scanner = await openScanner();
    await scanner.open();
    await scanner.setUp('over-18', venue);
    await stopClockAt(scanner.page, takenUnixSeconds + 2);
    await scanner.page.reload();
    await scanner.expectOutcome(outcome);
    if (outcome === 'invalid') await scanner.expectFault('audience/wrong-venue');
  }

  await citizen.page.getByRole('button', { name: citizen.words.places.leave }).click();
  await expect(citizen.page.getByText(citizen.words.places.onlyFor('City Library'))).toHaveCount(0);
});

test('a sheet that the city did not sign is refused, and nothing is shown', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const address = await city.venueAddress('city-library', 'City Library', ['identity']);
  await citizen.page.goto(`${address.slice(0, -4)}AAAA`);
  await citizen.expectFault('venue/bad-record');
  await expect(citizen.page.getByRole('button', { name: citizen.words.places.venueAgree })).toHaveCount(0);
});

test('a scanner begins with the list that ships with the page', async ({ openScanner }) => {
  const scanner = await openScanner();
  await scanner.page.route('**/v1/**', (route) => route.abort());
  await scanner.open();
  await expect(scanner.scene('transit')).toBeVisible();
});

test('a terminal without a network takes the list from a file, and from the codes of another', async ({ city, film, openScanner }) => {
  test.setTimeout(120_000);
  const giving = await openScanner();
  await giving.open();
  await giving.page.getByRole('button', { name: giving.words.lists.title }).click();
  await giving.page.getByRole('button', { name: giving.words.lists.show }).click();
  const code = giving.page.getByRole('img', { name: giving.words.code.imageName(giving.words.lists.title), exact: true });
  const pictures = new Map<string, Buffer>();
  const total = Number(/(\d+)\D*$/.exec((await giving.page.getByText(/^Part \d+ of \d+$/).textContent())!)![1]);
  await expect.poll(async () => {
    const drawn = (await code.locator('path').getAttribute('d'))!;
    const picture = await code.screenshot();
    if (drawn === await code.locator('path').getAttribute('d')) pictures.set(drawn, picture);
    return pictures.size;
  }, { timeout: 60_000, intervals: [50] }).toBe(total);

  const list = Buffer.from(await (await fetch(`${city.origin}/v1/trust-list`)).arrayBuffer());
  await film.show(...pictures.values());
  const taking = await openScanner();
  await taking.open();
  await taking.page.getByRole('button', { name: taking.words.lists.title }).click();
  await taking.page.getByLabel(taking.words.lists.fromFile).setInputFiles({ name: 'city-list.cose', mimeType: 'application/cose', buffer: list });
  await expect(taking.page.getByText(taking.words.lists.taken)).toBeVisible();
  await taking.page.getByLabel(taking.words.lists.fromFile).setInputFiles({ name: 'x.cose', mimeType: 'application/cose', buffer: list.subarray(1) });
  await expect(taking.page.locator('cc-fault')).toBeVisible();
  await taking.page.getByRole('button', { name: taking.words.lists.scan }).click();
  await expect(taking.page.getByText(taking.words.lists.taken)).toBeVisible({ timeout: 60_000 });
});
