/** Pictures between the phone and the scanner: pixels, and nothing else goes from one to the other. */
import type { Frame } from '@citycode/wasm/client';

/** What a gate's camera gives, about; the code is less than all of it, as before a camera. */
const kCameraPx = 640;
const kCodePx = 540;

export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

/** Draws what is held before the scanner into what it sees, smaller or larger than it was drawn on the phone. */
export function holdBefore(camera: HTMLCanvasElement, picture: CanvasImageSource): void {
  camera.width = camera.height = kCameraPx;
  const context = camera.getContext('2d');
  if (!context) return;
  const edgePx = (kCameraPx - kCodePx) / 2;
  context.fillStyle = '#c9ccd1';
  context.fillRect(0, 0, kCameraPx, kCameraPx);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, edgePx, edgePx, kCodePx, kCodePx);
}

/** A frame as a camera's video gives it; where this browser makes none of a canvas, its pixels. */
export function frameOf(camera: HTMLCanvasElement): Frame {
  if (typeof VideoFrame === 'function') {
    try {
      return new VideoFrame(camera, { timestamp: 0 });
    } catch {
      // A browser that has frames for videos alone.
    }
  }
  return camera.getContext('2d')!.getImageData(0, 0, camera.width, camera.height);
}
