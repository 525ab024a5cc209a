/** Where the core runs: all that the wrapper asks of it (and UTF-8, for which utf8.ts has its own way where a host has none). */
import { Binding } from '../binding.js';
import type { CoreModule } from '../c-verbs.js';

/** 'simd' needs SIMD and WebAssembly exceptions; 'baseline' runs on every engine since 2017. */
export type Variant = 'simd' | 'baseline';

/** What Emscripten's glue wants from its host: the host links, the glue only gives the imports. */
export interface GlueOptions {
  instantiateWasm(imports: object, receive: (instance: object) => void): object;
}

export type CreateModule = (options: GlueOptions) => Promise<CoreModule>;

/** One build of the module, fetched and compiled. */
export interface Build {
  /** Emscripten's glue. */
  readonly create: CreateModule;
  readonly instantiate: (imports: object) => Promise<object>;
}

export interface Host {
  bestVariant(): Variant;
  /** Rejects when the files cannot be had or run here. */
  fetchBuild(variant: Variant): Promise<Build>;
  /** Milliseconds on a clock that only goes forward. */
  monotonicMs(): number;
}

/** Rejects when the build cannot be had or run here (env/module-not-loaded), throws CoreBug when the self-test fails. */
export async function startBinding(host: Host, variant: Variant = host.bestVariant()): Promise<Binding> {
  const { create, instantiate } = await host.fetchBuild(variant);
  const module = await new Promise<CoreModule>((resolve, reject) => {
    create({
      instantiateWasm(imports, receive) {
        instantiate(imports).then(receive, reject);
        return {};   // "the exports come later"
      },
    }).then(resolve, reject);
  });
  return new Binding(module);
}
