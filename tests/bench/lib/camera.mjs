// From the camera's frame to the verdict, in Chromium with a film for a camera: our worker against a page of
// zxing-wasm (canvas, getImageData) and libsodium-wrappers. Frames go to both in turn.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { launchChromium, servePages } from './chromium.mjs';
import { issuerKeyOf, makeCode, request, rootKey, statusList, trustList } from './city.mjs';
import { modulesOf } from './codes.mjs';
import { kHeight, kWidth, makeFilm } from './film.mjs';
import { quick, say, seed } from './measure.mjs';

/** JPEG pictures one after the other; 4:2:0, because Chromium shows nothing of any other. */
export async function writeFilm(path, frames) {
  const pictures = [];
  for (const { luma } of frames)
    pictures.push(await sharp(luma, { raw: { width: kWidth, height: kHeight, channels: 1 } })
      .toColourspace('srgb').jpeg({ quality: 90, chromaSubsampling: '4:2:0' }).toBuffer());
  await writeFile(path, Buffer.concat(pictures));
}

/** Opens the page with a film of our own codes for a camera, and gives `work(page, city)` the page and what its verifiers need. */
async function withCamera(core, work) {
  const folder = await mkdtemp(join(tmpdir(), 'citycode-film-'));
  const { server, origin } = await servePages();
  let browser;
  try {
    const film = join(folder, 'film.mjpeg');
    const frames = makeFilm(seed + 7, quick ? 6 : 12, (scene) => modulesOf(core, makeCode(core, scene).text));
    await writeFilm(film, frames.filter(({ hasCode }) => hasCode));
    browser = await launchChromium(
      ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]);
    const page = await browser.newPage();
    page.on('pageerror', (error) => say(`scan: the page says ${error.message}`));
    await page.goto(`${origin}/tests/bench/page/index.html`);
    await page.waitForFunction(() => globalThis.ready === true);
    const issuerKey = issuerKeyOf(core);
    const kid = createHash('sha256').update(issuerKey).digest();
    return await work(page, {
      trustList: [...trustList], statusList: [...statusList], rootKey: [...rootKey], request, issuerKey: [...issuerKey],
      kidNumber: (kid[0] << 24) | (kid[1] << 16) | (kid[2] << 8) | kid[3],
    });
  } finally {
    await browser?.close();
    server.close();
    await rm(folder, { recursive: true });
  }
}

function mustBeFullSize({ widthPx, heightPx }) {
  if (widthPx !== kWidth || heightPx !== kHeight) throw new Error(`the camera gave ${widthPx}x${heightPx}`);
}

/** Samples in milliseconds: {citycode, zxing_wasm, zxing_wasm_one_symbol}, each {ms, missed}. */
export const measureCamera = (core) => withCamera(core, async (page, city) => {
  const answer = await page.evaluate(([city, count]) => globalThis.measure(city, count), [city, quick ? 30 : 120]);
  mustBeFullSize(answer);
  for (const [name, { ms, missed }] of Object.entries(answer.samples)) say(`scan: ${name}: ${ms.length} verdicts, ${missed} frames without one`);
  return answer.samples;
});

/** {framesPerSecond, frames}: camera frames that came to a verdict, all in the page's thread, slowed down four times. */
export const measureThrottled = (core) => withCamera(core, async (page, city) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const answer = await page.evaluate(([city, seconds]) => globalThis.measureRate(city, seconds), [city, quick ? 4 : 15]);
  mustBeFullSize(answer);
  say(`frames: slowed down four times: ${answer.frames} frames with a verdict in ${answer.seconds.toFixed(1)} s, ${answer.missed} without`);
  return { framesPerSecond: answer.frames / answer.seconds, frames: answer.frames };
});
