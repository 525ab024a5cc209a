/** A paper card belongs to a person: it outlives the phone that printed it, and goes when the person or the counter says so. */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { Citizen } from '../support/citizen.ts';
import { setClockOffset } from '../support/clock.ts';
import { expect, test } from '../support/fixtures.ts';
import { newestVersion } from '../support/lists.ts';
import type { Scanner } from '../support/scanner.ts';

/** Where the code lies on the card: web/elements/src/cc-paper-card/card-svg.ts. */
const kCardMm = { width: 148, height: 105 }, kCodeMm = { left: 4, top: 21, side: 73 };

interface MadeCard {
  readonly name: string;   // as the pages call it: "Card 0481 5162", without the word
  readonly picture: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
}

const numberText = (number: number): string => String(number).padStart(8, '0').replace(/^(.{4})/u, '$1 ');

const expectNoBarriers = async (page: Page, where: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

async function photographCode(page: Page): Promise<Buffer> {
  const card = page.locator('cc-paper-card').getByRole('img');
  await expect(card).toBeVisible();
  const whole = sharp(await card.screenshot());
  const { width, height } = await whole.metadata();
  const part = (mm: number, of: number, px: number): number => Math.round((mm / of) * px);
  return whole.extract({
    left: part(kCodeMm.left, kCardMm.width, width!), top: part(kCodeMm.top, kCardMm.height, height!),
    width: part(kCodeMm.side, kCardMm.width, width!), height: part(kCodeMm.side, kCardMm.height, height!),
  }).png().toBuffer();
}

async function openCards({ page, words }: Citizen): Promise<void> {
  await page.getByRole('button', { name: words.app.more, exact: true }).click();
  await page.getByRole('button', { name: words.paper.title, exact: true }).click();
  await expect(page.getByRole('heading', { name: words.paper.cardsTitle })).toBeVisible();
}

async function makeCard({ page, words }: Citizen): Promise<MadeCard> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/paper-codes'));
  await page.getByRole('button', { name: words.paper.make }).click();
  const { number } = (await (await answered).json()) as { number: number };
  return { name: numberText(number), picture: { name: 'card.png', mimeType: 'image/png', buffer: await photographCode(page) } };
}

/** From the card that was made back to the list. */
async function backToCards(citizen: Citizen): Promise<void> {
  await citizen.page.goBack();
  await citizen.page.goBack();
  await openCards(citizen);
}

async function expectAtTheDesk(desk: Scanner, card: MadeCard, outcome: 'valid' | 'invalid'): Promise<void> {
  await desk.choosePicture(card.picture);
  await desk.expectOutcome(outcome);
  if (outcome === 'invalid') await expect(desk.verdict()).toContainText(desk.words.about.card!['revocation/revoked']!.what);
  await desk.next();
}

/** The desk comes back to the network and has the newest lists. */
async function fetchLists(desk: Scanner, before: number): Promise<number> {
  await desk.page.reload();
  await expect.poll(() => newestVersion(desk.page)).toBeGreaterThan(before);
  return newestVersion(desk.page);
}

test('a card outlives the phone that printed it; another phone of the person revokes one and replaces one', async ({ openCitizen, openScanner }) => {
  test.setTimeout(240_000);
  const first = await openCitizen({ language: 'zh-CN' }), second = await openCitizen({ language: 'en' });
  await first.becomeDemoCitizen('王小明');
  await second.becomeDemoCitizen('王小明');
  const desk = await openScanner({ camera: 'refused' });
  await desk.open();
  await desk.setUp('identity');
  let lists = await newestVersion(desk.page);

  await openCards(second);
  await expect(second.page.getByText(second.words.paper.cardsNone)).toBeVisible();
  await expectNoBarriers(second.page, 'no card');

  await openCards(first);
  const lost = await makeCard(first);
  await backToCards(first);
  const kept = await makeCard(first);
  await backToCards(first);
  await expect(first.page.getByRole('listitem').filter({ hasText: lost.name })).toBeVisible();
  await first.page.goBack();

  await test.step('the dialog says what happens to the cards, and they stay good', async () => {
    const { page, words } = first;
    await page.getByRole('button', { name: words.app.removeButton }).click();
    await expect(page.getByRole('alertdialog')).toContainText(words.app.removeCards);
    await expect(page.getByRole('checkbox', { name: words.app.removeCardsToo })).not.toBeChecked();
    await expectNoBarriers(page, 'the dialog');
    await page.getByRole('button', { name: words.app.removeYes }).click();
    await expect(page.getByText(words.app.removed)).toBeVisible();
    await expectAtTheDesk(desk, lost, 'valid');
    await expectAtTheDesk(desk, kept, 'valid');
  });

  await test.step('the lost one is revoked alone', async () => {
    const { page, words } = second;
    await page.goBack();
    await page.goBack();
    await openCards(second);
    await expect(page.getByText(words.paper.cardName(kept.name), { exact: true })).toBeVisible();
    await page.getByRole('button', { name: words.paper.withdraw(lost.name) }).click();
    await expect(page.getByRole('alertdialog')).toContainText(words.paper.withdrawSure(lost.name));
    await page.getByRole('button', { name: words.paper.withdrawYes }).click();
    await expect(page.getByText(words.paper.withdrawn(lost.name))).toBeVisible();
    await expect(page.getByRole('button', { name: words.paper.withdraw(lost.name) })).toBeHidden();
    await expectNoBarriers(page, 'one good card and one that was revoked');
    lists = await fetchLists(desk, lists);
    await expectAtTheDesk(desk, lost, 'invalid');
    await expectAtTheDesk(desk, kept, 'valid');
  });

  await test.step('a new one takes the place of the old', async () => {
    const { page, words } = second;
    await page.getByRole('button', { name: words.paper.replace(kept.name) }).click();
    await expect(page.getByText(words.paper.replacing(kept.name))).toBeVisible();
    const fresh = await makeCard(second);
    lists = await fetchLists(desk, lists);
    await expectAtTheDesk(desk, kept, 'invalid');
    await expectAtTheDesk(desk, fresh, 'valid');
  });
});

