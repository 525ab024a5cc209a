/** Reads QR symbols out of frames: the verifier's eye. */
import { words, type Answer, type Binding } from '../binding.js';
import type { VerifierCVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import type { FoundSymbol, FrameShape, PartPx, PointPx } from './reader.types.js';

const formats: Record<FrameShape['format'], number> = { luma: 0, rgba: 1, rgbx: 2 };
const kWholePicture: PartPx = { left: 0, top: 0, right: 0, bottom: 0 };

export class SymbolReader {
  readonly #core: Binding<VerifierCVerb>;
  #frame = { address: 0, sizeBytes: 0 };

  constructor(core: Binding<VerifierCVerb>) {
    this.#core = core;
  }

  /** Looks for QR symbols in pixels that somebody else holds: they are copied into the module once. */
  scanFrame(pixels: Uint8Array | Uint8ClampedArray, shape: FrameShape): Outcome<readonly FoundSymbol[]> {
    const size = frameBytes(shape);
    if (size === null || pixels.length < size) return refused('image/bad-size');
    const buffer = this.frameBuffer(size);
    if (!buffer) return refused('image/bad-size');
    buffer.set(pixels.length === size ? pixels : pixels.subarray(0, size));
    return this.scanFrameBuffer(shape);
  }

  /**
   * The module's own memory for a frame, kept from frame to frame: fill it, then call `scanFrameBuffer`
   * before any other verb. Null when there is not that much memory.
   */
  frameBuffer(sizeBytes: number): Uint8Array<ArrayBuffer> | null {
    if (sizeBytes > this.#frame.sizeBytes) {
      this.#core.free(this.#frame.address);
      this.#frame = { address: 0, sizeBytes: 0 };
      const address = this.#core.allocate(sizeBytes);
      if (address === null) return null;
      this.#frame = { address, sizeBytes };
    }
    return this.#core.memory(this.#frame.address, sizeBytes);
  }

  /** Looks for QR symbols in the frame buffer, from `offsetBytes` on. */
  scanFrameBuffer(shape: FrameShape, offsetBytes = 0): Outcome<readonly FoundSymbol[]> {
    const size = frameBytes(shape);
    if (size === null || offsetBytes < 0 || offsetBytes + size > this.#frame.sizeBytes) return refused('image/bad-size');
    const part = shape.part ?? kWholePicture;
    if (![part.left, part.top, part.right, part.bottom].every((edge) => (edge | 0) === edge)) return refused('request/malformed');
    if (shape.part && (part.right <= part.left || part.bottom <= part.top)) return refused('request/malformed');   // not "all of it"
    return this.#core.ask('scan_frame', [
      this.#frame.address + offsetBytes, shape.widthPx, shape.heightPx, shape.strideBytes ?? shape.widthPx,
      formats[shape.format], shape.effort === 'picture' ? 1 : 0, shape.maxSymbols ?? 1,
      part.left, part.top, part.right, part.bottom, shape.takenMs ?? NaN,
    ], readSymbols);
  }
}

/** How many bytes a frame of this shape has; null when the shape makes no sense. The core limits the size. */
function frameBytes(shape: FrameShape): number | null {
  const { widthPx, heightPx, format } = shape;
  const strideBytes = shape.strideBytes ?? widthPx;
  for (const number of [widthPx, heightPx, strideBytes]) if (!Number.isSafeInteger(number) || number < 1) return null;
  if (format !== 'luma') return widthPx * heightPx * 4;
  return strideBytes < widthPx ? null : strideBytes * (heightPx - 1) + widthPx;
}

/** The answer of cc_scan_frame. */
function readSymbols(answer: Answer): readonly FoundSymbol[] {
  const view = words(answer);
  const symbols: FoundSymbol[] = [];
  let at = 4;
  const take = (): number => (at += 4, view.getInt32(at - 4, true));
  const takePoint = (): PointPx => ({ x: take(), y: take() });
  for (let left = view.getUint32(0, true); left > 0; left--) {
    const corners = [takePoint(), takePoint(), takePoint(), takePoint()] as const;
    const version = take();
    const size = take();
    symbols.push({ bytes: answer.slice(at, at + size), corners, version });
    at += Math.ceil(size / 4) * 4;
  }
  return symbols;
}
