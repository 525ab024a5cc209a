/** The realm that the package's code lives in: what the chat app hands to it is made of that realm's own objects. */
import { types } from 'node:util';

export interface Intrinsics {
  readonly Object: ObjectConstructor;
  readonly Array: ArrayConstructor;
  readonly ArrayBuffer: ArrayBufferConstructor;
  readonly Uint8Array: Uint8ArrayConstructor;
  readonly Uint8ClampedArray: Uint8ClampedArrayConstructor;
  readonly Promise: PromiseConstructor;
  readonly Error: ErrorConstructor;
  readonly WebAssembly: typeof WebAssembly;
}

export class Realm {
  constructor(readonly own: Intrinsics) {}

  /** Plain objects, lists and bytes anew in this realm; objects with a class, and functions, as they are. */
  copy(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (types.isAnyArrayBuffer(value)) return this.buffer(new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return this.buffer(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (Array.isArray(value)) return this.own.Array.from(value, (item) => this.copy(item));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    const made = new this.own.Object() as Record<string, unknown>;
    for (const [key, member] of Object.entries(value)) made[key] = this.copy(member);
    return made;
  }

  buffer(bytes: Uint8Array): ArrayBuffer {
    const made = new this.own.ArrayBuffer(bytes.byteLength);
    new Uint8Array(made).set(bytes);
    return made;
  }
}

/** The bytes that a package gave, whichever realm they are of. */
export function bytesOf(value: unknown): Uint8Array | null {
  return types.isAnyArrayBuffer(value) ? new Uint8Array(value) : null;
}
