// Runs in Chromium: the same RGBA frames to a read symbol as the mini-program does it (the whole module's baseline build, in the program's own thread) and as a
// web page does it (a worker with the build that its engine takes). src/miniprogram.mjs reads the times.
import { startCoreWorker } from '@citycode/wasm/client';
import { makeOwnWorker } from '@citycode/wasm/client/own-worker';
import { verifierOf } from '@citycode/wasm/client/verifier';
import { SymbolReader } from '/wasm/dist/facades/reader.js';
import { browserHost } from '/wasm/dist/hosts/browser.js';
import { startBinding } from '/wasm/dist/hosts/host.js';

function rgbaOf(base64) {
  const luma = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const rgba = new Uint8Array(luma.length * 4);
  for (let i = 0; i < luma.length; i++) rgba.fill(luma[i], 4 * i, 4 * i + 3), (rgba[4 * i + 3] = 255);
  return rgba;
}

globalThis.measureFrames = async ({ frames, width, height, rounds }) => {
  const chat = new SymbolReader(await startBinding(browserHost, 'baseline'));
  const page = verifierOf(await startCoreWorker({ makeWorker: makeOwnWorker }));
  const pictures = frames.map(rgbaOf);
  const ways = {
    miniprogram: (rgba) => chat.scanFrame(rgba, { widthPx: width, heightPx: height, format: 'rgbx', takenMs: performance.now() }).ok?.length ?? 0,
    web_worker: async (rgba) => (await page.scanVideoFrame({ data: rgba, width, height })).ok?.symbols.length ?? 0,
  };
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, { ms: [], missed: 0 }]));
  for (let round = 0; round < rounds; round++) {
    for (const picture of pictures) {
      for (const [name, read] of Object.entries(ways)) {
        const frame = picture.slice();   // a worker takes it away
        const start = performance.now();
        const count = await read(frame);
        if (round > 0) samples[name].ms.push(performance.now() - start);   // the first warms up
        if (count === 0) samples[name].missed++;
      }
    }
  }
  return samples;
};
globalThis.ready = true;
