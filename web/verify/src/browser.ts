/** A page or a worker. */
import { compileFetched } from '@citycode/wasm/compile';
import type { Verifier as Opened, VerifierOptions } from './api.js';
import { openOn } from './open.js';
import type { Platform } from './platform.js';

export * from './api.js';
export type Verifier = Opened;

const platform: Platform = {
  ownModule: () => new URL('./citycode.wasm', import.meta.url),
  compile: compileFetched,
  openFolder: null,
};

export const Verifier = {
  /**
   * Starts the core, takes the lists that are kept, or asks the city for them, and goes on asking. Also where the city cannot be reached: then
   * `state.problem` says so, verdicts are undecided, and the lists come when they can. Rejects with VerifyError: `env/module-not-loaded` (no WebAssembly,
   * or a file that is none), `start/bad-option` (no address, key, store or scene that could be meant), `scope/unknown` (the city has no such scene),
   * `store/unavailable` (the folder cannot be written).
   */
  open: (options: VerifierOptions): Promise<Verifier> => openOn(platform, options),
};
