/** A portal's own server, in Node 20 and later, Deno, Bun. */
import { readFile } from 'node:fs/promises';
import { FileStore } from '@citycode/client/stores/files';
import { openPortalOn } from '@citycode/verifier/portal';
import type { CityPortal, PortalOptions } from '@citycode/verifier/portal/api';
import { startCoreWorker } from '@citycode/wasm/client';
import { CoreInThread } from '@citycode/wasm/client/in-thread';
import { compileFetched } from '@citycode/wasm/compile';
import create from '@citycode/wasm/glue';
import { startBinding, type CVerb, type Host } from '@citycode/wasm/host';
import { Portal } from '@citycode/wasm/portal';
import { Verifier } from '@citycode/wasm/verifier';

export * from '@citycode/verifier/portal/api';
export { VerifyError } from '@citycode/verifier/api';

/** The whole module: a portal writes requests, which no verifying device does. */
const compile = (given: PortalOptions['wasm']): Promise<WebAssembly.Module> => {
  if (typeof given === 'object' && !('href' in given)) return Promise.resolve(given as WebAssembly.Module);
  const url = new URL(given === undefined ? './citycode-portal.wasm' : typeof given === 'string' ? given : (given as { href: string }).href, import.meta.url);
  return url.protocol === 'file:' ? readFile(url).then((bytes) => WebAssembly.compile(bytes)) : compileFetched(url);
};

const hostOf = (given: PortalOptions['wasm']): Host<CVerb> => ({
  bestVariant: () => 'simd',   // the one that this package has
  async fetchBuild() {
    const compiled = await compile(given);
    return { create, instantiate: (imports) => WebAssembly.instantiate(compiled, imports as WebAssembly.Imports) };
  },
  monotonicMs: () => performance.now(),
});

/**
 * Starts the core, takes the city's lists and goes on asking for them; signs with the portal's keys from then on. Rejects with VerifyError: `start/bad-option`
 * for a key, an id or an address that cannot be meant, `scope/unknown` in a city where nobody signs in, `env/module-not-loaded`, `store/unavailable`.
 */
export const openPortal = (options: PortalOptions): Promise<CityPortal> => openPortalOn({
  startCore: (given) => startCoreWorker({
    makeWorker: () => new CoreInThread(() => startBinding(hostOf(given)), (binding) => [new Verifier(binding), new Portal(binding)]),
  }),
  openFolder: (folder, damaged) => FileStore.open(folder, damaged),
}, options);
