// What a page fetches of the core: each module within its limit, packed as scripts/build packs it for the server (docs/adr/0011, docs/adr/0078).
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, it } from 'vitest';

/** Bytes of brotli: of the modules of the roles what was measured and 1 %. */
const limits: readonly (readonly [string, number])[] = [
  ['citycode.wasm', 172_000], ['citycode-holder.wasm', 73_400], ['citycode-holder-baseline.wasm', 84_800],
  ['citycode-verifier.wasm', 143_000], ['citycode-verifier-baseline.wasm', 169_800],
];

it.each(limits)('%s takes %i bytes of brotli at most', (name, most) => {
  const plain = readFileSync(new URL(name, import.meta.resolve('@citycode/wasm')));
  const packed = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  expect(packed.length).toBeLessThanOrEqual(most);
});
