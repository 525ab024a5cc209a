/** Where the module's bytes come from. */
import create from '@citycode/wasm/glue/verifier';
import { startBinding, type CreateModule, type Host } from '@citycode/wasm/host';

/** Those of the verifier's module. */
type Verbs = typeof create extends CreateModule<infer V> ? V : never;
export type Binding = Awaited<ReturnType<typeof startBinding<Verbs>>>;

export interface Files {
  /** The file beside this package's script. */
  readonly ownModule: () => URL;
  readonly compile: (url: URL) => Promise<WebAssembly.Module>;
}

const hostOf = (module: () => Promise<WebAssembly.Module>): Host<Verbs> => ({
  bestVariant: () => 'simd',   // the one that this package has
  async fetchBuild() {
    const compiled = await module();
    return { create, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
});

/** Compiled once for all verifiers of a process; each has an instance, and a memory, of its own. What failed is tried again. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

function compiledOnce(files: Files, url: URL): Promise<WebAssembly.Module> {
  let module = compiled.get(url.href);
  if (!module) {
    module = files.compile(url);
    compiled.set(url.href, module);
    module.catch(() => compiled.delete(url.href));
  }
  return module;
}

/** `given`: an address or a module in place of this package's own. */
export function bindingsOn(files: Files, given: string | { readonly href?: string } | undefined): () => Promise<Binding> {
  const host = hostOf(async () => {
    if (typeof given === 'object' && typeof given.href !== 'string') return given as WebAssembly.Module;
    return compiledOnce(files, given === undefined ? files.ownModule() : new URL(typeof given === 'string' ? given : given.href!));
  });
  return () => startBinding(host);
}
