/** Node 20 and later, Deno, Bun. */
import { readFile } from 'node:fs/promises';
import { FileStore } from '@citycode/client/stores/files';
import type { Verifier as Opened, VerifierOptions } from '@citycode/verifier/api';
import { openOn, type Platform } from '@citycode/verifier/open';
import { compileFetched } from '@citycode/wasm/compile';
import { startCore } from './core.js';
import { bindingsOn, type Files } from './platform.js';

export * from '@citycode/verifier/api';
export type Verifier = Opened;

const files: Files = {
  ownModule: () => new URL('./citycode.wasm', import.meta.url),
  compile: async (url) => (url.protocol === 'file:' ? WebAssembly.compile(await readFile(url)) : compileFetched(url)),
};
const platform: Platform = {
  startCore: (given) => startCore(bindingsOn(files, given)),
  openFolder: (folder, damaged) => FileStore.open(folder, damaged),
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
