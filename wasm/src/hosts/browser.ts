/** A page or a worker with the whole module. */
import { CityCore } from '../city-core.js';
import { browserHostOf } from './browser-host.js';
import { compileFetched } from './compile.js';
import { startBinding, type Variant } from './host.js';

export type { Variant } from './host.js';
export { bestVariant } from './detect.js';

export const browserHost = browserHostOf((variant) => (variant === 'simd'
  ? [import('../citycode.js'), compileFetched(new URL('../citycode.wasm', import.meta.url))]
  : [import('../citycode-baseline.js'), compileFetched(new URL('../citycode-baseline.wasm', import.meta.url))]));

export const loadCoreForBrowser = async (variant?: Variant): Promise<CityCore> => new CityCore(await startBinding(browserHost, variant));
