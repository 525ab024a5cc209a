/** The module that the worker's address names. Every browser that runs these scripts has SIMD and WebAssembly exceptions: there is one build. */
import { compileFetched } from '@citycode/wasm/compile';
import create from '@citycode/wasm/glue';
import type { Host } from '@citycode/wasm/host';

export const ownHost: Host = {
  bestVariant: () => 'simd',
  async fetchBuild() {
    const compiled = await compileFetched(new URL(location.hash.slice(1)));
    return { create, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
};
