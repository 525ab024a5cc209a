/** Makes docs/picture.png for the README: a phone with its code beside the scanner's verdict, both real. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { launchWithCamera } from '../support/browser.ts';
import { Citizen } from '../support/citizen.ts';
import { CityServer } from '../../support/city-server.ts';
import { stopClockAt, wrapClock } from '../support/clock.ts';
import { writeFilm } from '../support/film.ts';
import { Scanner } from '../support/scanner.ts';

const target = resolve(import.meta.dirname, '../../../docs/picture.png');
const kScreenPx = { width: 390, height: 780 };
const kBezelPx = 12, kCornerPx = 44, kMarginPx = 56, kGapPx = 72;
const kBackdrop = '#dfe5ea';
const kMostBytes = 200_000;

async function framed(screen: Buffer): Promise<Buffer> {
  const { width, height } = kScreenPx;
  const [outerWidth, outerHeight] = [width + 2 * kBezelPx, height + 2 * kBezelPx];
  const rounded = (w: number, h: number, corner: number, fill: string): Buffer =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" rx="${corner}" fill="${fill}"/></svg>`);
  const cut = await sharp(screen).resize(width, height)
    .composite([{ input: rounded(width, height, kCornerPx - kBezelPx, '#fff'), blend: 'dest-in' }]).png().toBuffer();
  return sharp(rounded(outerWidth, outerHeight, kCornerPx, '#171a20'))
    .composite([{ input: cut, left: kBezelPx, top: kBezelPx }]).png().toBuffer();
}

const folder = await mkdtemp(join(tmpdir(), 'citycode-picture-'));
const filmPath = join(folder, 'film.mjpeg');
await writeFilm(filmPath, []);
const city = await CityServer.start();
const browser = await launchWithCamera(filmPath);
try {
  const context = await browser.newContext({
    viewport: kScreenPx, deviceScaleFactor: 2, locale: 'en', colorScheme: 'light', reducedMotion: 'reduce', permissions: ['camera'],
  });
  await wrapClock(context);
  const citizen = new Citizen(await context.newPage(), city, 'en');
  await citizen.becomeDemoCitizen('王小明');
  await citizen.chooseScene('identity');
  const { picture, takenUnixSeconds } = await citizen.photograph();
  const phone = await citizen.page.screenshot({ animations: 'disabled' });

  await writeFilm(filmPath, [{ alone: picture }]);
  const scanner = new Scanner(await context.newPage(), city, 'en');
  await scanner.open();
  await stopClockAt(scanner.page, takenUnixSeconds + 1);
  await scanner.setUp('identity');
  await scanner.expectOutcome('valid');
  const verdict = await scanner.page.screenshot({ animations: 'disabled' });

  const screens = await Promise.all([phone, verdict].map(framed));
  const widthPx = kScreenPx.width + 2 * kBezelPx, heightPx = kScreenPx.height + 2 * kBezelPx;
  const image = await sharp({
    create: { width: 2 * widthPx + kGapPx + 2 * kMarginPx, height: heightPx + 2 * kMarginPx, channels: 3, background: kBackdrop },
  }).composite(screens.map((input, i) => ({ input, left: kMarginPx + i * (widthPx + kGapPx), top: kMarginPx })))
    .png({ palette: true, colours: 64, dither: 0, compressionLevel: 9, effort: 10 }).toBuffer();
  if (image.length > kMostBytes) throw new Error(`the picture has ${image.length} bytes, more than ${kMostBytes}`);
  await writeFile(target, image);
  console.log(`docs/picture.png: ${(await stat(target)).size} bytes`);
} finally {
  await browser.close();
  await city.end();
  await rm(folder, { recursive: true, force: true });
}
