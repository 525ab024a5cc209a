/** A venue's sheet, from paper to its scanner, and a terminal's list without a network. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import type { Citizen, Photograph, SceneName } from '../support/citizen.ts';
import { stopClockAt } from '../support/clock.ts';
import { expect, kDesktopSizePx, test } from '../support/fixtures.ts';
import { readQrText } from '../support/foreign.ts';
import { filesAreKept } from '../support/kept.ts';
import type { Scanner } from '../support/scanner.ts';
import { catalogues, wordsOf } from '../../support/words.ts';

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`), state).toEqual([]);
}

/** From the demo's first page to the sheet that hangs at the entrance. */
async function openSheet(context: BrowserContext, origin: string, name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.getByRole('link', { name: wordsOf('en').landing.sheetOf(name) }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(sheetCode(page, name)).toBeVisible();
  return page;
}

const sheetCode = (page: Page, name: string) => page.getByRole('img', { name: wordsOf('en').code.imageName(name), exact: true });

/** What any camera would open, read off the sheet's pixels by a reader that is not ours. */
async function addressOn(page: Page, name: string): Promise<string> {
  return readQrText(await sheetCode(page, name).screenshot());
}

/** She scans the sheet, sees who asks, and agrees. */
async function comeTo(citizen: Citizen, address: string, name: string): Promise<void> {
  await citizen.page.goto(address);
  await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText(citizen.words.places.venueTitle);
  await expect(citizen.page.getByText(name, { exact: true })).toBeVisible();
  await citizen.page.getByRole('button', { name: citizen.words.places.venueAgree }).click();
  await expect(citizen.page.getByText(citizen.words.places.onlyFor(name))).toBeVisible();
  await expect(citizen.code()).toBeVisible();
}

/** The scanner is set up and looks at what the film shows, two seconds after it was taken. */
async function look(scanner: Scanner, scene: SceneName, { takenUnixSeconds }: Photograph): Promise<void> {
  await expect(scanner.scene(scene)).toBeVisible();
  await stopClockAt(scanner.page, takenUnixSeconds + 2);   // before the camera starts: one look, one verdict
  await scanner.setUp(scene);
}

test('a reader scans the library’s sheet: her code is for that library alone, and so is the name it knows her by', async ({ city, film, openContext, openCitizen, openScanner }) => {
  test.setTimeout(300_000);
  const { scenes, attributes } = wordsOf('en');
  const desk = await openContext({ sizePx: kDesktopSizePx });
  let library = '', stadium = '';
  let atTheLibrary: Photograph, atTheStadium: Photograph, anywhere: Photograph;
  const citizen = await openCitizen();

  await test.step('the library prints its sheet', async () => {
    const sheet = await openSheet(desk, city.origin, 'City Library');
    await expect(sheet.getByText('市图书馆')).toBeVisible();
    for (const words of Object.values(catalogues)) await expect(sheet.getByText(words.sheet.scan, { exact: true })).toBeVisible();
    await expectNoViolations(sheet, 'the sheet');
    library = await addressOn(sheet, 'City Library');
    expect(library.startsWith(`${city.origin}/app/#venue=`)).toBe(true);
    await sheet.emulateMedia({ media: 'print' });
    await expect(sheet.getByRole('button', { name: wordsOf('en').sheet.print })).toBeHidden();
    expect(await addressOn(sheet, 'City Library'), 'on paper too').toBe(library);
    stadium = await addressOn(await openSheet(desk, city.origin, 'River Stadium'), 'River Stadium');
  });

  await test.step('her phone’s camera opens it; she sees who asks, and then a code for this place', async () => {
    await citizen.becomeDemoCitizen('王小明');
    await citizen.chooseScene('culture-and-sport');
    anywhere = await citizen.photograph();
    await citizen.page.goto(library);
    await expect(citizen.page.getByRole('heading', { level: 1 })).toHaveText(citizen.words.places.venueTitle);
    await expect(citizen.page.getByText('1 Garden Road', { exact: false })).toBeVisible();
    await expect(citizen.page.getByText(citizen.words.common.venueChecks([scenes.identity, scenes['culture-and-sport']].join(wordsOf('en').common.listSeparator)))).toBeVisible();
    expect(new URL(citizen.page.url()).hash, 'the record is out of the address at once').toBe('');
    await expectNoViolations(citizen.page, 'who asks');
    await citizen.page.getByRole('button', { name: citizen.words.places.venueAgree }).click();
    await expect(citizen.page.getByText(citizen.words.places.onlyFor('City Library'))).toBeVisible();
    await citizen.chooseScene('culture-and-sport');
    await expect(citizen.page.getByRole('button', { name: scenes.transit, exact: true })).toHaveCount(0);
    await expectNoViolations(citizen.page, 'a code for one place');
    atTheLibrary = await citizen.photograph();
  });

  const alias: string[] = [];
  await test.step('the library’s scanner accepts it', async () => {
    await film.show(atTheLibrary.picture);
    const scanner = await openScanner();
    await scanner.openAt('city-library');
    await look(scanner, 'culture-and-sport', atTheLibrary);
    await scanner.expectOutcome('valid');
    const fields = await scanner.fields();
    expect(Object.keys(fields).sort()).toEqual([attributes['fare-type'], attributes.pseudonym].sort());
    alias.push(fields[attributes.pseudonym]!);
    await scanner.page.close();   // a camera that runs keeps the film that it began with
  });

  await test.step('the stadium’s scanner, the hall’s and one of no place refuse it and see nothing', async () => {
    for (const open of [(s: Scanner) => s.openAt('river-stadium'), (s: Scanner) => s.open(), (s: Scanner) => s.openUnenrolled()]) {
      const scanner = await openScanner();
      await open(scanner);
      await look(scanner, 'culture-and-sport', atTheLibrary);
      await scanner.expectOutcome('invalid');
      await scanner.expectFault('audience/wrong-venue');
      expect(await scanner.fields()).toEqual({});
      await scanner.page.close();
    }
  });

  await test.step('at the stadium she is somebody else, and so she is where no sheet was scanned', async () => {
    await comeTo(citizen, stadium, 'River Stadium');
    await citizen.chooseScene('culture-and-sport');
    atTheStadium = await citizen.photograph();
    for (const [photograph, place] of [[atTheStadium, 'river-stadium'], [anywhere, 'city-library']] as const) {
      await film.show(photograph.picture);
      const scanner = await openScanner();
      await scanner.openAt(place);
      await look(scanner, 'culture-and-sport', photograph);
      await scanner.expectOutcome('valid');
      alias.push((await scanner.fields())[attributes.pseudonym]!);
      await scanner.page.close();
    }
    expect(new Set(alias).size).toBe(3);
  });

  await test.step('she leaves, and the phone keeps of it what a rating slip may still name, and nothing that nobody saw', async () => {
    await citizen.page.getByRole('button', { name: citizen.words.places.leave }).click();
    await expect(citizen.page.getByText(citizen.words.places.onlyFor('River Stadium'))).toHaveCount(0);
    await expect(citizen.page.getByRole('button', { name: scenes.transit, exact: true })).toBeVisible();
    const left = (): Promise<{ shown: boolean; days: number | null }[]> => citizen.page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((found) => { const open = indexedDB.open('citycode-wallet'); open.onsuccess = () => found(open.result); });
      const passes = await new Promise<{ venue?: string; usedAtUnixSeconds: number | null; keptUntilUnixSeconds?: number }[]>((found) => { const all = database.transaction('passes').objectStore('passes').getAll(); all.onsuccess = () => found(all.result); });
      database.close();
      return passes.filter(({ venue }) => venue === 'river-stadium').map(({ usedAtUnixSeconds, keptUntilUnixSeconds }) =>
        ({ shown: usedAtUnixSeconds !== null, days: keptUntilUnixSeconds === undefined ? null : Math.round((keptUntilUnixSeconds - Date.now() / 1000) / 86_400) }));
    });
    await expect.poll(async () => [...new Set((await left()).map((pass) => JSON.stringify(pass)))]).toEqual([JSON.stringify({ shown: true, days: 15 })]);
  });
});

