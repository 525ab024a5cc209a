/** A card for a person without a phone: made in the app, printed, shown to a scanner that has never seen it. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import sharp from 'sharp';
import type { Citizen } from '../support/citizen.ts';
import { expect, test } from '../support/fixtures.ts';
import { drawForeignCode } from '../support/foreign.ts';
import type { Scanner } from '../support/scanner.ts';

/** Where the code lies on the card: web/elements/src/cc-paper-card/card-svg.ts. */
const kCardMm = { width: 148, height: 105 }, kCodeMm = { left: 4, top: 21, side: 73 };

/** The phone of the drawings, two smaller ones, one on its side, a desk. */
const kScreensPx = [
  { width: 390, height: 844 }, { width: 360, height: 640 }, { width: 320, height: 568 }, { width: 640, height: 360 }, { width: 1280, height: 800 },
];

interface IssuedCard {
  readonly text: string;
}

/** From the code page to the card, as a person would go. */
async function makeCard(citizen: Citizen): Promise<IssuedCard> {
  const { page, words } = citizen;
  await page.getByRole('button', { name: words.app.more, exact: true }).click();
  await page.getByRole('button', { name: words.paper.title, exact: true }).click();
  const answered = page.waitForResponse('**/v1/paper-codes');
  await page.getByRole('button', { name: words.paper.make }).click();
  const card = (await (await answered).json()) as IssuedCard;
  await expect(cardOn(citizen)).toBeVisible();
  return card;
}

const cardOn = (citizen: Citizen) => citizen.page.locator('cc-paper-card').getByRole('img');

/** What a camera would see of the card: the code and a little of its paper. */
async function photographCode(citizen: Citizen): Promise<Buffer> {
  const whole = sharp(await cardOn(citizen).screenshot());
  const { width, height } = await whole.metadata();
  const part = (mm: number, of: number, px: number): number => Math.round((mm / of) * px);
  return whole.extract({
    left: part(kCodeMm.left, kCardMm.width, width!), top: part(kCodeMm.top, kCardMm.height, height!),
    width: part(kCodeMm.side, kCardMm.width, width!), height: part(kCodeMm.side, kCardMm.height, height!),
  }).png().toBuffer();
}

async function expectNoBarriers(page: Citizen['page'], where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function scanWith(scanner: Scanner, scene: Parameters<Scanner['setUp']>[0]): Promise<void> {
  await scanner.open();
  await scanner.setUp(scene);
}

test('a resident prints a card; a desk reads it, asks for the face, and a gate does not take it', async ({ film, openCitizen, openScanner }) => {
  test.setTimeout(180_000);
  const citizen = await openCitizen({ language: 'zh-CN' });
  await citizen.becomeDemoCitizen('王小明');
  const card = await makeCard(citizen);
  await expectNoBarriers(citizen.page, 'the card');
  const picture = await photographCode(citizen);

  await test.step('the desk says that it is a card, and what the scene may see', async () => {
    await film.show(picture);
    const desk = await openScanner({ language: 'en' });
    await scanWith(desk, 'identity');
    await desk.expectOutcome('valid');
    await expect(desk.verdict()).toContainText(desk.words.verdict.paper);
    await expect(desk.verdict()).toContainText(desk.words.verdict.paperCompareDocument);
    expect(await desk.fields()).toEqual({ 'Name': '王小明', 'Document': 'Resident identity card', 'Document number, partly hidden': '9***15' });
    await expectNoBarriers(desk.page, 'the verdict');
    await desk.page.close();   // one camera: it shows the next film to whoever opens it next
  });

  await test.step('a gate refuses it as the wrong scene', async () => {
    const gate = await openScanner({ language: 'en' });
    await scanWith(gate, 'transit');
    await gate.expectOutcome('invalid');
    await expect(gate.verdict()).toContainText(gate.words.common.faultId('scope/wrong-scene'));
    await expect(gate.verdict()).toContainText(gate.words.about.card!['scope/wrong-scene']!.what);
    expect(await gate.fields()).toEqual({});
    await gate.page.close();
  });

  await test.step('an altered card is refused', async () => {
    const middle = card.text.length >> 1;
    const other = card.text[middle] === '0' ? '1' : '0';
    await film.show(await drawForeignCode(card.text.slice(0, middle) + other + card.text.slice(middle + 1)));
    const desk = await openScanner({ language: 'en' });
    await scanWith(desk, 'identity');
    await desk.expectOutcome('invalid');
    await desk.expectFault('paper/bad-compression');
    expect(await desk.fields()).toEqual({});
  });
});

test('a photo goes into the code, and out of it to the one who compares; both files are saved', async ({ openCitizen, openScanner }) => {
  test.setTimeout(240_000);
  const citizen = await openCitizen({ language: 'en' });
  const { page, words } = citizen;
  await citizen.becomeDemoCitizen('王小明');
  await page.getByRole('button', { name: words.app.more, exact: true }).click();
  await page.getByRole('button', { name: words.paper.title, exact: true }).click();
  const face = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#b0c4d8' } })
    .composite([{ input: Buffer.from('<svg width="600" height="800"><circle cx="300" cy="330" r="190" fill="#e8b98f"/><circle cx="230" cy="300" r="22"/><circle cx="370" cy="300" r="22"/><path d="M220 430q80 70 160 0" stroke="#000" stroke-width="14" fill="none"/></svg>') }])
    .jpeg().toBuffer();
  await page.getByLabel(words.paper.photoChoose).setInputFiles({ name: 'face.jpg', mimeType: 'image/jpeg', buffer: face });
  await expect(page.getByAltText(words.paper.photoAlt)).toBeVisible();
  await page.getByRole('button', { name: words.paper.make }).click();
  await expect(cardOn(citizen)).toBeVisible();

  const save = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
    return readFile(await download.path());
  };
  const pdf = await save(words.paper.savePdf);
  expect(pdf.subarray(0, 8).toString('latin1')).toBe('%PDF-1.4');
  const svg = await save(words.paper.saveSvg);
  // 300 dots an inch, as a printer has; the scanner reads it from a file.
  const printed = await sharp(svg, { density: 300 }).png().toBuffer();

  const desk = await openScanner({ language: 'en', camera: 'refused' });   // between two pictures no film gets in
  await test.step('the file itself is read too, as it was saved', async () => {
    await desk.open();
    await desk.setUp('identity');
    await desk.choosePicture({ name: 'card.svg', mimeType: 'image/svg+xml', buffer: svg });
    await desk.expectOutcome('valid');
    await expect(desk.verdict()).toContainText(desk.words.verdict.paperCompare);
  });
  await desk.next();
  await desk.choosePicture({ name: 'card.png', mimeType: 'image/png', buffer: printed });
  await desk.expectOutcome('valid');
  await expect(desk.verdict()).toContainText(desk.words.verdict.paperCompare);
  const shown = desk.page.getByAltText(desk.words.verdict.paperPhoto);
  await expect(shown).toBeVisible();
  expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(40);

  await test.step('the way on is in sight on every screen and with text of twice the size', async () => {
    for (const size of kScreensPx) {
      for (const text of ['100%', '200%']) {
        await desk.page.setViewportSize(size);
        await desk.page.evaluate((fontSize) => document.documentElement.style.setProperty('font-size', fontSize), text);
        await desk.next();
        await desk.choosePicture({ name: 'card.png', mimeType: 'image/png', buffer: printed });
        await desk.expectOutcome('valid');
        await desk.expectWaysOnInSight();
      }
    }
  });
});
