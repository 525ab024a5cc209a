/** Frames out of a video element, by the shortest way that this browser has. */
import type { FaultId } from '@citycode/wasm';
import type { Frame } from '@citycode/wasm/client';

let videoFrameWorks = typeof VideoFrame === 'function';
/** A camera that changes its size or is closed spoils a frame or two. */
const MOST_UNREADABLE = 2;
let unreadable = 0;
let canvas: HTMLCanvasElement | null = null;

/** Where a worker's own canvas is missing, bitmaps are unpacked here. */
export function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData | null {
  canvas ??= document.createElement('canvas');
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.clearRect(0, 0, width, height);   // else the picture before shows through a transparent one
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

/** Whether frames go by a canvas, of which a browser may hand out something else than was drawn. */
export function framesNeedCanvas(): boolean {
  return !videoFrameWorks;
}

/**
 * To be told what became of each frame. Where VideoFrames cannot be read the canvas gives the frames from now on: after a few
 * that came to nothing, and at once when one cost the worker, because the next would cost another.
 */
export function frameWasRead(frame: Frame, fault: FaultId | undefined): void {
  if (!isVideoFrame(frame)) return;
  if (fault === 'image/bad-size') unreadable += 1;
  if (fault === 'internal/bug' || unreadable > MOST_UNREADABLE) videoFrameWorks = false;
}

const isVideoFrame = (frame: Frame): boolean => typeof VideoFrame === 'function' && frame instanceof VideoFrame;

/** Calls back for each new frame that the video shows, until stopped. */
export function watchFrames(video: HTMLVideoElement, onFrame: () => void): () => void {
  let stopped = false;
  const timeOf = (): number => video.currentTime;   // the type below knows every video to have the callback
  if ('requestVideoFrameCallback' in video) {
    const step = (): void => {
      if (stopped) return;
      video.requestVideoFrameCallback(step);
      onFrame();
    };
    video.requestVideoFrameCallback(step);
  } else {
    let lastTime = -1;
    const step = (): void => {
      if (stopped) return;
      requestAnimationFrame(step);
      const time = timeOf();
      if (time === lastTime) return;   // the frame that was there already
      lastTime = time;
      onFrame();
    };
    requestAnimationFrame(step);
  }
  return () => { stopped = true; };
}

/** 3,000 px keep 3 px a module for a code that fills a tenth of a photograph; larger ones only cost time. */
const LONGEST_PICTURE_SIDE_PX = 3000;

const SVG_TYPE = 'image/svg+xml';
/** A drawing has no pixels of its own: this many make 0.05 mm of a paper card (148 mm), 12 px a module. */
const SVG_SIDE_PX = LONGEST_PICTURE_SIDE_PX;
/** A card with a photo takes 0.1 MB; a drawing as large as this is none of a code, and could keep the page busy for long. */
const MAX_SVG_BYTES = 2 * 1024 * 1024;

/**
 * Browsers make no bitmap of an SVG file, but an <img> shows one: without scripts, and without fetching anything that it
 * names (SVG 2 section 2.2, secure static mode).
 */
async function drawSvg(file: File): Promise<Frame | null> {
  if (file.size > MAX_SVG_BYTES) return null;
  const address = URL.createObjectURL(new Blob([file], { type: SVG_TYPE }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = SVG_SIDE_PX / Math.max(image.naturalWidth, image.naturalHeight);
    if (!Number.isFinite(scale)) return null;   // an engine that gives no size to a drawing that names none
    const atLeastOne = (px: number): number => Math.max(1, Math.round(px * scale));
    return pixelsOf(image, atLeastOne(image.naturalWidth), atLeastOne(image.naturalHeight));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A picture file as pixels; null when the browser cannot read it. */
export async function openPicture(file: File): Promise<Frame | null> {
  try {
    if (file.type === SVG_TYPE || /\.svg$/i.test(file.name)) return await drawSvg(file);
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
