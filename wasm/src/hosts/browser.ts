/** A page or a worker. Only files beside this package's own: no CDN, no eval ('wasm-unsafe-eval' is enough). */
import { CityCore } from '../city-core.js';
import { bestVariant } from './detect.js';
import { startBinding, type Host, type Variant } from './host.js';

export type { Variant } from './host.js';
export { bestVariant } from './detect.js';

/** Compiles while it downloads; a server that sends another type than application/wasm only loses that. */
async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`the module answered ${response.status}`);
  const streams = 'compileStreaming' in WebAssembly && response.headers.get('content-type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

export const browserHost: Host = {
  bestVariant,
  async fetchBuild(variant) {
    // Literal addresses, so that a bundler sees each file.
    const [glue, compiled] = await Promise.all(variant === 'simd'
      ? [import('../citycode.js'), compile(new URL('../citycode.wasm', import.meta.url))]
      : [import('../citycode-baseline.js'), compile(new URL('../citycode-baseline.wasm', import.meta.url))]);
    return { create: glue.default, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
};

export const loadCoreForBrowser = async (variant?: Variant): Promise<CityCore> => new CityCore(await startBinding(browserHost, variant));
