// The elements on a third-party page, slowed down four times: how long from the tag to the first code, beside npm qrcode drawing the same text; and how long
// from the page to the first read, reads a second and bytes, beside html5-qrcode and barcode-detector (its wasm) with the same film as camera.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { loadCoreForNode } from '@citycode/wasm/node';
import { rolldown } from 'rolldown';
import { writeFilm } from '../lib/camera.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { codeLikeText, modulesOf } from '../lib/codes.mjs';
import { makeFilm } from '../lib/film.mjs';
import { median, quick, report, say, seed } from '../lib/measure.mjs';

const kSlowed = 4;
const require = createRequire(import.meta.url);
const elements = fileURLToPath(new URL('../../../web/embed/dist/', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

// A page of each: what it takes to draw or to read, and no more. `drawn` and `heard` are told to the page itself, by its own clock.
const kTold = `<script>globalThis.reads = []; globalThis.heard = (text) => reads.push([performance.now(), text]);
  globalThis.drawn = () => { globalThis.drawnMs ??= performance.now(); };</script>`;
const page = (body) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>${kTold}${body}</html>`;
const pages = {
  'draw-cc-code': (text) => page(`<script type="module" src="/citycode/cc-code.js"></script><cc-code text="${text}"></cc-code>
    <script>const look = () => (document.querySelector('cc-code').shadowRoot?.querySelector('[part=symbol]') ? drawn() : requestAnimationFrame(look)); look();</script>`),
  'draw-qrcode': (text) => page(`<canvas></canvas><script type="module">import QRCode from '/peers/qrcode.js';
    await QRCode.toCanvas(document.querySelector('canvas'), ${JSON.stringify(text)}, { errorCorrectionLevel: 'M' }); drawn();</script>`),
  'scan-cc-scanner': () => page(`<script type="module" src="/citycode/cc-scanner.js"></script><cc-scanner style="width: 1280px; height: 720px"></cc-scanner>
    <script>document.addEventListener('cc-symbols', ({ detail }) => heard(new TextDecoder().decode(detail.answer.symbols[0].bytes)));</script>`),
  'scan-html5-qrcode': () => page(`<div id="box" style="width: 1280px"></div><script type="module">import { Html5Qrcode } from '/peers/html5-qrcode.js';
    await new Html5Qrcode('box').start({ facingMode: 'environment' }, { fps: 30, videoConstraints: { width: 1280, height: 720 } }, heard, () => undefined);</script>`),
  'scan-barcode-detector': () => page(`<video autoplay playsinline muted></video><script type="module">
    import { BarcodeDetector, prepareZXingModule } from '/peers/barcode-detector.js';
    prepareZXingModule({ overrides: { locateFile: () => '/peers/reader.wasm' } });
    const video = document.querySelector('video');
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
    await video.play();
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    for (;;) {
      await new Promise((resolve) => { video.requestVideoFrameCallback(resolve); });
      for (const { rawValue } of await detector.detect(video)) heard(rawValue);
    }</script>`),
};

/** As an application's own bundler would: one minified file. */
async function bundlePeer(source, file) {
  const input = join(dirname(file), `${file.split('/').pop()}.mjs`);
  await writeFile(input, source);
  const bundled = await rolldown({ input, platform: 'browser', logLevel: 'silent', resolve: { modules: [fileURLToPath(new URL('../../../node_modules', import.meta.url))] } });
  await bundled.write({ file, format: 'es', minify: true, codeSplitting: false });
  await bundled.close();
}

async function serve(folder, texts) {
  const asked = new Set();
  const server = createServer(async (incoming, outgoing) => {
    const path = new URL(incoming.url, 'http://localhost').pathname.slice(1);
    try {
      const [kind, ...rest] = path.split('/');
      const body = pages[path] ? Buffer.from(pages[path](texts[0])) : await readFile(join(kind === 'citycode' ? elements : folder, rest.join('/')));
      if (!pages[path]) asked.add(path);
      outgoing.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'text/html', 'Cache-Control': 'no-store' }).end(body);
    } catch {
      outgoing.writeHead(404).end();
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const bytesOf = async (path) => {
    const [kind, ...rest] = path.split('/');
    return brotliCompressSync(await readFile(join(kind === 'citycode' ? elements : folder, rest.join('/')))).length;
  };
  /** With brotli, of all that was asked for since the last time. */
  const bytesAsked = async () => {
    const paths = [...asked];
    asked.clear();
    return (await Promise.all(paths.map(bytesOf))).reduce((sum, each) => sum + each, 0);
  };
  return { server, origin: `http://127.0.0.1:${server.address().port}`, bytesAsked };
}

/** A page that has never been seen, in a process of its own, slowed down before it begins. */
async function opened(browser, address, work) {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, permissions: ['camera'] });
  try {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => say(`embed: ${address}: ${error.message}`));
    const session = await context.newCDPSession(tab);
    await session.send('Emulation.setCPUThrottlingRate', { rate: kSlowed });
    await tab.goto(address);
    return await work(tab);
  } finally {
    await context.close();
  }
}

