/** The core for any host: no DOM, no I/O. Loaders are apart: ./browser, ./node, and ./client for a worker. */
export { CityCore, CoreBug } from './core.js';
export type { SignedMessage } from './core.js';
export { faultIds, retryableFaults } from './faults.generated.js';
export type { CoreModule } from './module.js';
export type * from './types.js';