test('who asks for it takes the cards with the phone’s code, but not without a network', async ({ city, openCitizen, openScanner }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen(), desk = await openScanner({ camera: 'refused' });
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await desk.open();
  await desk.setUp('identity');
  const lists = await newestVersion(desk.page);
  await openCards(citizen);
  const card = await makeCard(citizen);
  await page.goBack();
  const remove = async (): Promise<void> => {
    await page.getByRole('button', { name: words.app.removeButton }).click();
    await page.getByRole('checkbox', { name: words.app.removeCardsToo }).check();
    await page.getByRole('button', { name: words.app.removeYes }).click();
  };
  await city.stop();
  await remove();
  await expect(page.getByRole('alertdialog').locator('cc-fault')).toContainText(words.common.faultId('env/offline'));
  await city.startAgain();
  await page.reload();
  await expect(citizen.code(), 'nothing was removed').toBeVisible();
  await page.getByRole('button', { name: words.app.more, exact: true }).click();
  await remove();
  await expect(page.getByText(words.app.removed)).toBeVisible({ timeout: 60_000 });
  await fetchLists(desk, lists);
  await expectAtTheDesk(desk, card, 'invalid');
});

test('a card that has ended says so, and is not to be revoked any more', async ({ city, openCitizen }) => {
  test.setTimeout(120_000);
  const citizen = await openCitizen();
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await openCards(citizen);
  const card = await makeCard(citizen);
  const lastDay = (await city.atTheCounter('cards', '--person', (await city.demoCitizens())[0]!.id)).match(/until (\S+)/u)![1]!;
  await city.stop();
  const later = 181 * 86_400;
  await city.startAgain({ clockOffsetSeconds: later });
  await setClockOffset(page, later);
  await page.reload();
  await openCards(citizen);
  const row = page.getByRole('listitem').filter({ hasText: card.name });
  await expect(row).toContainText(words.paper.cardEnded(lastDay));
  await expect(row.getByRole('button')).toHaveCount(0);
  await expectNoBarriers(page, 'a card that has ended');
});

test('somebody without any phone gets, loses and replaces a card at the counter', async ({ city, openContext, openScanner }, testInfo) => {
  test.setTimeout(180_000);
  const person = (await city.demoCitizens()).find(({ latinName }) => latinName === 'Chen Guiying')!.id;
  const desk = await openScanner({ camera: 'refused' });
  await desk.open();
  await desk.setUp('identity');
  const lists = await newestVersion(desk.page);
  const counter = await (await openContext({ language: 'en' })).newPage();
  await mkdir(testInfo.outputDir, { recursive: true });
  const choose = (file: string | MadeCard['picture']) => counter.getByLabel(desk.words.paper.counterChoose).setInputFiles(file);
  const print = async (...command: readonly string[]): Promise<MadeCard> => {
    const file = testInfo.outputPath(`${command[0]}.json`);
    const lines = await city.atTheCounter(...command, '--out', file);
    expect(lines, 'the terminal names nobody').not.toMatch(/桂英|Guiying|NCF/u);
    await counter.goto('about:blank');
    await counter.goto(`${city.origin}/sheet/#card`);
    await choose(file);
    await expect(counter.getByText(desk.words.paper.counterLead)).toBeVisible();
    const number = (await city.atTheCounter('cards', '--person', person)).slice(0, 9);
    return { name: number, picture: { name: 'card.png', mimeType: 'image/png', buffer: await photographCode(counter) } };
  };
  const lost = await print('make-card', '--person', person);
  await expectNoBarriers(counter, 'the card at the counter');
  await expectAtTheDesk(desk, lost, 'valid');
  const fresh = await print('replace-card', '--card', lost.name);
  await fetchLists(desk, lists);
  await expectAtTheDesk(desk, lost, 'invalid');
  await expectAtTheDesk(desk, fresh, 'valid');

  await counter.goto('about:blank');
  await counter.goto(`${city.origin}/sheet/#card`);
  await expectNoBarriers(counter, 'the file is to be chosen');
  await choose(lost.picture);
  await expect(counter.getByText(desk.words.paper.counterBad.what)).toBeVisible();
});
