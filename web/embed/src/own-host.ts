/** The module that the worker's address names. Every browser that runs these scripts has SIMD and WebAssembly exceptions: there is one build. */
import { compileFetched } from '@citycode/wasm/compile';
import type { CreateModule, CVerb, Host } from '@citycode/wasm/host';

export const hostWith = <V extends CVerb>(create: CreateModule<V>): Host<V> => ({
  bestVariant: () => 'simd',
  async fetchBuild() {
    const compiled = await compileFetched(new URL(location.hash.slice(1)));
    return { create, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
});
