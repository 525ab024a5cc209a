/** A picture file as pixels. It comes when somebody chooses one. */
import type { Frame } from '@citycode/wasm/client';
import { pixelsOf } from './frames.js';

/** 3,000 px keep 3 px a module for a code that fills a tenth of a photograph; larger ones only cost time. */
const kLongestPictureSidePx = 3000;

const kSvgType = 'image/svg+xml';
/** A drawing has no pixels of its own: this many make 0.05 mm of a paper card (148 mm), 12 px a module. */
const kSvgSidePx = kLongestPictureSidePx;
/** A card with a photo takes 0.1 MB; a drawing as large as this is none of a code, and could keep the page busy for long. */
const kMaxSvgBytes = 2 * 1024 * 1024;

/**
 * Browsers make no bitmap of an SVG file, but an <img> shows one: without scripts, and without fetching anything that it
 * names (SVG 2 section 2.2, secure static mode).
 */
async function drawSvg(file: File): Promise<Frame | null> {
  if (file.size > kMaxSvgBytes) return null;
  const address = URL.createObjectURL(new Blob([file], { type: kSvgType }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = kSvgSidePx / Math.max(image.naturalWidth, image.naturalHeight);
    if (!Number.isFinite(scale)) return null;   // an engine that gives no size to a drawing that names none
    const atLeastOne = (px: number): number => Math.max(1, Math.round(px * scale));
    return pixelsOf(image, atLeastOne(image.naturalWidth), atLeastOne(image.naturalHeight));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Null when the browser cannot read it. */
export async function openPicture(file: File): Promise<Frame | null> {
  try {
    if (file.type === kSvgType || /\.svg$/i.test(file.name)) return await drawSvg(file);
    const whole = await createImageBitmap(file);
    const scale = kLongestPictureSidePx / Math.max(whole.width, whole.height);
    const bitmap = scale >= 1 ? whole : await createImageBitmap(whole, {
      resizeWidth: Math.round(whole.width * scale), resizeHeight: Math.round(whole.height * scale), resizeQuality: 'high',
    });
    return typeof OffscreenCanvas === 'function' ? bitmap : pixelsOf(bitmap, bitmap.width, bitmap.height);
  } catch {
    return null;
  }
}