const core = await loadCoreForNode();
const texts = Array.from({ length: 6 }, (_, scene) => codeLikeText(seed * 100 + scene));
const folder = await mkdtemp(join(tmpdir(), 'citycode-embed-'));
const draws = { cc_code: [], qrcode: [] };
const scans = Object.fromEntries(['cc_scanner', 'html5_qrcode', 'barcode_detector'].map((name) => [name, { firstMs: [], readsPerSecond: [], bytes: null }]));
const drawBytes = {};
let browser, site;
try {
  await bundlePeer("export { default } from 'qrcode';", join(folder, 'qrcode.js'));
  await bundlePeer("export { Html5Qrcode } from 'html5-qrcode';", join(folder, 'html5-qrcode.js'));
  await bundlePeer("export { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';", join(folder, 'barcode-detector.js'));
  await writeFile(join(folder, 'reader.wasm'), await readFile(createRequire(require.resolve('barcode-detector')).resolve('zxing-wasm/reader/zxing_reader.wasm')));
  const film = join(folder, 'film.mjpeg');
  await writeFilm(film, makeFilm(seed + 7, quick ? 6 : 12, (scene) => modulesOf(core, texts[scene])).filter(({ hasCode }) => hasCode));
  site = await serve(folder, texts);
  browser = await launchChromium(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]);
  for (let round = -1; round < (quick ? 5 : 15); round++) {   // round -1 warms up the browser
    for (const [name, path] of [['cc_code', 'draw-cc-code'], ['qrcode', 'draw-qrcode']]) {
      const ms = await opened(browser, `${site.origin}/${path}`, async (tab) => (await tab.waitForFunction(() => globalThis.drawnMs)).jsonValue());
      drawBytes[name] = await site.bytesAsked();
      if (round >= 0) draws[name].push(ms);
    }
  }
  const seconds = quick ? 5 : 15;
  for (let round = -1; round < (quick ? 2 : 5); round++) {
    for (const [name, path] of [['cc_scanner', 'scan-cc-scanner'], ['html5_qrcode', 'scan-html5-qrcode'], ['barcode_detector', 'scan-barcode-detector']]) {
      const reads = await opened(browser, `${site.origin}/${path}`, async (tab) => {
        await tab.waitForFunction(() => globalThis.reads.length > 0, undefined, { timeout: 60_000 }).catch(() => undefined);
        await new Promise((resolve) => { setTimeout(resolve, 1000 * seconds); });
        return tab.evaluate(() => globalThis.reads);
      });
      scans[name].bytes = await site.bytesAsked();
      const wrong = reads.filter(([, text]) => !texts.includes(text)).length;
      if (wrong > 0) say(`embed: ${name}: ${wrong} reads of something else`);
      if (round < 0) continue;
      if (reads.length === 0) say(`embed: ${name} read nothing`);
      scans[name].firstMs.push(reads[0]?.[0] ?? Infinity);
      scans[name].readsPerSecond.push((reads.length - wrong) / seconds);
    }
  }
} finally {
  await browser?.close();
  site?.server.close();
  await rm(folder, { recursive: true });
}

const scanFigures = ({ firstMs, readsPerSecond, bytes }) => ({ first_read_ms: firstMs, reads_per_second: readsPerSecond, scan_bytes: bytes });
report('embed', {
  first_code_ms: draws.cc_code, draw_bytes: drawBytes.cc_code, ...scanFigures(scans.cc_scanner),
  first_code_to_qrcode_ratio: median(draws.cc_code) / median(draws.qrcode),
  first_read_to_html5_qrcode_ratio: median(scans.cc_scanner.firstMs) / median(scans.html5_qrcode.firstMs),
  first_read_to_barcode_detector_ratio: median(scans.cc_scanner.firstMs) / median(scans.barcode_detector.firstMs),
}, {
  peers: {
    qrcode: { first_code_ms: draws.qrcode, draw_bytes: drawBytes.qrcode },
    html5_qrcode: scanFigures(scans.html5_qrcode), barcode_detector: scanFigures(scans.barcode_detector),
  },
  notes: 'Chromium slowed down four times, empty caches, pages in turn. Milliseconds from the beginning of the navigation; bytes are those of scripts and modules '
    + 'with brotli. Peers: npm qrcode 1.5.4 toCanvas; html5-qrcode 2.3.8 at fps 30, all else its defaults; barcode-detector 3.2.2 (ponyfill) in a loop of requestVideoFrameCallback.',
});
