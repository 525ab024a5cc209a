/** What a module needs of its engine, read from its sections (WebAssembly core specification, 5.5): vectors and exceptions. */

const kTypeSection = 1, kCodeSection = 10, kTagSection = 13;
const kV128 = 0x7b, kFunctionType = 0x60;

export interface Features {
  /** A parameter, a result or a local is a vector. A compiler's code with SIMD in it always has one. */
  readonly simd: boolean;
  readonly exceptions: boolean;
}

export function featuresOf(bytes: Uint8Array): Features {
  let at = 8;   // magic and version
  const byte = (): number => bytes[at++] ?? 0;
  const number = (): number => {
    let value = 0, shift = 0, part: number;
    do {
      part = byte();
      value += (part & 0x7f) * 2 ** shift;
      shift += 7;
    } while (part & 0x80 && at < bytes.length);
    return value;
  };
  const repeat = (work: () => boolean): boolean => {
    let found = false;
    for (let left = number(); left > 0; left--) found = work() || found;
    return found;
  };
  const isVector = (): boolean => byte() === kV128;
  const bodyHasVector = (): boolean => {
    const size = number(), end = at + size;
    const found = repeat(() => { number(); return isVector(); });
    at = end;
    return found;
  };

  let simd = false, exceptions = false;
  while (at < bytes.length) {
    const section = byte(), size = number(), end = at + size;
    if (section === kTypeSection) {
      simd ||= repeat(() => byte() === kFunctionType && [repeat(isVector), repeat(isVector)].some(Boolean));
    } else if (section === kCodeSection) {
      simd ||= repeat(bodyHasVector);
    } else if (section === kTagSection) {
      exceptions = true;
    }
    at = end;
  }
  return { simd, exceptions };
}
