// How many bytes a page fetches: the module that scans, verifies and draws, against npm's zxing-wasm reader alone; and those of one role.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';
import { report } from '../lib/measure.mjs';

const require = createRequire(import.meta.url);

/** As a server that compresses ahead of time sends it: quality 11. */
const brotliBytes = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
}).length;

const ours = (name) => readFileSync(new URL(name, import.meta.resolve('@citycode/wasm')));
const simd = ours('citycode.wasm');
const baseline = ours('citycode-baseline.wasm');
const holder = ours('citycode-holder.wasm');
const holderBaseline = ours('citycode-holder-baseline.wasm');
const verifier = ours('citycode-verifier.wasm');
const verifierBaseline = ours('citycode-verifier-baseline.wasm');
const peer = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));

report('size', {
  wasm_brotli_bytes: brotliBytes(simd),
  wasm_raw_bytes: simd.length,
  wasm_baseline_brotli_bytes: brotliBytes(baseline),
  wasm_baseline_raw_bytes: baseline.length,
  wasm_holder_brotli_bytes: brotliBytes(holder),
  wasm_holder_raw_bytes: holder.length,
  wasm_holder_baseline_brotli_bytes: brotliBytes(holderBaseline),
  wasm_holder_baseline_raw_bytes: holderBaseline.length,
  wasm_verifier_brotli_bytes: brotliBytes(verifier),
  wasm_verifier_raw_bytes: verifier.length,
  wasm_verifier_baseline_brotli_bytes: brotliBytes(verifierBaseline),
  wasm_verifier_baseline_raw_bytes: verifierBaseline.length,
  glue_brotli_bytes: brotliBytes(ours('citycode.js')),
  holder_glue_brotli_bytes: brotliBytes(ours('citycode-holder.js')),
  verifier_glue_brotli_bytes: brotliBytes(ours('citycode-verifier.js')),
  peer_zxing_wasm_reader_brotli_bytes: brotliBytes(peer),
  wasm_to_zxing_wasm_ratio: brotliBytes(simd) / brotliBytes(peer),
}, { peers: { zxing_wasm_reader: { raw_bytes: peer.length, brotli_bytes: brotliBytes(peer) } } });
