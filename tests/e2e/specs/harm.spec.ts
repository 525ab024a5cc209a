/** What a browser, a messenger or a hasty finger does to a page: a translator, no keys, an emptied storage, an address written anew. */
import type { Page } from '@playwright/test';
import { kLanguages } from '../../../web/elements/src/i18n/languages.ts';
import { expect, test } from '../support/fixtures.ts';
import { drawForeignCode } from '../support/foreign.ts';

/** As translators do that enter shadow trees: each text stands in two <font> elements, and says something else. */
const translate = (page: Page): Promise<number> => page.evaluate(() => {
  const texts = (root: Node): Text[] => [...root.childNodes].flatMap((node): Text[] => {
    if (node instanceof Text) return node.data.trim() ? [node] : [];
    const inside = node instanceof Element && node.shadowRoot ? texts(node.shadowRoot) : [];
    const isOff = node instanceof Element && (node.getAttribute('translate') === 'no' || ['style', 'script', 'svg', 'select'].includes(node.localName));
    return isOff ? inside : [...inside, ...texts(node)];
  });
  const found = texts(document.body);
  for (const text of found) {
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.textContent = `«${text.data}»`;
    outer.append(inner);
    text.replaceWith(outer);
  }
  return found.length;
});

test('a page that was translated renews its words with the code', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('transit');
  const heading = page.getByRole('heading', { level: 1 });
  expect(await translate(page)).toBeGreaterThan(10);
  await expect(heading).toHaveText(`«${words.scenes.transit}»`);
  await page.getByRole('button', { name: words.scenes.medical }).click();
  await expect(citizen.code('medical')).toBeVisible();
  await expect(heading).toHaveText(words.scenes.medical);
  await expect(page.locator('.see')).toContainText(words.attributes['insurance-type']);
  await expect(page.locator('.see')).not.toContainText(words.attributes['fare-type']);
  await translate(page);
  await page.locator('cc-language select').selectOption('id');
  await expect(heading).not.toContainText('«');
});

test('a scanner that was translated says each verdict in its own words, and leaves names and numbers alone', async ({ openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('identity');
  const { picture } = await citizen.photograph();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.open();
  await scanner.setUp('identity');
  await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await scanner.expectOutcome('valid');
  const fields = await scanner.fields();
  await translate(scanner.page);
  await scanner.expectOutcome('valid');
  expect(Object.values(await scanner.fields())).toEqual(Object.values(fields));
  await scanner.page.locator('cc-verdict .next').click();
  await scanner.choosePicture({ name: 'other.png', mimeType: 'image/png', buffer: await drawForeignCode('https://example.org/') });
  await scanner.expectOutcome('invalid');
  await scanner.expectFault('code/not-city-code');
});

test('what belongs elsewhere is told from a person’s code, and sent where it belongs', async ({ city, openScanner }) => {
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.open();
  await scanner.setUp('identity');
  const texts = {
    'code/later-version': 'CC2:6BFN70', 'code/venue-sheet': `${city.origin}/app/#venue=0oRD`, 'code/portal-request': `${city.origin}/app/#portal=0oRD`,
    'code/enrolment': `${city.origin}/app/#enrol=7K2M-9QXT-4HRB`, 'code/list-part': 'CCL1:6BFN70',
  } as const;
  for (const [fault, text] of Object.entries(texts) as [keyof typeof texts, string][]) {
    await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: await drawForeignCode(text) });
    await scanner.expectOutcome(fault === 'code/later-version' ? 'undecided' : 'invalid');
    await scanner.expectFault(fault);
    await expect(scanner.verdict()).toContainText(scanner.words.faults[fault]!.next);
    await scanner.next();
  }
});

