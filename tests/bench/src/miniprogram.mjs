// Frames of 1280x720 as a chat app's camera gives them (RGBA) to a read symbol: as the mini-program reads them, beside the same in the worker of the web page, in
// one Chromium and in turn.
import { loadCoreForNode } from '@citycode/wasm/node';
import { stat } from 'node:fs/promises';
import { launchChromium, servePages } from '../lib/chromium.mjs';
import { makeCode } from '../lib/city.mjs';
import { modulesOf } from '../lib/codes.mjs';
import { kHeight, kWidth, makeFilm } from '../lib/film.mjs';
import { median, quick, report, seed } from '../lib/measure.mjs';

const core = await loadCoreForNode();
const film = makeFilm(seed, quick ? 6 : 12, (scene) => modulesOf(core, makeCode(core, scene).text)).filter(({ hasCode }) => hasCode);
const frames = film.slice(0, quick ? 12 : 40).map(({ luma }) => Buffer.from(luma).toString('base64'));
const { server, origin } = await servePages();
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`${origin}/tests/bench/page/chat-frames.html`);
  await page.waitForFunction(() => globalThis.ready === true);
  const samples = await page.evaluate((given) => globalThis.measureFrames(given), { frames, width: kWidth, height: kHeight, rounds: quick ? 3 : 6 });
  const root = new URL('../../../', import.meta.url);
  report('miniprogram', {
    frame_ms: samples.miniprogram.ms,
    frames_missed: samples.miniprogram.missed,
    web_worker_frame_ms: samples.web_worker.ms,
    web_worker_frames_missed: samples.web_worker.missed,
    to_web_worker_ratio: median(samples.miniprogram.ms) / median(samples.web_worker.ms),
    frames: frames.length,
    main_js_bytes: (await stat(new URL('build/miniprogram/main.js', root))).size,
    module_brotli_bytes: (await stat(new URL('build/miniprogram/wasm/citycode.wasm.br', root))).size,
  }, { notes: 'frame_ms: from the RGBA of 1280x720 to the symbol, luminance included. The mini-program has the baseline build (no SIMD, exceptions through JavaScript); the web page a worker with the SIMD build, whose time has the way to the worker and back in it.' });
} finally {
  await browser.close();
  server.close();
}
