/** From what a person sees of a picture as it is shown to the pixels that the camera gave. */
import type { PartPx } from '../facades/reader.types.js';
import type { SeenPart } from './messages.js';

/** How a frame is changed before it is shown (WebCodecs, VideoFrame): turned clockwise, then flipped from left to right. */
export interface Turn {
  /** 0, 90, 180 or 270 degrees. */
  readonly rotation?: number;
  readonly flip?: boolean;
}

const flipped = ({ left, top, right, bottom }: SeenPart): SeenPart => ({ left: 1 - right, top, right: 1 - left, bottom });

/** Undoes a quarter to the right: what is shown at the right was at the top, what is shown at the top was at the left. */
const turnedBack = ({ left, top, right, bottom }: SeenPart): SeenPart => ({ left: top, top: 1 - right, right: bottom, bottom: 1 - left });

const clamp = (px: number, most: number): number => Math.max(0, Math.min(most, px));

/**
 * In pixels of the frame as it lies in memory, inwards to whole ones: half a pixel that is seen does not count. Null when
 * nothing of it is seen, or when the shares are no numbers.
 */
export function partOf(seen: SeenPart, widthPx: number, heightPx: number, turn: Turn = {}): PartPx | null {
  let lying = turn.flip === true ? flipped(seen) : seen;
  for (let degrees = turn.rotation ?? 0; degrees > 0; degrees -= 90) lying = turnedBack(lying);
  const part = {
    left: clamp(Math.ceil(lying.left * widthPx), widthPx), top: clamp(Math.ceil(lying.top * heightPx), heightPx),
    right: clamp(Math.floor(lying.right * widthPx), widthPx), bottom: clamp(Math.floor(lying.bottom * heightPx), heightPx),
  };
  return part.right > part.left && part.bottom > part.top ? part : null;   // NaN compares false
}
