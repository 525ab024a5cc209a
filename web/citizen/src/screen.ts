/** The phone's screen while a code is held out: awake, and as large as it goes. */

let lock: WakeLockSentinel | null = null;
let wanted = false;

async function takeLock(): Promise<void> {
  try {
    lock = await navigator.wakeLock?.request('screen') ?? null;
    if (!wanted) await lock?.release();
  } catch {
    lock = null;   // battery saver: the screen may dim, and the page says what to do
  }
}

document.addEventListener('visibilitychange', () => {
  if (wanted && !document.hidden && (!lock || lock.released)) void takeLock();
});

export async function holdScreen(): Promise<void> {
  wanted = true;
  if (matchMedia('(pointer: coarse)').matches) await document.documentElement.requestFullscreen?.().catch(() => undefined);
  await takeLock();
}

export async function releaseScreen(): Promise<void> {
  wanted = false;
  await lock?.release().catch(() => undefined);
  lock = null;
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}
