/** Loads the core in a page or a worker. Only files beside this one: no CDN, no eval ('wasm-unsafe-eval' is enough). */
import type { CityCore } from './core.js';
import { bestVariant } from './detect.js';
import type { Variant } from './module.js';
import { startModule } from './start-module.js';

export type { Variant } from './module.js';
export { bestVariant } from './detect.js';

/** Compiles while it downloads; a server that sends another type than application/wasm only loses that. */
async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`the module answered ${response.status}`);
  const streams = 'compileStreaming' in WebAssembly && response.headers.get('content-type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Rejects when the files cannot be had or run here (env/module-not-loaded), throws CoreBug when the self-test fails. */
export async function loadCoreForBrowser(variant: Variant = bestVariant()): Promise<CityCore> {
  // Literal addresses, so that a bundler sees each file.
  const [glue, compiled] = await Promise.all(variant === 'simd'
    ? [import('./citycode.js'), compile(new URL('./citycode.wasm', import.meta.url))]
    : [import('./citycode-baseline.js'), compile(new URL('./citycode-baseline.wasm', import.meta.url))]);
  return startModule(glue.default, compiled);
}
