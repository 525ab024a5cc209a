/** Loads the core in Node. */
import { readFile } from 'node:fs/promises';
import type { CityCore } from './core.js';
import type { Variant } from './module.js';
import { startModule } from './start-module.js';

export type { Variant } from './module.js';

/** Node 20 and later have all that the SIMD build needs; 'baseline' is for tests. */
export async function loadCoreForNode(variant: Variant = 'simd'): Promise<CityCore> {
  const name = variant === 'simd' ? './citycode' : './citycode-baseline';
  const [glue, bytes] = await Promise.all([
    variant === 'simd' ? import('./citycode.js') : import('./citycode-baseline.js'),
    readFile(new URL(`${name}.wasm`, import.meta.url)),
  ]);
  return startModule(glue.default, await WebAssembly.compile(bytes));
}
