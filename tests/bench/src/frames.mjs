// Moving pictures that are hard to read: how much processing until the first valid verdict, against npm's zxing-wasm with
// libsodium-wrappers on the same luminance; the smallest modules that still give one; and frames a second in a Chromium
// whose processor is slowed down four times.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadCoreForNode } from '@citycode/wasm/node';
import sodium from 'libsodium-wrappers';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { measureThrottled } from '../lib/camera.mjs';
import { issuerKeyOf, makeCode, request, rootKey, slotUnixSeconds, statusList, trustList } from '../lib/city.mjs';
import { modulesOf } from '../lib/codes.mjs';
import { kHeight, kWidth } from '../lib/film.mjs';
import { cpuTimed, median, quick, report, say, seed } from '../lib/measure.mjs';
import { makePeerVerifier } from '../lib/peer-verify.mjs';
import { pgmOf } from '../lib/pgm.mjs';
import { makeSequences, makeSmallSequence, sequenceNames } from '../lib/sequences.mjs';

/** Half a second of camera: longer, and a person moves the phone. */
const kMostFrames = 16;
const kModuleSizesPx = [4, 3.5, 3, 2.75, 2.5, 2.25, 2, 1.75, 1.5];

await sodium.ready;
const wasmBinary = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

// A core of its own for each sequence would be compiled anew each time; a frame with nothing in it makes one forget the last place.
const core = await loadCoreForNode();
core.verifier.loadTrustList(trustList, rootKey);
core.verifier.loadStatusList(statusList, slotUnixSeconds);
const issuerKey = issuerKeyOf(core);
const kid = createHash('sha256').update(issuerKey).digest();
const verifyAsPeer = makePeerVerifier({
  issuerKeys: new Map([[(kid[0] << 24) | (kid[1] << 16) | (kid[2] << 8) | kid[3], issuerKey]]),
  verify: (signature, message, key) => sodium.crypto_sign_verify_detached(signature, message, key),
  digest: (bytes) => sodium.crypto_generichash(16, bytes),
});

const shape = { widthPx: kWidth, heightPx: kHeight, format: 'luma' };
const nothing = new Uint8Array(kWidth * kHeight).fill(128);

const ways = {
  citycode: async ({ luma }) => {
    const symbols = core.reader.scanFrame(luma, shape).ok;
    return symbols.length > 0 && core.verifier.verifyCode(symbols[0].bytes, request).ok.outcome === 'valid';
  },
  zxing_wasm: async ({ pgm }) => {
    const code = (await readBarcodes(pgm, { formats: ['QRCode'] })).find(({ text }) => text.startsWith('CC1:'));
    return code ? (await verifyAsPeer(code.text, request)).outcome === 'valid' : false;
  },
};

const drawn = new Map();
/** Every serial is another holder, so no verdict is spoiled by one before it. */
const modulesFor = (serial) => {
  if (!drawn.has(serial)) drawn.set(serial, modulesOf(core, makeCode(core, serial).text));
  return drawn.get(serial);
};

/** {name: {ms, frames, valid}}: processing of all frames up to the first valid verdict. */
async function untilVerdict({ frame }) {
  core.reader.scanFrame(nothing, shape);
  const result = Object.fromEntries(Object.keys(ways).map((name) => [name, { ms: 0, frames: 0, valid: false }]));
  for (let index = 0; index < kMostFrames; index++) {
    const waiting = Object.entries(result).filter(([, { valid }]) => !valid);
    if (waiting.length === 0) break;
    const luma = frame(index);
    const picture = { luma, pgm: pgmOf(luma) };
    for (const [name, entry] of waiting) {
      entry.ms += await cpuTimed(async () => { entry.valid = await ways[name](picture); });
      entry.frames++;
    }
  }
  return result;
}

await untilVerdict(makeSmallSequence(1, 6, () => modulesFor(900_000)));   // warms up
const sequences = makeSequences(seed, (index, serial) => modulesFor(index * 50 + serial), quick ? 1 : 4);
const outcomes = [];
for (const sequence of sequences) {
  const result = await untilVerdict(sequence);
  outcomes.push({ name: sequence.name, ...result });
  say(`frames: ${sequence.name.padEnd(16)}${Object.entries(result).map(([name, { ms, frames, valid }]) =>
    `${name} ${valid ? `${ms.toFixed(1)} ms, frame ${frames}` : `none in ${frames} frames (${ms.toFixed(1)} ms)`}`.padEnd(44)).join('')}`);
}

/** The smallest size down to which every size gave a verdict. */
const smallest = Object.fromEntries(Object.keys(ways).map((name) => [name, Infinity]));
const stillReads = new Set(Object.keys(ways));
for (const [index, modulePx] of kModuleSizesPx.entries()) {
  if (stillReads.size === 0) break;
  const result = await untilVerdict(makeSmallSequence(seed + index, modulePx, () => modulesFor(800_000 + index)));
  for (const name of [...stillReads]) {
    if (result[name].valid) smallest[name] = modulePx;
    else stillReads.delete(name);
  }
}

const both = outcomes.filter(({ citycode, zxing_wasm: peer }) => citycode.valid && peer.valid);
const verdictMs = (name) => both.map((outcome) => outcome[name].ms);
const count = (name) => outcomes.filter((outcome) => outcome[name].valid).length;
const throttled = process.argv.includes('--node-only') ? null : await measureThrottled(core);

report('frames', {
  first_verdict_ms: verdictMs('citycode'),
  first_verdict_to_peer_ratio: median(verdictMs('citycode')) / median(verdictMs('zxing_wasm')),
  sequences_total: outcomes.length,
  sequences_with_verdict: count('citycode'),
  smallest_module_px: smallest.citycode,
  ...(throttled && { throttled_4x_frames_per_second: throttled.framesPerSecond, throttled_4x_frames: throttled.frames }),
  by_sequence: Object.fromEntries(sequenceNames.map((wanted) => {
    const list = outcomes.filter(({ name }) => name === wanted);
    return [wanted, {
      citycode_verdicts: list.filter(({ citycode }) => citycode.valid).length,
      peer_verdicts: list.filter(({ zxing_wasm: peer }) => peer.valid).length, of: list.length,
    }];
  })),
}, {
  peers: { zxing_wasm: { first_verdict_ms: verdictMs('zxing_wasm'), sequences_with_verdict: count('zxing_wasm'), smallest_module_px: smallest.zxing_wasm } },
  notes: `first_verdict_ms: processor time of reading and verifying all frames up to the first valid verdict (at most ${kMostFrames}), median over the sequences `
    + 'where both came to one; the peer is zxing-wasm, formats QRCode, else its defaults, on the luminance as PGM, and libsodium-wrappers. throttled: '
    + 'reading and verifying in the page\'s own thread, where Chromium slows it down four times (it does not slow workers), from the camera\'s frame to the verdict.',
});
