/** Node 20 and later. */
import { readFile } from 'node:fs/promises';
import type { CVerb } from '../c-verbs.js';
import { CityCore } from '../city-core.js';
import { startBinding, type CreateModule, type Host, type Variant } from './host.js';

export type { Variant } from './host.js';

const hostOf = <V extends CVerb>(name: string, glueOf: (variant: Variant) => Promise<{ readonly default: CreateModule<V> }>): Host<V> => ({
  bestVariant: () => 'simd',   // every Node that is supported runs it; 'baseline' is for tests
  async fetchBuild(variant) {
    const file = `../${name}${variant === 'simd' ? '' : '-baseline'}.wasm`;
    const [glue, bytes] = await Promise.all([glueOf(variant), readFile(new URL(file, import.meta.url))]);
    const compiled = await WebAssembly.compile(bytes);
    return { create: glue.default, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
});

export const nodeHost = hostOf('citycode', (variant) => (variant === 'simd' ? import('../citycode.js') : import('../citycode-baseline.js')));
export const holderNodeHost = hostOf('citycode-holder', (variant) =>
  (variant === 'simd' ? import('../citycode-holder.js') : import('../citycode-holder-baseline.js')));
export const verifierNodeHost = hostOf('citycode-verifier', (variant) =>
  (variant === 'simd' ? import('../citycode-verifier.js') : import('../citycode-verifier-baseline.js')));

export const loadCoreForNode = async (variant?: Variant): Promise<CityCore> => new CityCore(await startBinding(nodeHost, variant));
