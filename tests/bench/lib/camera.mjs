// From the camera's frame to the verdict, in Chromium with a film for a camera: our worker against a page of
// zxing-wasm (canvas, getImageData) and libsodium-wrappers. Frames go to both in turn.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { issuerKeyOf, makeCode, request, rootKey, statusList, trustList } from './city.mjs';
import { modulesOf } from './codes.mjs';
import { kHeight, kWidth, makeFilm } from './film.mjs';
import { quick, say, seed } from './measure.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const served = ['wasm/dist/', 'node_modules/', 'tests/bench/page/', 'tests/bench/lib/'];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** The benchmark's own files and nothing else, on this machine only. */
async function servePages() {
  const server = createServer(async (incoming, outgoing) => {
    const path = new URL(incoming.url, 'http://localhost').pathname.slice(1);   // URL has resolved any ".."
    const known = served.some((folder) => path.startsWith(folder)) && types[extname(path)];
    try {
      if (!known) throw new Error('not served');
      const body = await readFile(join(root, path));
      outgoing.writeHead(200, { 'Content-Type': known }).end(body);
    } catch {
      outgoing.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** JPEG pictures one after the other; 4:2:0, because Chromium shows nothing of any other. */
async function writeFilm(path, frames) {
  const pictures = [];
  for (const { luma } of frames)
    pictures.push(await sharp(luma, { raw: { width: kWidth, height: kHeight, channels: 1 } })
      .toColourspace('srgb').jpeg({ quality: 90, chromaSubsampling: '4:2:0' }).toBuffer());
  await writeFile(path, Buffer.concat(pictures));
}

function chromiumPath() {
  const path = process.env.CITYCODE_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`${path} is missing: run scripts/setup test, or set CITYCODE_CHROMIUM`);
  return path;
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
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
    });
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
