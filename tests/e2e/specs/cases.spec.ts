/** A bad rating is answered: by the office's staff behind their link, and by a rater whom nobody knows. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { finishService, Rater } from '../support/rating.ts';

const kItem = 'Outpatient visit';
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(kTags).setLegacyMode(true).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, any }) => `${target.flat().join(' ')} ${any[0]?.message ?? ''}`).join(' | ')}`), state).toEqual([]);
}

const staffLink = async (origin: string, office: string): Promise<string> => {
  const answer = await fetch(`${origin}/v1/demo/staff-links`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ office }) });
  return ((await answer.json()) as { link: string }).link;
};

test('both sides write, the rater stays unknown, and the case is closed', async ({ city, film, openContext, openScanner }) => {
  test.setTimeout(120_000);
  await film.show();
  const scanner = await openScanner({ camera: 'refused' });
  await scanner.openAt('first-hospital');
  await scanner.setUp('medical');
  const rater = new Rater(await (await openContext()).newPage(), city);
  const { page, words } = rater;
  await rater.open(await finishService(scanner, kItem, 'slip'));
  await rater.choose('dissatisfied');
  await page.getByLabel(words.rating.reasons['long-wait']).check();
  await page.getByLabel(words.rating.textLabel).fill('Call me: 138 0013 8000');
  await rater.send('now');
  await expect(page.getByText(words.rate.sentText)).toBeVisible();

  const office = await openContext();
  await office.grantPermissions(['clipboard-read', 'clipboard-write']);
  const staff = await office.newPage();
  const asked: string[] = [];
  staff.on('request', (request) => asked.push(request.url()));
  const link = await staffLink(city.origin, 'first-hospital');
  await staff.goto(city.origin + link);
  await expect(staff.getByRole('heading', { name: words.cases.heading })).toBeVisible();
  expect(staff.url(), 'the secret is out of the address').toBe(`${city.origin}/cases/`);
  await expect(staff.getByText(kItem)).toBeVisible();
  await expectNoViolations(staff, 'the cases of an office');
  await staff.getByRole('button', { name: words.cases.read }).click();
  await expect(staff.getByText(words.rating.reasons['long-wait'])).toBeVisible();
  await expect(staff.getByText('Call me: 138 0013 8000'), 'the office sees what was written').toBeVisible();
  await staff.getByRole('button', { name: words.cases.copy }).click();
  await expect(staff.getByRole('status').filter({ hasText: words.cases.copied })).toBeVisible();
  expect(await staff.evaluate(() => navigator.clipboard.readText()), 'and copies what may be published').toBe('Call me: •••');
  await expectNoViolations(staff, 'copied');
  await staff.getByRole('button', { name: words.cases.send, exact: true }).click();
  await expect(staff.getByText(words.cases.write), 'nothing was written').toBeVisible();
  await staff.getByLabel(words.cases.yourAnswer).fill('We are sorry.\nWhen was it?');
  await staff.getByRole('button', { name: words.cases.send, exact: true }).click();
  await expect(staff.getByText('We are sorry. When was it?')).toBeVisible();
  await expectNoViolations(staff, 'a case, for the office');
  const before = await staff.locator('cc-case').innerText();

  await page.reload();
  await page.getByRole('button', { name: words.rate.readCaseOf(kItem) }).click();
  await expect(page.getByText('We are sorry. When was it?')).toBeVisible();
  await expect(page.getByRole('button', { name: words.cases.copy }), 'their own words').toHaveCount(0);
  await expectNoViolations(page, 'a case, for the rater');
  await staff.getByRole('button', { name: words.cases.back }).click();
  await staff.getByRole('button', { name: words.cases.read }).click();
  await expect(staff.getByText('We are sorry. When was it?')).toBeVisible();
  expect(await staff.locator('cc-case').innerText(), 'nobody sees that it was read').toBe(before);

  await page.getByLabel(words.cases.yourWords).fill('This morning');
  await page.getByRole('button', { name: words.cases.send, exact: true }).click();
  await expect(page.getByText('This morning')).toBeVisible();
  await staff.getByLabel(words.cases.yourAnswer).fill('It is settled');
  await staff.getByRole('button', { name: words.cases.settled }).click();
  await expect(staff.getByText(words.cases.stages['waits-for-contact'])).toHaveCount(0);
  await expect(staff.locator('cc-fault').filter({ hasText: words.common.faultId('case/changed') }), 'somebody wrote meanwhile').toBeVisible();
  await expect(staff.getByText('This morning')).toBeVisible();
  await expect(staff.getByRole('button', { name: words.cases.copy }), 'of each of the rater’s words').toHaveCount(2);
  await expect(staff.getByLabel(words.cases.yourAnswer), 'what was written is still there').toHaveValue('It is settled');
  await staff.getByRole('button', { name: words.cases.settled }).click();
  await expect(staff.getByText(words.cases.stages['waits-for-rater'])).toBeVisible();

  await page.reload();
  await page.getByRole('button', { name: words.rate.readCaseOf(kItem) }).click();
  await page.getByLabel(words.cases.yourWords).fill('No, it is not');
  await page.getByRole('button', { name: words.cases.contradict }).click();
  await expect(page.getByText('No, it is not')).toBeVisible();
  await page.getByRole('button', { name: words.cases.close }).click();
  await expect(page.getByText(words.cases.stages['closed-by-rater'])).toBeVisible();
  await staff.getByRole('button', { name: words.cases.back }).click();
  await expect(staff.getByText(words.cases.none)).toBeVisible();
  await staff.goto(city.origin + await staffLink(city.origin, ''));
  await expect(staff.getByRole('heading', { name: words.cases.above }), 'another link in the same tab').toBeVisible();
  expect(staff.url(), 'its secret is out of the address too').toBe(`${city.origin}/cases/`);
  expect(asked.filter((url) => url.includes(link.split('=')[1]!)), 'a secret in an address that was asked').toEqual([]);
});

test('a staff link that is none is refused, in every language', async ({ city, openContext }) => {
  for (const language of ['en', 'zh-CN', 'zh-Hant', 'id'] as const) {
    const page = await (await openContext({ language, colours: 'dark' })).newPage();
    const { words } = new Rater(page, city, language);
    for (const address of ['/cases/', `/cases/#staff=${'A'.repeat(43)}`]) {
      await page.goto('about:blank');
      await page.goto(city.origin + address);
      await expect(page.locator('cc-fault').filter({ hasText: words.common.faultId('case/unknown-link') })).toContainText(words.faults['case/unknown-link']!.what);
    }
    await expectNoViolations(page, `a link that is none, ${language}`);
    await page.setViewportSize({ width: 320, height: 844 });
    await page.evaluate(() => { document.documentElement.style.setProperty('font-size', '200%'); });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.context().close();
  }
});
