/** Makes what a camera would see out of pictures of a screen: a film for Chromium's fake camera. */
import { writeFile, rename } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { chooseSeed, seededRandom, type Random } from './random.ts';

export const kFrameWidthPx = 1280;
export const kFrameHeightPx = 720;
/** Chromium plays an MJPEG file at 30 frames a second; each picture is held for three of them. */
const kRepeats = 3;
const kFramesPerPicture = 8;

/**
 * What a scanner of 390 x 844 CSS px, held upright, shows of these frames; it counts nothing else. (Its camera would turn the
 * frame with the phone; Chromium's fake one does not.) Its picture is about 390 x 700 CSS px.
 */
const kSeenPx = { left: 450, right: 830 };
/** Where the fake camera may hold the phone: in there, however it is turned. Version 12-M with its margin is 73 modules: 4.3 to 4.7 pixels each. */
const kCodeSidePx = { least: 315, most: 345 };
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

/** A part of the frame in which a phone is held. */
interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const kInView: Room = { ...kSeenPx, top: 0, bottom: kFrameHeightPx };
const kBeside: Room = { left: 0, right: kSeenPx.left, top: 0, bottom: kFrameHeightPx };
const kUpperHalf: Room = { ...kInView, bottom: kFrameHeightPx / 2 };
const kLowerHalf: Room = { ...kInView, top: kFrameHeightPx / 2 };

/** How a phone is held in one frame. `left` and `top` are parts of the space that its room leaves, 0 to 1. */
interface Held {
  readonly picture: Buffer;
  readonly room: Room;
  readonly sidePx: number;
  readonly turnDegrees: number;
  readonly left: number;
  readonly top: number;
}

/** One picture of the film. */
interface Shot {
  readonly held: readonly Held[];
  readonly blurSigmaPx: number;
}

const hold = (random: Random, picture: Buffer, room: Room): Held => {
  const sidePx = Math.round(between(random, kCodeSidePx));
  // Turned, its upright box is larger; half the frame's height leaves no space for that.
  const turnDegrees = room.bottom - room.top < kFrameHeightPx ? 0 : (random() * 2 - 1) * kMostTurnDegrees;
  return { picture, room, sidePx, turnDegrees, left: random(), top: random() };
};

async function placed({ picture, room, sidePx, turnDegrees, left, top }: Held): Promise<Pixels & { readonly left: number; readonly top: number }> {
  const turned = await pixelsOf(sharp(picture)
    .resize({ width: sidePx, height: sidePx, fit: 'contain', background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .rotate(turnDegrees, { background: { ...kBackground, alpha: 0 } }));
  return {
    ...turned,
    left: Math.round(room.left + left * (room.right - room.left - turned.raw.width)),
    top: Math.round(room.top + top * (room.bottom - room.top - turned.raw.height)),
  };
}

async function makeFrame(shot: Shot, noise: Pixels): Promise<Buffer> {
  const frame = await pixelsOf(sharp({ create: { width: kFrameWidthPx, height: kFrameHeightPx, channels: 3, background: kBackground } })
    .composite(await Promise.all(shot.held.map(placed))));
  return sharp(frame.input, { raw: frame.raw })
    .blur(shot.blurSigmaPx)
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

/** What is held up before the camera. */
export type Scene =
  | { readonly alone: Buffer }
  /** The second one is in the camera's picture and not on the screen of a scanner that is held upright. */
  | { readonly inView: Buffer; readonly beside: Buffer }
  /** One above the other, both on the screen. */
  | { readonly together: readonly [Buffer, Buffer] };

function heldIn(random: Random, scene: Scene): readonly Held[] {
  if ('alone' in scene) return [hold(random, scene.alone, kInView)];
  if ('inView' in scene) return [hold(random, scene.inView, kInView), hold(random, scene.beside, kBeside)];
  return [hold(random, scene.together[0], kUpperHalf), hold(random, scene.together[1], kLowerHalf)];
}

/**
 * Writes a film of these scenes one after the other, each picture a little different, which the fake camera repeats for
 * ever. No scene: an empty room. The file is replaced in one step; a camera that is running keeps the film it began with.
 */
export async function writeFilm(path: string, scenes: readonly Scene[], seed = chooseSeed()): Promise<void> {
  console.log(`film of ${scenes.length} scene(s), CITYCODE_SEED=${seed}`);
  const random = seededRandom(seed);
  const noise = makeNoise(random);
  const shots = scenes.flatMap((scene) => Array.from({ length: kFramesPerPicture }, (): Shot => (
    { held: heldIn(random, scene), blurSigmaPx: between(random, kBlurSigmaPx) })));
  const frames = shots.length > 0 ? await Promise.all(shots.map((shot) => makeFrame(shot, noise))) : [await makeEmptyFrame(noise)];
  await writeFile(`${path}.new`, Buffer.concat(frames.flatMap((frame) => Array<Buffer>(kRepeats).fill(frame))));
  await rename(`${path}.new`, path);
}
