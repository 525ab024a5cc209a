/** A page or a worker. Only files beside this package's own: no CDN, no eval ('wasm-unsafe-eval' is enough). */
import { CityCore } from '../city-core.js';
import { compileFetched } from './compile.js';
import { bestVariant } from './detect.js';
import { startBinding, type Host, type Variant } from './host.js';

export type { Variant } from './host.js';
export { bestVariant } from './detect.js';

export const browserHost: Host = {
  bestVariant,
  async fetchBuild(variant) {
    // Literal addresses, so that a bundler sees each file.
    const [glue, compiled] = await Promise.all(variant === 'simd'
      ? [import('../citycode.js'), compileFetched(new URL('../citycode.wasm', import.meta.url))]
      : [import('../citycode-baseline.js'), compileFetched(new URL('../citycode-baseline.wasm', import.meta.url))]);
    return { create: glue.default, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
};

export const loadCoreForBrowser = async (variant?: Variant): Promise<CityCore> => new CityCore(await startBinding(browserHost, variant));
