/** Starts a compiled module through Emscripten's glue and hands it to a `CityCore`. */
import { CityCore } from './core.js';
import type { CreateModule } from './module.js';

/** Rejects when the engine cannot instantiate the module; throws CoreBug when the module fails its self-test. */
export async function startModule(create: CreateModule, compiled: WebAssembly.Module): Promise<CityCore> {
  const module = await new Promise<Awaited<ReturnType<CreateModule>>>((resolve, reject) => {
    create({
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(compiled, imports as WebAssembly.Imports).then(receive, reject);
        return {};   // "the exports come later"
      },
    }).then(resolve, reject);
  });
  return new CityCore(module);
}
