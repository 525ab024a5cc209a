import { describe, expect, it } from 'vitest';
import { seenPart, type Box } from '../src/cc-scanner/seen-part.js';

const box = (left: number, top: number, widthPx: number, heightPx: number): Box => ({ left, top, right: left + widthPx, bottom: top + heightPx });
const lying = { widthPx: 1280, heightPx: 720 };
const standing = { widthPx: 720, heightPx: 1280 };

/** To four places: shares of a picture of 1280 px are then right to an eighth of a pixel. */
const rounded = (seen: ReturnType<typeof seenPart>): number[] | null =>
  seen && [seen.left, seen.top, seen.right, seen.bottom].map((share) => Math.round(share * 10_000) / 10_000);

describe('what is seen of the camera’s picture', () => {
  it('is all of it where the element has its shape', () => {
    expect(rounded(seenPart(lying, box(0, 0, 640, 360), box(0, 0, 1280, 720)))).toEqual([0, 0, 1, 1]);
  });

  it('loses two sides of a lying picture on a phone that stands', () => {
    // 390 x 720 CSS px: the picture is shown 1280 wide, of which 390 are seen.
    expect(rounded(seenPart(lying, box(0, 0, 390, 720), box(0, 0, 390, 800)))).toEqual([0.3477, 0, 0.6523, 1]);
  });

  it('loses top and bottom of a standing picture on a wide screen', () => {
    expect(rounded(seenPart(standing, box(0, 0, 720, 640), box(0, 0, 800, 800)))).toEqual([0, 0.25, 1, 0.75]);
  });

  it('is asked for the shape of each frame: after a turn of the phone another one counts', () => {
    const element = box(0, 0, 390, 720);
    expect(rounded(seenPart(standing, element, element))).toEqual([0.0185, 0, 0.9815, 1]);
    expect(rounded(seenPart(lying, box(0, 0, 720, 390), box(0, 0, 720, 390)))).toEqual([0, 0.0185, 1, 0.9815]);
  });

  it('does not hold what is scrolled or pinched out of the window', () => {
    expect(rounded(seenPart(lying, box(0, -180, 640, 360), box(0, 0, 640, 800)))).toEqual([0, 0.5, 1, 1]);
    expect(rounded(seenPart(lying, box(100, 700, 640, 360), box(0, 0, 640, 880)))).toEqual([0, 0, 0.8438, 0.5]);
    expect(rounded(seenPart(lying, box(0, 0, 640, 360), box(160, 90, 320, 180)))).toEqual([0.25, 0.25, 0.75, 0.75]);
  });

  it('is none when the element is away or has no size, and before the first frame', () => {
    expect(seenPart(lying, box(0, 900, 640, 360), box(0, 0, 640, 800))).toBeNull();
    expect(seenPart(lying, box(0, 0, 0, 0), box(0, 0, 640, 800))).toBeNull();
    expect(seenPart({ widthPx: 0, heightPx: 0 }, box(0, 0, 640, 360), box(0, 0, 640, 800))).toBeNull();
  });
});
