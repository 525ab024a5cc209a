/**
 * WXWebAssembly: a file of the package, `.wasm` or `.wasm.br`, and nothing else; exports functions, memories and tables, on iOS no
 * globals; SIMD since the chat app 8.0.25 (developers.weixin.qq.com/miniprogram/dev/framework/performance/wasm.html).
 * Exceptions and threads are not documented: they are not there.
 */
import { brotliDecompressSync } from 'node:zlib';
import type { PackageFolder } from './package-folder.ts';
import type { Session } from './session.ts';
import { featuresOf } from './wasm-features.ts';

export function webAssemblyOf(session: Session, folder: PackageFolder): Record<string, unknown> {
  const { device, realm } = session;
  const { Memory, Table, Global } = realm.own.WebAssembly;

  const instantiate = async (path: unknown, imports: WebAssembly.Imports): Promise<WebAssembly.Instance> => {
    if (typeof path !== 'string') throw new Error('WXWebAssembly.instantiate: the first argument is a path in the package');
    if (!/\.wasm(\.br)?$/.test(path)) throw new Error(`WXWebAssembly.instantiate: ${path} is neither .wasm nor .wasm.br`);
    const bytes = folder.read(path);
    if (!bytes) throw new Error(`WXWebAssembly.instantiate: ${path} is not in the package`);
    if (device.failingModules > 0) {
      device.failingModules -= 1;
      throw new Error('WXWebAssembly.instantiate: out of memory');
    }
    const plain = path.endsWith('.br') ? brotliDecompressSync(bytes) : bytes;
    const { simd, exceptions } = featuresOf(plain);
    if (simd && !device.settings.simd) throw new Error('WXWebAssembly.instantiate: SIMD is not supported');
    if (exceptions) throw new Error('WXWebAssembly.instantiate: exceptions are not supported');
    const made = new realm.own.WebAssembly.Module(realm.buffer(plain));
    for (const { kind, name } of realm.own.WebAssembly.Module.exports(made)) {
      if (kind === 'global') throw new Error(`WXWebAssembly.instantiate: the global ${name} cannot be exported`);
    }
    return new realm.own.WebAssembly.Instance(made, imports);
  };

  return {
    instantiate: (path: unknown, imports: WebAssembly.Imports) => new realm.own.Promise((resolve, reject) => {
      instantiate(path, imports).then(
        (instance) => session.later(() => resolve(Object.assign(new realm.own.Object(), { instance }))),
        (error: Error) => session.later(() => reject(new realm.own.Error(error.message))),
      );
    }),
    Memory, Table, Global,
  };
}