test('without a network she still sees who asks; a scene that knows her by a name of its own has to wait', async ({ city, openContext, openCitizen }) => {
  test.setTimeout(120_000);
  const sheet = await openSheet(await openContext(), city.origin, 'River Stadium');
  const stadium = await addressOn(sheet, 'River Stadium');
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await filesAreKept(citizen.page);
  await city.stop();
  await citizen.page.goto('about:blank');
  await citizen.page.goto(stadium);
  await expect(citizen.page.getByText('River Stadium', { exact: true })).toBeVisible();
  await citizen.page.getByRole('button', { name: citizen.words.places.venueAgree }).click();
  await expect(citizen.page.getByText(citizen.words.places.onlyFor('River Stadium'))).toBeVisible();
  const scenes = citizen.page.getByRole('navigation', { name: citizen.words.app.scenes });
  await scenes.getByRole('button', { name: citizen.words.scenes['over-18'], exact: true }).click();
  await expect(citizen.code('over-18')).toBeVisible();
  await scenes.getByRole('button', { name: citizen.words.scenes['culture-and-sport'], exact: true }).click();
  await citizen.expectFault('env/no-passes-left', { what: false });
  await citizen.page.getByRole('button', { name: citizen.words.places.leave }).click();
  await expect(citizen.code()).toBeVisible();
});

