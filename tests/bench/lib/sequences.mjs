// Camera sequences of our own codes, one for each trouble of a hand, a lens, a light or a screen. Everything comes from the
// seed; frames are drawn when they are asked for, because most sequences are over after a few.
import { addNoise, background, between, blur, kHeight, kWidth, placeCode, randomFrom } from './film.mjs';

/** What the hand does between frames, in px: 3 % of a symbol's side and less. */
const kShakePx = 9;

/** A bright patch that washes out what is under it: towards white, most in its middle. */
function addGlare(luma, { x, y, radiusPx, strength }) {
  for (let row = Math.max(0, Math.floor(y - radiusPx)); row < Math.min(kHeight, y + radiusPx); row++)
    for (let column = Math.max(0, Math.floor(x - radiusPx)); column < Math.min(kWidth, x + radiusPx); column++) {
      const off = Math.hypot(column - x, row - y) / radiusPx;
      if (off >= 1) continue;
      const i = row * kWidth + column;
      luma[i] += (255 - luma[i]) * strength * Math.min(1, 2 - 2 * off);
    }
}

/** A screen's pixels against the camera's: two gratings whose difference is slow enough to see. */
function addMoire(luma, { periodPx, angle, depth, phase }) {
  const kx = (Math.cos(angle) * 2 * Math.PI) / periodPx;
  const ky = (Math.sin(angle) * 2 * Math.PI) / periodPx;
  for (let y = 0, i = 0; y < kHeight; y++)
    for (let x = 0; x < kWidth; x++, i++) luma[i] *= 1 + depth * Math.sin(kx * x + phase) * Math.sin(ky * x - kx * y + phase);
}

/** Little light: the levels close together near black, and the sensor's noise not. */
function darken(luma, share, floor) {
  for (let i = 0; i < luma.length; i++) luma[i] = floor + luma[i] * share;
}

const base = { modulePx: 4.5, angle: 0.08, tilt: 0.08, blur: 1, noise: 6, framesPerCode: Infinity };

/** Several of each kind, milder and harder. `after` works on a drawn frame. */
const kKinds = [
  { name: 'plain', ...base },
  { name: 'hand shake', ...base, shake: 3, modulePx: 3.5 },
  { name: 'motion blur', ...base, motionPx: 5 },
  { name: 'perspective', ...base, tilt: 0.45, angle: 0.5 },
  { name: 'defocus', ...base, blur: 5, modulePx: 5 },
  { name: 'strong defocus', ...base, blur: 9, modulePx: 5.5 },
  { name: 'glare', ...base, glare: { share: 0.22, strength: 0.9 } },
  { name: 'strong glare', ...base, glare: { share: 0.35, strength: 0.97 } },
  { name: 'low light', ...base, low: { share: 0.18, floor: 12 }, noise: 16 },
  { name: 'moiré', ...base, moire: { periodPx: 9, depth: 0.35 } },
  { name: 'dark mode', ...base, inverted: true },
  { name: 'small modules', ...base, modulePx: 2.4, blur: 1, noise: 4 },
  { name: 'rolling', ...base, modulePx: 3, framesPerCode: 3 },
];

export const sequenceNames = kKinds.map(({ name }) => name);

/** The same sequence again and again for the same seed: `frame(index)` is a luminance plane, `serial(index)` the code in it. */
function sequenceOf(kind, seed, modulesFor) {
  const random = randomFrom(seed);
  const room = background(random);
  const centre = { x: between(random, 420, kWidth - 420), y: kHeight / 2 + between(random, -20, 20) };
  const wobble = between(random, 0, 6.28);
  const turn = between(random, -0.15, 0.15);
  const serial = (index) => Math.floor(index / kind.framesPerCode) || 0;
  const frame = (index) => {
    const luma = room.slice();
    const code = modulesFor(serial(index));
    const shakePx = kShakePx * (kind.shake ?? 1);
    const sidePx = kind.modulePx * code.side * (1 + 0.02 * Math.sin(index / 5));
    const at = { x: centre.x + shakePx * Math.sin(wobble + index / 2), y: centre.y + shakePx * Math.cos(wobble + index / 3) };
    placeCode(luma, code, {
      ...at, sidePx, angle: kind.angle + turn + 0.02 * Math.sin(index / 2), tilt: kind.tilt, projective: true,
      ...(kind.inverted && { dark: 225, light: 35 }),
    });
    if (kind.glare) addGlare(luma, { x: at.x + sidePx * 0.2 * Math.cos(index / 4), y: at.y + sidePx * 0.2 * Math.sin(index / 4), radiusPx: sidePx * kind.glare.share, strength: kind.glare.strength });
    if (kind.moire) addMoire(luma, { ...kind.moire, angle: 0.2 + index / 40, phase: index });
    if (kind.motionPx) {
      const from = luma.slice();
      for (let i = kind.motionPx; i < luma.length; i++) {
        let sum = 0;
        for (let k = 0; k < kind.motionPx; k++) sum += from[i - k];
        luma[i] = sum / kind.motionPx;
      }
    }
    if (kind.low) darken(luma, kind.low.share, kind.low.floor);
    blur(luma, kind.blur);
    addNoise(luma, randomFrom(seed * 7919 + index), kind.noise);
    return new Uint8Array(luma.buffer);
  };
  return { name: kind.name, frame, serial };
}

/** `modulesFor(kind's index, serial)` gives the drawn code. */
export const makeSequences = (seed, modulesFor, copies = 1) => Array.from({ length: copies }, (_, copy) =>
  kKinds.map((kind, index) => sequenceOf(kind, seed * 1000 + copy * 100 + index, (serial) => modulesFor(copy * 100 + index, serial)))).flat();

/** An easy sequence but for the size of its modules. */
export const makeSmallSequence = (seed, modulePx, modulesFor) =>
  sequenceOf({ name: `${modulePx} px`, ...base, tilt: 0.03, noise: 4, modulePx }, seed, modulesFor);
