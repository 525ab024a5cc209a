/** Frames out of a video element, by the shortest way that this browser has. */
import type { Frame } from '@citycode/wasm/client';
import type { FaultId } from '@citycode/wasm/types';

let videoFrameWorks = typeof VideoFrame === 'function';
/** A camera that changes its size or is closed spoils a frame or two. */
const kMostUnreadable = 2;
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
  if (fault === 'internal/bug' || unreadable > kMostUnreadable) videoFrameWorks = false;
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