test('a sheet that the city did not sign is refused, and nothing is shown', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  const address = await city.venueAddress('city-library', 'City Library', ['identity']);
  await citizen.page.goto(`${address.slice(0, -4)}AAAA`);
  await citizen.expectFault('venue/bad-record');
  await expect(citizen.page.getByRole('button', { name: citizen.words.places.venueAgree })).toHaveCount(0);
});

test('a sheet that nobody signed is not printed', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  const address = await city.venueAddress('city-library', 'City Library', ['identity']);
  const record = new URL(address).hash;
  for (const hash of ['', '#venue=', `${record.slice(0, -4)}AAAA`, record.replace('venue', 'portal')]) {
    await page.goto(`${city.origin}/sheet/${hash}`);
    await page.reload();
    await expect(page.locator('cc-fault')).toContainText(wordsOf('en').common.faultId('venue/bad-record'));
    await expect(page.getByRole('button', { name: wordsOf('en').sheet.print })).toHaveCount(0);
    await expect(page.locator('cc-code')).toHaveCount(0);
  }
  await expectNoViolations(page, 'no sheet');
});

test('a new scanner begins with the list that ships with the page: nothing else of the office answers', async ({ openScanner }) => {
  const scanner = await openScanner();
  await scanner.page.route('**/v1/**', (route) => route.abort());
  await scanner.openUnenrolled();
  await expect(scanner.scene('transit')).toBeVisible();
});

test('a scanner that was opened once begins anew without the office, as on the morning after somebody reset it', async ({ city, openScanner }) => {
  const scanner = await openScanner();
  await scanner.openUnenrolled();
  await expect(scanner.scene('transit')).toBeVisible();
  await filesAreKept(scanner.page);
  await city.stop();
  await scanner.page.evaluate(() => { indexedDB.deleteDatabase('citycode-terminal'); });
  await scanner.page.reload();
  await expect(scanner.scene('transit')).toBeVisible();
});

test('a terminal without a network takes the list from a file, and from the codes of another', async ({ city, film, openScanner }) => {
  test.setTimeout(120_000);
  const giving = await openScanner();
  await giving.open();
  await giving.page.getByRole('button', { name: giving.words.console.lists }).click();
  await giving.page.getByRole('button', { name: giving.words.lists.show }).click();
  const code = giving.page.getByRole('img', { name: giving.words.code.imageName(giving.words.console.lists), exact: true });
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
  await taking.page.getByRole('button', { name: taking.words.console.lists }).click();
  await taking.page.getByLabel(taking.words.lists.fromFile).setInputFiles({ name: 'city-list.cose', mimeType: 'application/cose', buffer: list });
  await expect(taking.page.getByText(taking.words.lists.taken)).toBeVisible();
  await taking.page.getByLabel(taking.words.lists.fromFile).setInputFiles({ name: 'x.cose', mimeType: 'application/cose', buffer: list.subarray(1) });
  await expect(taking.page.locator('cc-fault')).toBeVisible();
  await taking.page.getByRole('button', { name: taking.words.lists.scan }).click();
  await expect(taking.page.getByText(taking.words.lists.taken)).toBeVisible({ timeout: 60_000 });
});
