/** A page or a worker with the verifier's module: it reads symbols and judges codes, and shows none of its own (docs/adr/0078). */
import { browserHostOf } from './browser-host.js';
import { compileFetched } from './compile.js';

export const verifierBrowserHost = browserHostOf((variant) => (variant === 'simd'
  ? [import('../citycode-verifier.js'), compileFetched(new URL('../citycode-verifier.wasm', import.meta.url))]
  : [import('../citycode-verifier-baseline.js'), compileFetched(new URL('../citycode-verifier-baseline.wasm', import.meta.url))]));
