// Modules that nobody has used yet, compiled once: compiling takes longer than most tests, and code that is new is slow code.
import { Binding, CityCore, type CoreModule } from '@citycode/wasm';
import { nodeHost, type Variant } from '@citycode/wasm/node';

type Maker = () => Promise<CoreModule>;
const makers = new Map<Variant, Promise<Maker>>();

async function makerOf(variant: Variant): Promise<Maker> {
  const { create, instantiate } = await nodeHost.fetchBuild(variant);
  return () => create({
    instantiateWasm(imports, receive) {
      void instantiate(imports).then(receive);
      return {};
    },
  });
}

/** As C sees it: for tests that count its calls or give it what no facade would. */
export async function freshModule(variant: Variant = 'simd'): Promise<CoreModule> {
  if (!makers.has(variant)) makers.set(variant, makerOf(variant));
  return (await makers.get(variant)!)();
}

export const freshCore = async (): Promise<CityCore> => new CityCore(new Binding(await freshModule()));
