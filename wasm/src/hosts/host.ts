/** Where the core runs: all that the wrapper asks of it (and UTF-8, for which utf8.ts has its own way where a host has none). */
import { Binding } from '../binding.js';
import type { CoreModule, CVerb } from '../c-verbs.js';

export type { CVerb };

/** 'simd' needs SIMD and WebAssembly exceptions; 'baseline' runs on every engine since 2017. */
export type Variant = 'simd' | 'baseline';

/** What Emscripten's glue wants from its host: the host links, the glue only gives the imports. */
export interface GlueOptions {
  instantiateWasm(imports: object, receive: (instance: object) => void): object;
}

export type CreateModule<V extends CVerb = CVerb> = (options: GlueOptions) => Promise<CoreModule<V>>;

/** One build of a module, fetched and compiled. */
export interface Build<V extends CVerb = CVerb> {
  /** Emscripten's glue. */
  readonly create: CreateModule<V>;
  readonly instantiate: (imports: object) => Promise<object>;
}

/** `V`: the verbs of the module that it brings. */
export interface Host<V extends CVerb = CVerb> {
  bestVariant(): Variant;
  /** Rejects when the files cannot be had or run here. */
  fetchBuild(variant: Variant): Promise<Build<V>>;
  /** Milliseconds on a clock that only goes forward. */
  monotonicMs(): number;
}

/** Rejects when the build cannot be had or run here (env/module-not-loaded), throws CoreBug when the self-test fails. */
export async function startBinding<V extends CVerb>(host: Host<V>, variant: Variant = host.bestVariant()): Promise<Binding<V>> {
  const { create, instantiate } = await host.fetchBuild(variant);
  const module = await new Promise<CoreModule<V>>((resolve, reject) => {
    create({
      instantiateWasm(imports, receive) {
        instantiate(imports).then(receive, reject);
        return {};   // "the exports come later"
      },
    }).then(resolve, reject);
  });
  return new Binding(module);
}
