/** A page or a worker with the holder's module: it shows codes, and reads no symbols (docs/adr/0078). */
import { browserHostOf } from './browser-host.js';
import { compileFetched } from './compile.js';

export const holderBrowserHost = browserHostOf((variant) => (variant === 'simd'
  ? [import('../citycode-holder.js'), compileFetched(new URL('../citycode-holder.wasm', import.meta.url))]
  : [import('../citycode-holder-baseline.js'), compileFetched(new URL('../citycode-holder-baseline.wasm', import.meta.url))]));
