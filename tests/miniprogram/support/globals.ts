/**
 * The realm of a package: ECMAScript 2018, of what is newer only what the base library fills in with core-js, and nothing of Node
 * (developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html).
 */
import { createContext, runInContext, type Context } from 'node:vm';
import { filledIn } from './base-library.ts';
import { dateOf } from './clock.ts';
import { Realm, type Intrinsics } from './realm.ts';

/** Newer than ECMAScript 2018: who has it, what core-js calls that, and its names. `flat` of Array is its `array.flat`. */
const kNewer: readonly (readonly [holder: string, coreJs: string, names: readonly string[]])[] = [
  ['Array.prototype', 'array.', ['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']],
  ['Array', 'array.', ['fromAsync']],
  ['Object', 'object.', ['fromEntries', 'hasOwn', 'groupBy']],
  ['Map', 'map.', ['groupBy']],
  ['Set.prototype', 'set.', ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']],
  ['String.prototype', 'string.', ['trimStart', 'trimEnd', 'matchAll', 'replaceAll', 'at', 'isWellFormed', 'toWellFormed']],
  ['Promise', 'promise.', ['allSettled', 'any', 'withResolvers', 'try']],
  ['Uint8Array.prototype.__proto__', 'typed-array.', ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with']],
  ['ArrayBuffer.prototype', 'array-buffer.', ['transfer', 'transferToFixedLength', 'resize', 'resizable', 'maxByteLength', 'detached']],
  ['this', '', ['AggregateError', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'globalThis']],
];

/**
 * Not documented, or documented as missing on some phones (Proxy); WebAssembly has another name there; shared memory came to
 * iOS with 15.2.
 */
const kMissing = ['WebAssembly', 'Intl', 'SharedArrayBuffer', 'Atomics', 'Proxy'];

export interface PackageRealm {
  readonly context: Context;
  readonly realm: Realm;
}

export function packageRealm(baseLibrary: string, nowMs: () => number): PackageRealm {
  // Neither eval nor new Function: "不支持使用 eval 执行 JS 代码" in the document above.
  const context = createContext({}, { codeGeneration: { strings: false, wasm: true } });
  const inside = (code: string): unknown => runInContext(code, context) as unknown;
  const own = inside('({ Object, Array, ArrayBuffer, Uint8Array, Uint8ClampedArray, Promise, Error, WebAssembly })') as Intrinsics;
  const RealDate = inside('Date') as DateConstructor;
  const told = dateOf(RealDate, nowMs);
  Object.defineProperty(RealDate.prototype, 'constructor', { value: told });
  Object.assign(inside('this') as object, { Date: told });

  const fills = filledIn(baseLibrary);
  for (const [holder, coreJs, names] of kNewer) {
    for (const name of names) {
      const coreName = coreJs + name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
      if (!fills.has(coreName)) inside(`delete ${holder}.${name}`);
    }
  }
  for (const name of kMissing) inside(`delete this.${name}`);
  return { context, realm: new Realm(own) };
}
