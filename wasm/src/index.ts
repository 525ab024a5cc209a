/** The core for any host: no DOM, no I/O. Loaders are apart: ./browser, ./node, and ./client for a worker. */
export { Binding } from './binding.js';
export { cVerbs, holderCVerbs, verifierCVerbs } from './c-verbs.js';
export type { CoreModule, CVerb } from './c-verbs.js';
export { CityCore } from './city-core.js';
export { CoreBug } from './core-bug.js';
export { faultIds, retryableFaults } from './faults.generated.js';
export { startBinding } from './hosts/host.js';
export type { Host, Variant } from './hosts/host.js';
export type * from './types.js';
