/** Makes what a camera would see out of pictures of a screen: a film for Chromium's fake camera. */
import { writeFile, rename } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { chooseSeed, seededRandom, type Random } from './random.ts';

export const kFrameWidthPx = 1280;
export const kFrameHeightPx = 720;
/** Chromium plays an MJPEG file at 30 frames a second; each picture is held for three of them. */
const kRepeats = 3;
const kFramesPerPicture = 8;

/** Where the fake camera may hold the phone. Version 12-M with its margin is 73 modules: 5 to 6 pixels each. */
const kCodeSidePx = { least: 380, most: 440 };
const kMostTurnDegrees = 6;
const kBlurSigmaPx = { least: 0.4, most: 0.9 };
const kNoiseAmplitude = 12;
/** A screen through a lens is never quite black nor quite white; noise needs that room too. */
const kContrast = { gain: 0.8, offset: 28 };
const kBackground = { r: 96, g: 104, b: 110 };

const between = (random: Random, { least, most }: { least: number; most: number }): number => least + random() * (most - least);

/** Pixels as they are: packing pictures between two steps takes longer than the steps. */
interface Pixels {
  readonly input: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

const pixelsOf = async (picture: Sharp): Promise<Pixels> => {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { input: data, raw: { width: info.width, height: info.height, channels: info.channels } };
};

/** Grey noise around the middle, to be laid over a frame as soft light. */
function makeNoise(random: Random): Pixels {
  const grey = Buffer.alloc(kFrameWidthPx * kFrameHeightPx);
  for (let i = 0; i < grey.length; i += 1) grey[i] = 128 + Math.round((random() * 2 - 1) * kNoiseAmplitude * 2);
  return { input: grey, raw: { width: kFrameWidthPx, height: kFrameHeightPx, channels: 1 } };
}

/** How the phone is held in one frame. `left` and `top` are parts of the room that is left, 0 to 1. */
interface Pose {
  readonly sidePx: number;
  readonly turnDegrees: number;
  readonly left: number;
  readonly top: number;
  readonly blurSigmaPx: number;
}

const choosePose = (random: Random): Pose => ({
  sidePx: Math.round(between(random, kCodeSidePx)),
  turnDegrees: (random() * 2 - 1) * kMostTurnDegrees,
  left: random(),
  top: random(),
  blurSigmaPx: between(random, kBlurSigmaPx),
});

async function makeFrame(picture: Buffer, pose: Pose, noise: Pixels): Promise<Buffer> {
  const turned = await pixelsOf(sharp(picture)
    .resize({ width: pose.sidePx, height: pose.sidePx, fit: 'contain', background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .rotate(pose.turnDegrees, { background: { ...kBackground, alpha: 0 } }));
  const left = Math.round(pose.left * (kFrameWidthPx - turned.raw.width));
  const top = Math.round(pose.top * (kFrameHeightPx - turned.raw.height));
  const frame = await pixelsOf(sharp({ create: { width: kFrameWidthPx, height: kFrameHeightPx, channels: 3, background: kBackground } })
    .composite([{ ...turned, left, top }]));
  return sharp(frame.input, { raw: frame.raw })
    .blur(pose.blurSigmaPx)
    .linear(kContrast.gain, kContrast.offset)
    .composite([{ ...noise, blend: 'hard-light' }])
    // 4:2:0, because Chromium shows nothing at all of a 4:4:4 film and says nothing.
    .jpeg({ quality: 75, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

async function makeEmptyFrame(noise: Pixels): Promise<Buffer> {
  return sharp({ create: { width: kFrameWidthPx, height: kFrameHeightPx, channels: 3, background: kBackground } })
    .composite([{ ...noise, blend: 'hard-light' }])
    .jpeg({ quality: 75, chromaSubsampling: '4:2:0' })
    .toBuffer();
}

/**
 * Writes a film in which each picture is held up in turn, every time a little differently, and which the fake
 * camera repeats for ever. No picture: an empty room. The file is replaced in one step; a camera that is
 * running keeps the film it began with.
 */
export async function writeFilm(path: string, pictures: readonly Buffer[], seed = chooseSeed()): Promise<void> {
  console.log(`film of ${pictures.length} picture(s), CITYCODE_SEED=${seed}`);
  const random = seededRandom(seed);
  const noise = makeNoise(random);
  const shots = pictures.flatMap((picture) => Array.from({ length: kFramesPerPicture }, () => ({ picture, pose: choosePose(random) })));
  const frames = shots.length > 0
    ? await Promise.all(shots.map(({ picture, pose }) => makeFrame(picture, pose, noise)))
    : [await makeEmptyFrame(noise)];
  await writeFile(`${path}.new`, Buffer.concat(frames.flatMap((frame) => Array<Buffer>(kRepeats).fill(frame))));
  await rename(`${path}.new`, path);
}
