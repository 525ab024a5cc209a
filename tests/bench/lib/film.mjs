// Synthetic camera frames: a code held before a textured background, drifting as a hand drifts, tilted, blurred
// and noisy. Everything comes from the seed.

export const kWidth = 1280;
export const kHeight = 720;

/** mulberry32: 32 bits of state are plenty for pictures. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (random, low, high) => low + (high - low) * random();

function addRectangle(luma, left, top, width, height, shade) {
  const right = Math.min(kWidth, left + width);
  const bottom = Math.min(kHeight, top + height);
  for (let y = Math.max(0, top); y < bottom; y++) luma.fill(shade, y * kWidth + Math.max(0, left), y * kWidth + right);
}

/** Furniture (rectangles), a printed page (rows of short dark dashes), and light that falls off to one side. */
export function background(random) {
  const luma = new Uint8ClampedArray(kWidth * kHeight).fill(between(random, 90, 160));
  for (let i = 0; i < 40; i++)
    addRectangle(luma, Math.floor(between(random, -100, kWidth)), Math.floor(between(random, -100, kHeight)),
      Math.floor(between(random, 20, 400)), Math.floor(between(random, 20, 300)), between(random, 20, 235));
  const left = Math.floor(between(random, 0, kWidth - 300));
  const top = Math.floor(between(random, 0, kHeight - 200));
  addRectangle(luma, left, top, 300, 200, 225);
  for (let y = top + 10; y < top + 190; y += 12)
    for (let x = left + 10; x < left + 280; x += Math.floor(between(random, 4, 14)))
      addRectangle(luma, x, y, Math.floor(between(random, 1, 6)), 7, between(random, 20, 70));
  const slope = between(random, -0.25, 0.25) / kWidth;
  for (let y = 0, i = 0; y < kHeight; y++)
    for (let x = 0; x < kWidth; x++, i++) luma[i] *= 1 + slope * (x - kWidth / 2);
  return luma;
}

/** Draws the matrix with its quiet zone: centre, side in px, angle, and how much its far edge shrinks. */
export function placeCode(luma, { side, isDark }, { x: centreX, y: centreY, sidePx, angle, tilt, projective = false, dark = 35, light = 225 }) {
  const modules = side + 8;
  const scale = modules / ((sidePx * modules) / side);   // modules a pixel
  const reach = Math.ceil((sidePx * modules * 0.75) / side);
  const cos = Math.cos(angle) * scale;
  const sin = Math.sin(angle) * scale;
  const kSamples = [0.25, 0.75];
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(kHeight, centreY + reach); y++)
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(kWidth, centreX + reach); x++) {
      let sum = 0;
      let covered = 0;
      for (const dy of kSamples)
        for (const dx of kSamples) {
          const px = x + dx - centreX;
          const py = y + dy - centreY;
          const lean = (tilt * (px * sin + py * cos)) / modules;
          const depth = projective ? 1 / (1 - lean) : 1 + lean;   // the same for small tilts
          const u = (px * cos + py * -sin) * depth + modules / 2;
          const v = (px * sin + py * cos) * depth + modules / 2;
          if (u < 0 || v < 0 || u >= modules || v >= modules) continue;
          covered++;
          sum += isDark(Math.floor(u) - 4, Math.floor(v) - 4) ? dark : light;
        }
      if (covered) luma[y * kWidth + x] = sum / 4 + (luma[y * kWidth + x] * (4 - covered)) / 4;
    }
}

/** A lens: the separable kernel (1 2 1) / 4, `times` over; each adds 0.5 to the variance in px. */
export function blur(luma, times) {
  const row = new Uint8ClampedArray(luma.length);
  for (; times > 0; times--) {
    for (let i = 1; i < luma.length - 1; i++) row[i] = (luma[i - 1] + 2 * luma[i] + luma[i + 1] + 2) >> 2;
    for (let i = kWidth; i < luma.length - kWidth; i++) luma[i] = (row[i - kWidth] + 2 * row[i] + row[i + kWidth] + 2) >> 2;
  }
}

/** Sensor noise, triangular, at most `amplitude` levels. */
export function addNoise(luma, random, amplitude) {
  for (let i = 0; i < luma.length; i++) luma[i] += (random() - random()) * amplitude;
}

/** Sides of the symbol in px: at version 12 (65 modules) 3.5 to 7 px a module. */
const kScenes = [
  { sidePx: 300, angle: 0.1, tilt: 0.1, blur: 1, noise: 6 },
  { sidePx: 420, angle: -0.25, tilt: 0.15, blur: 1, noise: 8 },
  { sidePx: 230, angle: 0.05, tilt: 0, blur: 1, noise: 6 },
  { sidePx: 450, angle: 0.3, tilt: 0.1, blur: 2, noise: 10 },
  { sidePx: 360, angle: 1.65, tilt: 0.05, blur: 2, noise: 6 },
  { sidePx: 260, angle: -0.7, tilt: 0.1, blur: 1, noise: 4 },
];

/**
 * A film: for each scene one frame without a code and then `framesPerScene` with one. `codeFor(scene)` gives
 * {side, isDark}. Every frame is {scene, hasCode, luma}.
 */
export function makeFilm(seed, framesPerScene, codeFor) {
  const frames = [];
  kScenes.forEach((scene, index) => {
    const random = randomFrom(seed * 1000 + index);
    const room = background(random);
    const code = codeFor(index);
    const half = scene.sidePx * 0.75;
    const startX = between(random, half, kWidth - half);
    const startY = between(random, Math.min(half, 340), Math.max(kHeight - half, 380));
    const wobble = between(random, 0, 6.28);
    for (let frame = 0; frame <= framesPerScene; frame++) {
      const luma = room.slice();
      const hasCode = frame > 0;
      if (hasCode)
        placeCode(luma, code, {
          x: startX + 12 * Math.sin(wobble + frame / 3), y: startY + 9 * Math.cos(wobble + frame / 4),
          sidePx: scene.sidePx * (1 + 0.03 * Math.sin(frame / 5)), angle: scene.angle + 0.02 * Math.sin(frame / 2), tilt: scene.tilt,
        });
      blur(luma, scene.blur);
      addNoise(luma, random, scene.noise);
      frames.push({ scene: index, hasCode, luma: new Uint8Array(luma.buffer) });
    }
  });
  return frames;
}
