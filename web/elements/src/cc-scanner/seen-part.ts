/** Which part of the camera's picture the person at the scanner sees: only a code in it may decide (docs/adr/0045). */
import type { SeenPart } from '@citycode/wasm/client';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * `element` is where the video element lies, `window` what of the page is on the screen, both in CSS px of the same origin.
 * CSS `object-fit: cover` with the default position: the picture fills the element, its middle stays in the middle, and what
 * is too much is cut off at two sides. Null when nothing is seen.
 */
export function seenPart(video: Size, element: Box, window: Box): SeenPart | null {
  const widthPx = element.right - element.left;
  const heightPx = element.bottom - element.top;
  const scale = Math.max(widthPx / video.widthPx, heightPx / video.heightPx);   // CSS px for each px of the picture
  const shownWidthPx = video.widthPx * scale;
  const shownHeightPx = video.heightPx * scale;
  const shownLeft = element.left + (widthPx - shownWidthPx) / 2;
  const shownTop = element.top + (heightPx - shownHeightPx) / 2;
  const seen = {
    left: (Math.max(element.left, window.left) - shownLeft) / shownWidthPx,
    top: (Math.max(element.top, window.top) - shownTop) / shownHeightPx,
    right: (Math.min(element.right, window.right) - shownLeft) / shownWidthPx,
    bottom: (Math.min(element.bottom, window.bottom) - shownTop) / shownHeightPx,
  };
  return seen.right > seen.left && seen.bottom > seen.top ? seen : null;   // of no size at all: NaN, which compares false
}

/** Of this element, now. Pinching moves a smaller window over the page. */
export function seenPartOf(video: HTMLVideoElement): SeenPart | null {
  const pinched = window.visualViewport;
  const left = pinched?.offsetLeft ?? 0;
  const top = pinched?.offsetTop ?? 0;
  return seenPart({ widthPx: video.videoWidth, heightPx: video.videoHeight }, video.getBoundingClientRect(), {
    left, top, right: left + (pinched?.width ?? window.innerWidth), bottom: top + (pinched?.height ?? window.innerHeight),
  });
}
