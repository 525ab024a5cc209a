/** Makes a photo small enough for a code, on this device: only the result ever leaves it. */
import { kMaxPaperPhotoBytes } from '@citycode/wasm/limits';

export interface SmallPhoto {
  readonly format: 'webp';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const kMaxPhotoBytes = kMaxPaperPhotoBytes;

/** Three to four, as on documents; the first that fits with a quality that still shows a face is taken. */
const kSizes = [[96, 128], [72, 96], [60, 80], [48, 64]] as const;
/** "RIFF", the length, "WEBP" (RFC 9649 section 2.4). */
const kRiffHeadBytes = 12;
const kQualities = [0.5, 0.3, 0.15, 0.05] as const;

/** The largest part of the picture with the sides of a portrait: from the middle, and towards the top, where faces are. */
export function portraitPart(width: number, height: number): { x: number; y: number; width: number; height: number } {
  const wide = Math.min(width, (height * 3) / 4);
  const high = Math.min(height, (width * 4) / 3);
  return { x: (width - wide) / 2, y: (height - high) / 4, width: wide, height: high };
}

/**
 * A WebP file with its picture only: RIFF size WEBP, then chunks of a name, a size (little-endian) and bytes padded to an
 * even number (RFC 9649 section 2). Chromium adds a colour profile of some 500 bytes, which a code has no room for.
 */
export function pictureOnly(webp: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength);
  const nameAt = (at: number): string => String.fromCharCode(...webp.subarray(at, at + 4));
  if (webp.length < kRiffHeadBytes || nameAt(0) !== 'RIFF' || nameAt(8) !== 'WEBP') return null;
  for (let at = kRiffHeadBytes; at + 8 <= webp.length;) {
    const size = view.getUint32(at + 4, true), padded = 8 + size + (size % 2);
    if (at + padded > webp.length) return null;
    if (nameAt(at) === 'VP8 ' || nameAt(at) === 'VP8L') {
      const plain = new Uint8Array(kRiffHeadBytes + padded);
      plain.set(webp.subarray(0, kRiffHeadBytes));
      plain.set(webp.subarray(at, at + padded), kRiffHeadBytes);
      new DataView(plain.buffer).setUint32(4, plain.length - 8, true);
      return plain;
    }
    at += padded;
  }
  return null;
}

async function encode(picture: ImageBitmap, width: number, height: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  const part = portraitPart(picture.width, picture.height);
  context.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/webp', quality); });
}

/** Null when the file is no picture, or when this browser cannot write WebP. Nothing of the file but its pixels is kept. */
export async function makeSmallPhoto(file: Blob): Promise<SmallPhoto | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  try {
    for (const [width, height] of kSizes) {
      for (const quality of kQualities) {
        const blob = await encode(picture, width, height, quality);
        if (blob?.type !== 'image/webp') return null;
        const bytes = pictureOnly(new Uint8Array(await blob.arrayBuffer()));
        if (!bytes) return null;
        if (bytes.length <= kMaxPhotoBytes) return { format: 'webp', bytes };
      }
    }
    return null;
  } finally {
    picture.close();
  }
}
