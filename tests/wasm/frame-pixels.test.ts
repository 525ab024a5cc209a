// Frames that a browser does not hand out: by the canvas where there is one, refused where not, and the core goes on.
import { CoreBug, type CityCore } from '@citycode/wasm';
import { loadCoreForNode } from '@citycode/wasm/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeFrame } from '../../wasm/dist/worker/frame-pixels.js';
import { draw, textOf } from './pictures.js';

const kText = 'BY THE CANVAS';

class Pixels {
  constructor(readonly data: Uint8ClampedArray, readonly width: number, readonly height: number) {}
}

/** As a browser's: what it does not hand out it refuses by an exception. */
class Frame {
  readonly visibleRect: { readonly width: number; readonly height: number } | null;
  constructor(readonly picture: Pixels, readonly format: string | null, readonly isClosed = false) {
    this.visibleRect = isClosed ? null : { width: picture.width, height: picture.height };
  }
  get displayWidth(): number { return this.isClosed ? 0 : this.picture.width; }
  get displayHeight(): number { return this.isClosed ? 0 : this.picture.height; }
  allocationSize(): number {
    if (this.isClosed) throw new DOMException('closed', 'InvalidStateError');
    return this.picture.width * this.picture.height * 2;
  }
  async copyTo(): Promise<never> { throw new DOMException('the planes are on the graphics card', 'NotSupportedError'); }
}

/** Draws nothing itself: gives the picture of the frame that it was shown. */
class Canvas {
  shown: Frame | null = null;
  constructor(public width: number, public height: number) {}
  getContext() {
    return {
      clearRect: () => undefined,
      drawImage: (frame: Frame) => {
        if (canvasRefuses) throw new DOMException('not here', 'SecurityError');
        this.shown = frame;
      },
      getImageData: () => this.shown!.picture,
    };
  }
}

let canvasRefuses = false;
let core: CityCore;
let picture: Pixels;

beforeAll(async () => {
  core = await loadCoreForNode();
  const { rgba, sidePx } = draw(core, kText, 'M', 4);
  picture = new Pixels(rgba, sidePx, sidePx);
});
beforeEach(() => {
  canvasRefuses = false;
  vi.stubGlobal('VideoFrame', Frame);
  vi.stubGlobal('ImageData', Pixels);
  vi.stubGlobal('OffscreenCanvas', Canvas);
});
afterEach(() => vi.unstubAllGlobals());

const placed = (frame: Frame) => placeFrame(core.reader, frame as unknown as VideoFrame);

describe('a frame of the camera', () => {
  it.each(['I420', 'NV12', 'RGBA', null])('of format %s whose planes are refused is read over the canvas', async (format) => {
    const { shape, offsetBytes } = (await placed(new Frame(picture, format)))!;
    expect(core.reader.scanFrameBuffer(shape, offsetBytes).ok!.map(({ bytes }) => textOf(bytes))).toEqual([kText]);
  });

  it('that was closed is no frame, and the next one is read', async () => {
    expect(await placed(new Frame(picture, 'I420', true))).toBeNull();
    expect(await placed(new Frame(picture, 'I420'))).not.toBeNull();
  });

  it('that neither way gives is refused, for as long as that is so', async () => {
    canvasRefuses = true;
    expect(await placed(new Frame(picture, 'I420'))).toBeNull();
    expect(await placed(new Frame(picture, null))).toBeNull();
  });

  it('does not hide a bug of the core', async () => {
    const broken = { frameBuffer: () => { throw new CoreBug('stopped'); } };
    await expect(placeFrame(broken as never, new Frame(picture, 'I420') as unknown as VideoFrame)).rejects.toThrow(CoreBug);
  });
});
