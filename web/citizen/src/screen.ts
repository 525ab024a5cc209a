/** The phone's screen while a code is held out: awake, and as large as it goes. */
import { WakeLock } from '@citycode/elements/wake-lock';

const wakeLock = new WakeLock();

export async function holdScreen(): Promise<void> {
  wakeLock.hold();
  if (matchMedia('(pointer: coarse)').matches) await document.documentElement.requestFullscreen?.().catch(() => undefined);
}

export async function releaseScreen(): Promise<void> {
  wakeLock.release();
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}
