/**
 * Whether this browser lets a page see what it draws. Some that guard against recognition hand out noise instead of a
 * canvas's pixels, or one colour, and say nothing: then no code is ever read. A code of our own is sent the way of the camera's frames.
 */
import { askCore } from '@citycode/client/core';
import type { Frame } from '@citycode/wasm/client';
import type { Outcome, ScanAnswer } from '@citycode/wasm/types';
import { pixelsOf } from './frames.js';

const kTestText = 'SCANNER TEST';
/** 3 are read safely (docs/adr/0010). */
const kPxAModule = 4;

const kTestBytes = new TextEncoder().encode(kTestText).join();

export type ScanPicture = (picture: Frame) => Promise<Outcome<ScanAnswer>>;

async function reads(picture: Frame, scan: ScanPicture): Promise<boolean | null> {
  const outcome = await scan(picture);
  return outcome.ok ? outcome.ok.symbols.some(({ bytes }) => bytes.join() === kTestBytes) : null;
}

/** 'canvas' is the page's own, 'bitmap' the worker's. Null when the core cannot be asked. */
export async function seesPixels(way: 'canvas' | 'bitmap', scan: ScanPicture): Promise<boolean | null> {
  const drawn = await askCore((core) => core.drawPixels(kTestText, 'M', kPxAModule));
  if (!drawn.ok) return null;
  const { rgba, sidePx } = drawn.ok;
  try {
    const bitmap = await createImageBitmap(new ImageData(new Uint8ClampedArray(rgba), sidePx, sidePx));
    if (way === 'bitmap') return await reads(bitmap, scan);
    const pixels = pixelsOf(bitmap, sidePx, sidePx);
    return pixels ? await reads(pixels, scan) : false;
  } catch {
    return null;
  }
}
