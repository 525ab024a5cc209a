// What is seen of a picture, in pixels of the frame as it lies in memory.
import { describe, expect, it } from 'vitest';
import { partOf } from '../../wasm/dist/worker/seen-part.js';
import { printedSeed, randomFrom } from './pictures.js';

/** Where a pixel of a frame is shown, in shares: turned clockwise first, then flipped. */
function shownAt(x: number, y: number, width: number, height: number, rotation: number, flip: boolean): { x: number; y: number } {
  let [u, v] = [(x + 0.5) / width, (y + 0.5) / height];
  for (let turned = 0; turned < rotation; turned += 90) [u, v] = [1 - v, u];
  return { x: flip ? 1 - u : u, y: v };
}

describe('the seen part in pixels', () => {
  it('is the middle of a lying frame on a phone that stands', () => {
    expect(partOf({ left: 0.25, top: 0, right: 0.75, bottom: 1 }, 1280, 720)).toEqual({ left: 320, top: 0, right: 960, bottom: 720 });
  });

  it('is turned back with the frame', () => {
    expect(partOf({ left: 0, top: 0.25, right: 1, bottom: 0.75 }, 1280, 720, { rotation: 90 })).toEqual({ left: 320, top: 0, right: 960, bottom: 720 });
    expect(partOf({ left: 0, top: 0, right: 0.5, bottom: 0.25 }, 1280, 720, { rotation: 90 })).toEqual({ left: 0, top: 360, right: 320, bottom: 720 });
    expect(partOf({ left: 0, top: 0, right: 0.5, bottom: 0.25 }, 1280, 720, { flip: true })).toEqual({ left: 640, top: 0, right: 1280, bottom: 180 });
  });

  it('holds exactly the pixels that are shown in it, however the frame is turned and flipped', () => {
    const random = randomFrom(printedSeed('seen part'));
    const [width, height] = [12, 8];
    for (let round = 0; round < 200; round++) {
      const [a, b, c, d] = [random(), random(), random(), random()] as const;
      const seen = { left: Math.min(a, b), right: Math.max(a, b), top: Math.min(c, d), bottom: Math.max(c, d) };
      const turn = { rotation: 90 * Math.floor(random() * 4), flip: random() < 0.5 };
      const part = partOf(seen, width, height, turn);
      for (let x = 0; x < width; x++)
        for (let y = 0; y < height; y++) {
          if (!part || x < part.left || x >= part.right || y < part.top || y >= part.bottom) continue;
          const shown = shownAt(x, y, width, height, turn.rotation, turn.flip);
          expect(shown.x > seen.left && shown.x < seen.right && shown.y > seen.top && shown.y < seen.bottom).toBe(true);
        }
      const wide = { left: 0, top: 0, right: 1, bottom: 1 };
      expect(partOf(wide, width, height, turn)).toEqual({ left: 0, top: 0, right: width, bottom: height });
    }
  });

  it('is none when nothing is seen or the shares are no numbers', () => {
    for (const seen of [
      { left: 0.5, top: 0, right: 0.5, bottom: 1 }, { left: 0.6, top: 0, right: 0.4, bottom: 1 }, { left: 1.2, top: 0, right: 2, bottom: 1 },
      { left: NaN, top: 0, right: 1, bottom: 1 }, { left: 0, top: 0, right: 1, bottom: NaN }, { left: 0.01, top: 0, right: 0.05, bottom: 1 },
    ]) expect(partOf(seen, 10, 10)).toBeNull();
  });
});
