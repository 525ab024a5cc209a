/** Node 20 and later. */
import { readFile } from 'node:fs/promises';
import { CityCore } from '../city-core.js';
import { startBinding, type Host, type Variant } from './host.js';

export type { Variant } from './host.js';

export const nodeHost: Host = {
  bestVariant: () => 'simd',   // every Node that is supported runs it; 'baseline' is for tests
  async fetchBuild(variant) {
    const name = variant === 'simd' ? '../citycode' : '../citycode-baseline';
    const [glue, bytes] = await Promise.all([
      variant === 'simd' ? import('../citycode.js') : import('../citycode-baseline.js'),
      readFile(new URL(`${name}.wasm`, import.meta.url)),
    ]);
    const compiled = await WebAssembly.compile(bytes);
    return { create: glue.default, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
};

export const loadCoreForNode = async (variant?: Variant): Promise<CityCore> => new CityCore(await startBinding(nodeHost, variant));
