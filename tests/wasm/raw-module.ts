// Modules that nobody has used yet, compiled once: compiling takes longer than most tests, and code that is new is slow code.
import { Binding, CityCore, type CoreModule } from '@citycode/wasm';
import { holderNodeHost, nodeHost, verifierNodeHost, type Variant } from '@citycode/wasm/node';
import type { CreateModule } from '@citycode/wasm/host';

const hosts = { whole: nodeHost, holder: holderNodeHost, verifier: verifierNodeHost };
/** That of a role has less than the type says. */
export type Kind = keyof typeof hosts;

type Maker = () => Promise<CoreModule>;
const makers = new Map<string, Promise<Maker>>();

async function makerOf(variant: Variant, kind: Kind): Promise<Maker> {
  const { create, instantiate } = await hosts[kind].fetchBuild(variant);
  return () => (create as CreateModule)({
    instantiateWasm(imports, receive) {
      void instantiate(imports).then(receive);
      return {};
    },
  });
}

/** As C sees it: for tests that count its calls or give it what no facade would. */
export async function freshModule(variant: Variant = 'simd', kind: Kind = 'whole'): Promise<CoreModule> {
  const build = `${kind} ${variant}`;
  if (!makers.has(build)) makers.set(build, makerOf(variant, kind));
  return (await makers.get(build)!)();
}

export const freshCore = async (): Promise<CityCore> => new CityCore(new Binding(await freshModule()));
