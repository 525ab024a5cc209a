// How much processor time a frame takes: in Node against npm's zxing-wasm on the same luminance; then how long it takes in
// Chromium from the camera.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadCoreForNode } from '@citycode/wasm/node';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { measureCamera } from '../lib/camera.mjs';
import { codeLikeText, modulesOf } from '../lib/codes.mjs';
import { kHeight, kWidth, makeFilm } from '../lib/film.mjs';
import { cpuTimed, median, quick, report, say, seed } from '../lib/measure.mjs';
import { pgmOf } from '../lib/pgm.mjs';

const core = await loadCoreForNode();
const wasmBinary = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

/** As many as there are treatments of a frame that shows nothing (core/src/sight/sight.cpp). */
const kEmptyInARow = 8;
/** As the scanner asks (wasm/src/worker/worker.ts): everything in view, since only a code that is alone decides. */
const shape = { widthPx: kWidth, heightPx: kHeight, format: 'luma', maxSymbols: 16 };
let takenMs = 0;
const readers = {
  citycode: (frame) => core.reader.scanFrame(frame.luma, { ...shape, takenMs: takenMs += 33 }).ok.map(({ bytes }) => new TextDecoder().decode(bytes)),
  zxing_wasm: async (frame) => (await readBarcodes(frame.pgm, { formats: ['QRCode'] })).map(({ text }) => text),
  zxing_wasm_one_symbol: async (frame) =>
    (await readBarcodes(frame.pgm, { formats: ['QRCode'], maxNumberOfSymbols: 1 })).map(({ text }) => text),
};

const texts = Array.from({ length: 6 }, (_, scene) => codeLikeText(seed * 100 + scene));
const film = makeFilm(seed, quick ? 5 : 12, (scene) => modulesOf(core, texts[scene]));
for (const frame of film) frame.pgm = pgmOf(frame.luma);
say(`scan: ${film.length} frames of ${kWidth}x${kHeight}, version ${modulesOf(core, texts[0]).version}`);

const samples = Object.fromEntries(Object.keys(readers).map((name) => [name, { withCode: [], first: [], empty: [], stillEmpty: [], read: 0, shown: 0 }]));
for (let round = -1; round < (quick ? 2 : 5); round++) {   // round -1 warms up
  for (const [index, frame] of film.entries()) {
    for (const [name, read] of Object.entries(readers)) {
      let found;
      const ms = await cpuTimed(async () => { found = await read(frame); });
      if (round < 0) continue;
      const sample = samples[name];
      if (!frame.hasCode) { sample.empty.push(ms); continue; }
      sample.withCode.push(ms);
      if (!film[index - 1].hasCode) sample.first.push(ms);
      sample.shown++;
      if (found.includes(texts[frame.scene])) sample.read++;
    }
  }
  // What a scanner sees most of the time: nothing, for seconds. What is done for a frame changes from one to the next.
  for (const frame of film.filter(({ hasCode }) => !hasCode))
    for (const [name, read] of Object.entries(readers))
      for (let again = 0; again < kEmptyInARow; again++) {
        const ms = await cpuTimed(() => read(frame));
        if (round >= 0) samples[name].stillEmpty.push(ms);
      }
}

const figures = ({ withCode, first, empty, stillEmpty, read, shown }) => ({
  frame_1280x720_ms: withCode, first_frame_1280x720_ms: first, empty_frame_1280x720_ms: empty, empty_frames_in_a_row_1280x720_ms: stillEmpty,
  frames_read_percent: (100 * read) / shown,
});
const ours = figures(samples.citycode);
const ratio = (name) => median(ours[name]) / median(figures(samples.zxing_wasm)[name]);
const camera = process.argv.includes('--node-only') ? null : await measureCamera(core);
const cameraRatio = (peer) => median(camera.citycode.ms) / median(camera[peer].ms);

report('scan', {
  ...ours,
  scan_to_zxing_wasm_ratio: ratio('frame_1280x720_ms'),
  first_frame_to_zxing_wasm_ratio: ratio('first_frame_1280x720_ms'),
  empty_frame_to_zxing_wasm_ratio: ratio('empty_frame_1280x720_ms'),
  empty_frames_in_a_row_to_zxing_wasm_ratio: ratio('empty_frames_in_a_row_1280x720_ms'),
  ...(camera && {
    camera_to_verdict_ms: camera.citycode.ms,
    camera_to_verdict_to_peer_ratio: cameraRatio('zxing_wasm'),
    camera_to_verdict_to_one_symbol_peer_ratio: cameraRatio('zxing_wasm_one_symbol'),
  }),
}, {
  peers: Object.fromEntries(['zxing_wasm', 'zxing_wasm_one_symbol'].map((name) =>
    [name, { ...figures(samples[name]), ...(camera && { camera_to_verdict_ms: camera[name].ms }) }])),
  notes: 'zxing_wasm: npm zxing-wasm reader, formats QRCode, all else its defaults, given the luminance as a PGM file (faster for it than '
    + 'ImageData); zxing_wasm_one_symbol: the same with maxNumberOfSymbols 1. "first" is a frame whose predecessor had no code, "empty" one whose predecessor had. All this is processor time. camera: '
    + 'Chromium, a film as camera; the peer is a page of zxing-wasm (canvas, getImageData) and libsodium-wrappers, frames in turn.',
});
