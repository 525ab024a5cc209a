/** What this engine can run, asked with the smallest modules that use the feature. */
import type { Variant } from './host.js';

const kHeader = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

// () -> v128 { i32.const 0; i8x16.splat; i8x16.popcnt }
const kSimdProbe = [
  ...kHeader, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0,
  10, 10, 1, 8, 0, 0x41, 0, 0xfd, 0x0f, 0xfd, 0x62, 0x0b,
];

// () -> () { try catch_all end }
const kExceptionProbe = [
  ...kHeader, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0,
  10, 8, 1, 6, 0, 0x06, 0x40, 0x19, 0x0b, 0x0b,
];

export function bestVariant(): Variant {
  const runs = (probe: readonly number[]): boolean => WebAssembly.validate(Uint8Array.from(probe));
  return runs(kSimdProbe) && runs(kExceptionProbe) ? 'simd' : 'baseline';
}
