/** A stranger's scanner learns nothing from a code; an enrolled one sees exactly what its scene may. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Citizen, Photograph } from '../support/citizen.ts';
import { stopClockAt } from '../support/clock.ts';
import { expect, kDesktopSizePx, kPhoneSizePx, test } from '../support/fixtures.ts';
import { filesAreKept } from '../support/kept.ts';
import { expectInSight, type Scanner } from '../support/scanner.ts';

const kPerson = ['王小明', 'Wang Xiaoming', '990000199003070015', '9***15', 'Resident identity card'];

async function identityCodeOf(citizen: Citizen): Promise<Photograph> {
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('identity');
  return citizen.photograph();
}

async function scan(scanner: Scanner, { picture, takenUnixSeconds }: Photograph): Promise<void> {
  await stopClockAt(scanner.page, takenUnixSeconds + 2);
  await scanner.choosePicture({ name: 'code.png', mimeType: 'image/png', buffer: picture });
}

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`), state).toEqual([]);
}

test('a scanner that nobody enrolled decides nothing at a sealed scene and shows nothing of the person', async ({ openCitizen, openScanner }) => {
  const photograph = await identityCodeOf(await openCitizen());
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openUnenrolled();
  await expect(scanner.scene('identity')).toBeVisible();
  await expectNoViolations(scanner.page, 'set-up, not enrolled');
  for (const size of [kDesktopSizePx, { width: 320, height: 568 }, kPhoneSizePx]) {
    await scanner.page.setViewportSize(size);
    await expectInSight(scanner.page.getByLabel(scanner.words.console.enrolLabel));
  }
  await scanner.setUp('identity');
  await scan(scanner, photograph);
  await scanner.expectOutcome('undecided');
  await scanner.expectFault('scope/scene-key-missing');
  await expect(scanner.verdict()).toContainText(scanner.words.faults['scope/scene-key-missing']!.next);
  expect(await scanner.fields()).toEqual({});
  await scanner.expectNothingElseOf(kPerson);
  await scanner.next();
  await scanner.expectNothingElseOf(kPerson);
  await expect(scanner.page.getByText(scanner.words.console.noKey)).toBeVisible();
  await expectNoViolations(scanner.page, 'no key for this scene');
});

test('it still works at an open scene', async ({ openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('transit');
  const photograph = await citizen.photograph();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openUnenrolled();
  await scanner.setUp('transit');
  await scan(scanner, photograph);
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toEqual({ Fare: 'Adult' });
});

test('an enrolled scanner sees exactly what the scene may, and with the office away too', async ({ city, openCitizen, openScanner }) => {
  const citizen = await openCitizen();
  const photograph = await identityCodeOf(citizen);
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openWithCode(await city.terminalCode());
  await expect(scanner.scene('identity')).toBeVisible();
  expect(scanner.page.url(), 'the code is out of the address').toBe(`${city.origin}/console/`);
  await expectNoViolations(scanner.page, 'set-up, enrolled');
  await scanner.setUp('identity');
  await scan(scanner, photograph);
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toEqual({ 'Name': '王小明', 'Document': 'Resident identity card', 'Document number, partly hidden': '9***15' });
  await scanner.expectNothingElseOf(['990000199003070015', 'Wang Xiaoming']);

  await filesAreKept(scanner.page);
  await city.stop();
  await citizen.chooseScene('medical');
  await citizen.chooseScene('identity');
  const offline = await citizen.photograph();
  await scanner.page.reload();
  await scan(scanner, offline);
  await scanner.expectOutcome('valid');
  expect(await scanner.fields()).toMatchObject({ Name: '王小明' });
});

test('the phone says what a place will see, and cannot read it itself', async ({ openCitizen }) => {
  const citizen = await openCitizen();
  await identityCodeOf(citizen);
  const { attributes } = citizen.words;
  const names = [attributes.name, attributes['document-type'], attributes['document-number-masked']].join(citizen.words.common.listSeparator);
  await expect(citizen.page.getByText(citizen.words.app.willSee(names))).toBeVisible();
  await citizen.page.getByRole('button', { name: citizen.words.app.more, exact: true }).click();
  await expect(citizen.page.getByText(citizen.words.app.valuesSealed)).toBeVisible();
  await expect(citizen.page.locator('body')).not.toContainText('9***15');
});

test.describe('terminal codes', () => {
  test('are typed once; a used one and a citizen’s are refused, with the keyboard alone', async ({ city, openScanner }) => {
    const code = await city.terminalCode();
    const first = await openScanner({ camera: 'refused' });
    await first.openUnenrolled();
    await first.page.getByLabel(first.words.console.enrolLabel).focus();
    await first.page.keyboard.type(code.toLowerCase().replaceAll('-', ''));
    await first.page.keyboard.press('Enter');
    await expect(first.page.getByText(/Demo Hall/)).toBeVisible();
    await expect(first.page.getByLabel(first.words.console.enrolLabel)).toHaveCount(0);

    const second = await openScanner({ camera: 'refused' });
    await second.openUnenrolled();
    await second.enterTerminalCode('');
    await expect(second.fault()).toContainText(second.words.enrol.empty);
    await second.enterTerminalCode(code);
    await second.expectProblem('enrol/used-code');
    await second.enterTerminalCode(await city.enrolmentCodeFor('Wang Xiaoming'));
    await second.expectProblem('enrol/wrong-kind');
    await expectNoViolations(second.page, 'a code was refused');
    await second.enterTerminalCode(await city.terminalCode());
    await expect(second.page.getByText(/Demo Hall/)).toBeVisible();
  });

  test('of a scanner enrol no phone', async ({ city, openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.openApp();
    await citizen.enterEnrolmentCode(await city.terminalCode());
    await citizen.expectFault('enrol/wrong-kind');
  });

  test('come with the landing page’s link: three steps, no typing', async ({ city, openScanner }) => {
    const scanner = await openScanner({ camera: 'refused' });
    await scanner.page.goto(`${city.origin}/`);
    await expect(scanner.page.getByRole('button', { name: scanner.words.landing.chooseName('王小明') })).toBeVisible();
    await scanner.page.getByRole('link', { name: scanner.words.landing.openScanner }).first().click();
    await expect(scanner.page.getByText(/Demo Hall/)).toBeVisible();
    expect(scanner.page.url()).toBe(`${city.origin}/console/`);
  });

  test('come with the app’s link too, in a demo city and in no other', async ({ city, openCitizen }) => {
    const citizen = await openCitizen();
    await citizen.becomeDemoCitizen('王小明');
    const { page, words } = citizen;
    const link = page.getByRole('link', { name: words.app.scannerLink });
    await page.getByRole('button', { name: words.app.more, exact: true }).click();
    await link.click();
    await expect(page.getByText(/Demo Hall/)).toBeVisible();
    expect(page.url()).toBe(`${city.origin}/console/`);

    await page.route('**/v1/city', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...await response.json() as object, demo: false } });
    });
    const asked = page.waitForResponse('**/v1/city');
    await citizen.openApp();
    await asked;
    await page.getByRole('button', { name: words.app.more, exact: true }).click();
    await expect(link).toHaveAttribute('href', '/console/');
  });

  test('are not used up by an office that is away', async ({ city, openScanner }) => {
    const scanner = await openScanner({ camera: 'refused' });
    await scanner.openUnenrolled();
    await expect(scanner.scene('identity')).toBeVisible();
    const code = await city.terminalCode();
    await scanner.page.route('**/v1/**', (route) => route.abort('connectionrefused'));
    await scanner.enterTerminalCode(code);
    await scanner.expectProblem('env/offline');
    await scanner.page.unroute('**/v1/**');
    await scanner.enterTerminalCode(code);
    await expect(scanner.page.getByText(/Demo Hall/)).toBeVisible();
  });
});