test('a scanner is asked before it forgets everything, with what that means for it', async ({ openScanner }) => {
  const scanner = await openScanner({ camera: 'refused' });
  const { page, words } = scanner;
  await scanner.open();
  await scanner.setUp('transit');
  await page.getByRole('button', { name: words.console.change }).click();
  const enrolled = await page.locator('.enrolled').textContent();
  await page.getByRole('button', { name: words.console.resetButton }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText(words.console.resetSure);
  await expect(question).toContainText(words.console.resetMeansEnrolled(enrolled!.replace(words.console.enrolledAt(''), '').trim()));
  // The harmless answer has the focus.
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  await expect(page.locator('.enrolled')).toBeVisible();
  await page.getByRole('button', { name: words.console.resetButton }).click();
  await page.getByRole('button', { name: words.console.resetYes }).click();
  await expect(page.getByRole('heading', { name: words.console.enrolTitle })).toBeVisible();
});

test('a browser without keys says so, on the phone and at the scanner', async ({ city, openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  const scanner = await openScanner({ camera: 'refused' });
  for (const page of [citizen.page, scanner.page]) {
    await page.addInitScript(() => { Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }); });
  }
  await citizen.openApp();
  await citizen.expectFault('env/crypto-missing');
  await scanner.openUnenrolled();
  await scanner.enterTerminalCode(await city.terminalCode());
  await scanner.expectProblem('env/crypto-missing');
  await expect(scanner.page.getByRole('button', { name: scanner.words.console.enrolButton, exact: true }), 'it does not wait for ever').toBeEnabled();
});

test('a code is removed although another tab holds the storage, and that tab says what happened', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByRole('img', { name: words.code.imageName('') })).toBeVisible();
  await other.evaluate(() => new Promise<void>((resolve) => {
    const opening = indexedDB.open('citycode-wallet');
    opening.onsuccess = () => { Object.assign(globalThis, { held: opening.result }); resolve(); };   // and it answers no wish to close it
  }));
  await page.getByRole('button', { name: words.app.more, exact: true }).click();
  await page.getByRole('button', { name: words.app.removeButton }).click();
  await page.getByRole('button', { name: words.app.removeYes }).click();
  await expect(page.getByText(words.app.removed)).toBeVisible();
  await other.getByRole('navigation').getByRole('button').first().click();
  await expect(other.locator('cc-fault').filter({ hasText: words.common.faultId('env/storage-evicted') }).first()).toContainText(words.faults['env/storage-evicted']!.what);
});

test('an old refusal does not stand beside a new mistake, and a picture in the field is named whole', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.openApp();
  await citizen.enterEnrolmentCode('0000-0000-0000');
  await citizen.expectFault('enrol/unknown-code');
  await citizen.enterEnrolmentCode('7K2M-9QXT-4HR👩‍🚒');
  await expect(page.getByText(words.enrol.characters('👩‍🚒')).first()).toBeVisible();
  await expect(page.locator('cc-fault')).toHaveCount(0);
});

test('a sheet’s address is read as a messenger has rewritten it, and Back from it shows nothing and stays', async ({ city, openCitizen }) => {
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  const record = (await city.venueAddress('city-library', 'City Library', ['identity'])).split('#venue=')[1]!;
  for (const rewritten of [`#VENUE=${record}`, `#venue==${record}`, `#venue=${record}=`, `#%23venue=${record}`, `%23venue=${record}`]) {
    await page.goto(`${city.origin}/app/${rewritten}`);
    await expect(page.getByRole('heading', { level: 1 }), rewritten).toHaveText(words.places.venueTitle);
    await expect(page.getByText('City Library').first()).toBeVisible();
    await page.goBack();
    await expect(citizen.code(), `${rewritten}: back`).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/app/');
  }
});

test('an address of nothing says so in every language', async ({ city, openContext }) => {
  const page = await (await openContext()).newPage();
  await page.goto(`${city.origin}/nothing`);
  for (const language of kLanguages.filter((tag) => tag !== 'en')) await expect(page.locator(`h1[lang="${language}"]`)).toBeVisible();
  await page.getByRole('link', { name: 'start page' }).click();
  await expect(page).toHaveURL(`${city.origin}/`);
});
