/** A camera that sees what a test holds before it, in every engine: a canvas whose stream stands in for that of getUserMedia. */
import type { Page } from './page.ts';

declare global {
  var testCamera: { hold(pngBase64: string): Promise<void> };
}

/** Runs before anything of the page. The canvas is upright like a phone's camera, drawn anew for each frame, and no larger than a code needs. */
export function cameraIsCanvas(): void {
  if (!navigator.mediaDevices) return;   // on the empty page before the first
  const kFramesPerSecond = 15;
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 854 });
  const context = canvas.getContext('2d')!;
  let held: HTMLImageElement | null = null;
  const draw = (): void => {
    context.fillStyle = '#60686e';
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (held) context.drawImage(held, Math.round((canvas.width - held.width) / 2), Math.round((canvas.height - held.height) / 2));
  };
  globalThis.testCamera = {
    hold: async (pngBase64) => { held = await openPicture(pngBase64); },
  };
  let drawing: ReturnType<typeof setInterval> | undefined;
  MediaDevices.prototype.getUserMedia = () => {
    draw();
    drawing ??= setInterval(draw, 1000 / kFramesPerSecond);
    return Promise.resolve(canvas.captureStream(kFramesPerSecond));   // without a number WebKit gives two frames and no more
  };
}

export async function holdBeforeCamera(page: Page, picture: Buffer): Promise<void> {
  await page.tab.evaluate((png: string) => testCamera.hold(png), picture.toString('base64'));
}
