/** Frames out of a video element, by the shortest way that this browser has. */
import type { Frame } from '@citycode/wasm/client';

let videoFrameWorks = typeof VideoFrame === 'function';
let canvas: HTMLCanvasElement | null = null;

/** Where a worker's own canvas is missing, bitmaps are unpacked here. */
function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData | null {
  canvas ??= document.createElement('canvas');
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Null until the video shows its first frame: a VideoFrame made earlier fails. */
export function grabFrame(video: HTMLVideoElement): Frame | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  if (videoFrameWorks) {
    try {
      return new VideoFrame(video);
    } catch {
      videoFrameWorks = false;
    }
  }
  return pixelsOf(video, video.videoWidth, video.videoHeight);
}

/** After the worker could not read a VideoFrame: the canvas from now on. */
export function distrustVideoFrames(): void {
  videoFrameWorks = false;
}

/** Calls back for each frame that the video shows, until stopped. */
export function watchFrames(video: HTMLVideoElement, onFrame: () => void): () => void {
  let stopped = false;
  if ('requestVideoFrameCallback' in video) {
    const step = (): void => {
      if (stopped) return;
      video.requestVideoFrameCallback(step);
      onFrame();
    };
    video.requestVideoFrameCallback(step);
  } else {
    const step = (): void => {
      if (stopped) return;
      requestAnimationFrame(step);
      onFrame();
    };
    requestAnimationFrame(step);
  }
  return () => { stopped = true; };
}

/** 3,000 px keep 3 px a module for a code that fills a tenth of a photograph; larger ones only cost time. */
const LONGEST_PICTURE_SIDE_PX = 3000;

/** A picture file as pixels; null when the browser cannot read it. */
export async function openPicture(file: Blob): Promise<Frame | null> {
  try {
    const whole = await createImageBitmap(file);
    const scale = LONGEST_PICTURE_SIDE_PX / Math.max(whole.width, whole.height);
    const bitmap = scale >= 1 ? whole : await createImageBitmap(whole, {
      resizeWidth: Math.round(whole.width * scale), resizeHeight: Math.round(whole.height * scale), resizeQuality: 'high',
    });
    return typeof OffscreenCanvas === 'function' ? bitmap : pixelsOf(bitmap, bitmap.width, bitmap.height);
  } catch {
    return null;
  }
}
