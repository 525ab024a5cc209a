/** A page or a worker. Only files beside this package's own: no CDN, no eval ('wasm-unsafe-eval' is enough). */
import type { CVerb } from '../c-verbs.js';
import { bestVariant } from './detect.js';
import type { CreateModule, Host, Variant } from './host.js';

type Files<V extends CVerb> = readonly [glue: Promise<{ readonly default: CreateModule<V> }>, compiled: Promise<WebAssembly.Module>];

/** `fetchFiles` has literal addresses, so that a bundler sees each file. */
export const browserHostOf = <V extends CVerb>(fetchFiles: (variant: Variant) => Files<V>): Host<V> => ({
  bestVariant,
  async fetchBuild(variant) {
    const [glue, compiled] = await Promise.all(fetchFiles(variant));
    return { create: glue.default, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
});
