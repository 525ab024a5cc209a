import { beforeEach, describe, expect, it, vi } from 'vitest';

/** What a worker that cannot read VideoFrames answers, or what comes of one that was closed on the way. */
type Told = 'image/bad-size' | 'internal/bug' | undefined;

class FakeVideoFrame {
  isClosed = false;
  constructor(_video: unknown) {}
  close(): void { this.isClosed = true; }
}

const video = { readyState: 4, videoWidth: 4, videoHeight: 2 } as HTMLVideoElement;
let drawn: number;

async function frames(): Promise<typeof import('../src/cc-scanner/frames.js')> {
  vi.resetModules();   // what a browser can is remembered for as long as the page lives
  return import('../src/cc-scanner/frames.js');
}

beforeEach(() => {
  drawn = 0;
  vi.stubGlobal('VideoFrame', FakeVideoFrame);
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal('document', {
    createElement: () => ({
      width: 0, height: 0,
      getContext: () => ({ clearRect: () => undefined, drawImage: () => { drawn += 1; }, getImageData: (_x: number, _y: number, width: number, height: number) => ({ width, height }) }),
    }),
  });
  return () => vi.unstubAllGlobals();
});

describe('a browser whose VideoFrames the worker cannot read', () => {
  it.each<[string, readonly Told[], number]>([
    ['copies of which reject and cost the worker', ['internal/bug'], 1],
    ['closed before they are there, or in a format that nobody reads', ['image/bad-size', 'image/bad-size', 'image/bad-size'], 3],
    ['of which some come to nothing, and some do not', ['image/bad-size', undefined, 'image/bad-size', undefined, 'image/bad-size'], 5],
  ])('%s: gives frames by the canvas after %j', async (_, told, after) => {
    const { frameWasRead, framesNeedCanvas, grabFrame } = await frames();
    for (const fault of told) {
      expect(framesNeedCanvas()).toBe(false);
      const frame = grabFrame(video)!;
      expect(frame).toBeInstanceOf(FakeVideoFrame);
      frameWasRead(frame, fault);
    }
    expect(told).toHaveLength(after);
    expect(framesNeedCanvas()).toBe(true);
    expect(grabFrame(video)).toEqual({ width: 4, height: 2 });
    expect(drawn).toBe(1);
  });

  it('goes on with them while they are read, or are of another size for a moment', async () => {
    const { frameWasRead, framesNeedCanvas, grabFrame } = await frames();
    for (const fault of [undefined, 'image/bad-size', undefined, 'image/bad-size', undefined] as const) frameWasRead(grabFrame(video)!, fault);
    expect(framesNeedCanvas()).toBe(false);
  });

  it('does not blame them for what became of a picture that somebody chose', async () => {
    const { frameWasRead, framesNeedCanvas } = await frames();
    for (let i = 0; i < 5; i++) frameWasRead({ width: 1, height: 1 } as ImageBitmap, 'internal/bug');
    expect(framesNeedCanvas()).toBe(false);
  });

  it('is found out at the first frame where it makes none at all', async () => {
    vi.stubGlobal('VideoFrame', class { constructor() { throw new DOMException('no', 'InvalidStateError'); } });
    const { framesNeedCanvas, grabFrame } = await frames();
    expect(grabFrame(video)).toEqual({ width: 4, height: 2 });
    expect(framesNeedCanvas()).toBe(true);
  });
});
