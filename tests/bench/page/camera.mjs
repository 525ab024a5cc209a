// Runs in Chromium: takes the fake camera's frames in turn, one for our core, the next for the peer, and times each
// from the camera's frame to the verdict. lib/camera.mjs calls `measure` and reads the samples.
import { startCoreWorker } from '@citycode/wasm/client';
import { makeOwnWorker } from '@citycode/wasm/client/own-worker';
import { verifierOf } from '@citycode/wasm/client/verifier';
import { loadCoreForBrowser } from '@citycode/wasm/browser';
import sodium from 'libsodium-wrappers';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { makePeerVerifier } from '/tests/bench/lib/peer-verify.mjs';

const video = document.querySelector('video');

async function startCamera() {
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } });
  await video.play();
}

const nextFrame = () => new Promise((resolve) => video.requestVideoFrameCallback(resolve));

async function makeOurs({ trustList, statusList, rootKey, request }) {
  const core = await startCoreWorker({ makeWorker: makeOwnWorker });
  const verifier = verifierOf(core);
  const adopted = await core.loadTrustList(Uint8Array.from(trustList), Uint8Array.from(rootKey));
  if (!adopted.ok) throw new Error(adopted.fault);
  const status = await verifier.loadStatusList(Uint8Array.from(statusList), request.nowUnixSeconds);
  if (!status.ok) throw new Error(status.fault);
  return async () => {
    const answer = await verifier.scanVideoFrame(new VideoFrame(video), { verify: request });
    const verdict = answer.ok?.verdict;
    // The film comes round again: then the same work ends in "seen before".
    return verdict ? verdict.outcome === 'valid' || /^replay\//.test(verdict.fault) : false;
  };
}

/** The usual page: a canvas, getImageData, the reader in the page, libsodium-wrappers for the two signatures. */
async function makePeer({ issuerKey, kidNumber, request }, readerOptions) {
  await sodium.ready;
  await prepareZXingModule({
    overrides: { locateFile: () => '/node_modules/zxing-wasm/dist/reader/zxing_reader.wasm' }, fireImmediately: true,
  });
  const keys = new Map([[kidNumber, Uint8Array.from(issuerKey)]]);
  const verify = makePeerVerifier({
    issuerKeys: keys,
    verify: (signature, message, key) => sodium.crypto_sign_verify_detached(signature, message, key),
    digest: (bytes) => sodium.crypto_generichash(16, bytes),
  });
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async () => {
    context.drawImage(video, 0, 0);
    const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), readerOptions);
    const code = found.find(({ text }) => text.startsWith('CC1:'));
    const verdict = code && await verify(code.text, request);
    return verdict ? verdict.outcome === 'valid' || verdict.checks[9].state === 'failed' : false;
  };
}

globalThis.measure = async (city, samplesEach) => {
  await startCamera();
  await nextFrame();
  const ways = {
    citycode: await makeOurs(city),
    zxing_wasm: await makePeer(city, { formats: ['QRCode'] }),
    zxing_wasm_one_symbol: await makePeer(city, { formats: ['QRCode'], maxNumberOfSymbols: 1 }),
  };
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, { ms: [], missed: 0 }]));
  for (let round = -5; round < samplesEach; round++) {   // the first five warm up
    for (const [name, run] of Object.entries(ways)) {
      await nextFrame();
      const start = performance.now();
      const good = await run();
      const ms = performance.now() - start;
      if (round < 0) continue;
      if (good) samples[name].ms.push(ms);
      else samples[name].missed++;
    }
  }
  return { samples, widthPx: video.videoWidth, heightPx: video.videoHeight };
};
/**
 * How many camera frames a second come to a verdict when everything runs in this thread (the only one that Chromium's
 * throttling slows down; on a phone the worker does it): luminance out of the frame, reading, verifying.
 */
globalThis.measureRate = async ({ trustList, statusList, rootKey, request }, wantedSeconds) => {
  await startCamera();
  await nextFrame();
  const core = await loadCoreForBrowser();
  const adopted = core.verifier.loadTrustList(Uint8Array.from(trustList), Uint8Array.from(rootKey));
  if (!adopted.ok) throw new Error(adopted.fault);
  const status = core.verifier.loadStatusList(Uint8Array.from(statusList), request.nowUnixSeconds);
  if (!status.ok) throw new Error(status.fault);
  const shape = { widthPx: video.videoWidth, heightPx: video.videoHeight, format: 'luma', maxSymbols: 16 };   // as the worker asks
  let frames = 0;
  let missed = 0;
  let start = 0;
  for (let warm = -5; ; warm++) {
    if (warm === 0) start = performance.now();
    if (warm > 0 && performance.now() - start > wantedSeconds * 1000) break;
    await nextFrame();
    const frame = new VideoFrame(video);
    const planes = new Uint8Array(frame.allocationSize());   // I420: the first plane is luminance
    const [{ offset, stride }] = await frame.copyTo(planes);
    frame.close();
    const found = core.reader.scanFrame(planes.subarray(offset, offset + stride * shape.heightPx), { ...shape, strideBytes: stride, takenMs: performance.now() });
    const verdict = found.ok?.length ? core.verifier.verifyCode(found.ok[0].bytes, request).ok : null;
    if (warm < 0) continue;
    if (verdict && (verdict.outcome === 'valid' || /^replay\//.test(verdict.fault))) frames++;
    else missed++;
  }
  return { frames, missed, seconds: (performance.now() - start) / 1000, widthPx: shape.widthPx, heightPx: shape.heightPx };
};
globalThis.ready = true;
