/** Brings a browser's frame into the core's memory by the shortest way the browser has. */
import { CoreBug } from '../core-bug.js';
import type { SymbolReader } from '../facades/reader.js';
import type { FrameShape } from '../facades/reader.types.js';
import type { Frame, Pixels } from './messages.js';
import type { Turn } from './seen-part.js';

/** Where the pixels are in the core's frame buffer. */
export interface PlacedFrame {
  readonly shape: FrameShape;
  readonly offsetBytes: number;
  /** How these pixels are turned and flipped to be shown; left out where they lie as they are shown. */
  readonly turn?: Turn;
}

/** Formats whose first plane is 8-bit luminance: all that is needed of them. */
const kLumaFirst = new Set(['I420', 'I420A', 'I422', 'I422A', 'I444', 'I444A', 'NV12']);

/**
 * Formats of four bytes a pixel. In the two that begin with blue, red and blue trade their weights (0.299
 * and 0.114) in the luminance: a black-and-white symbol does not notice, and no pass over the pixels is spent.
 */
const kFourBytes: Readonly<Record<string, 'rgba' | 'rgbx'>> = { RGBA: 'rgba', RGBX: 'rgbx', BGRA: 'rgba', BGRX: 'rgbx' };

/** Null when the frame is too large for the module's memory or cannot be read here. */
export async function placeFrame(reader: SymbolReader, frame: Frame): Promise<PlacedFrame | null> {
  if ('data' in frame) return placePixels(reader, frame);
  if (typeof VideoFrame === 'function' && frame instanceof VideoFrame) {
    const format = frame.format ?? '';
    const hasPlanes = kLumaFirst.has(format) || format in kFourBytes;
    const placed = hasPlanes ? await unlessRefused(() => placePlanes(reader, frame, format)) : null;
    return placed ?? unlessRefused(() => placeDrawn(reader, frame, frame.displayWidth, frame.displayHeight));
  }
  const bitmap = frame as ImageBitmap;
  return unlessRefused(() => placeDrawn(reader, bitmap, bitmap.width, bitmap.height));
}

/** A browser may refuse a frame's planes or its drawing, and a camera may take a frame back: neither is a bug of the core. */
async function unlessRefused(place: () => Promise<PlacedFrame | null> | PlacedFrame | null): Promise<PlacedFrame | null> {
  try {
    return await place();
  } catch (cause) {
    if (cause instanceof CoreBug) throw cause;
    return null;
  }
}

async function placePlanes(reader: SymbolReader, frame: VideoFrame, format: string): Promise<PlacedFrame | null> {
  const rect = frame.visibleRect;
  if (!rect) return null;
  const widthPx = rect.width;
  const heightPx = rect.height;
  const fourBytes = kFourBytes[format];
  const buffer = reader.frameBuffer(frame.allocationSize());
  if (!buffer) return null;
  const { rotation = 0, flip = false } = frame as Turn;   // not yet in every lib.dom nor browser; read before copyTo, which may end late
  const turn = { rotation, flip };
  const plane = (await frame.copyTo(buffer))[0];
  if (!plane) return null;
  if (!fourBytes) return { shape: { widthPx, heightPx, format: 'luma', strideBytes: plane.stride }, offsetBytes: plane.offset, turn };
  // The core reads RGBA rows without gaps; every browser measured packs them so.
  return plane.stride === widthPx * 4 ? { shape: { widthPx, heightPx, format: fourBytes }, offsetBytes: plane.offset, turn } : null;
}

function placePixels(reader: SymbolReader, image: Pixels): PlacedFrame | null {
  const buffer = reader.frameBuffer(image.data.length);
  if (!buffer) return null;
  buffer.set(image.data);
  return { shape: { widthPx: image.width, heightPx: image.height, format: 'rgba' }, offsetBytes: 0 };
}

let canvas: OffscreenCanvas | null = null;

/** The long way, for bitmaps and for frames whose format says nothing: 7 to 33 ms where a plane takes 1 to 3. */
function placeDrawn(reader: SymbolReader, source: CanvasImageSource, width: number, height: number): PlacedFrame | null {
  if (width < 1 || height < 1) return null;
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.clearRect(0, 0, width, height);   // else the picture before shows through a transparent one
  context.drawImage(source, 0, 0, width, height);
  return placePixels(reader, context.getImageData(0, 0, width, height));
}
