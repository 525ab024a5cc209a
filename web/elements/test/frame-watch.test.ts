import { describe, expect, it } from 'vitest';
import { FrameWatch, kHintMs, kRestartMs, kStalledMs } from '../src/cc-scanner/frame-watch.js';

const started = (): FrameWatch => {
  const watch = new FrameWatch();
  watch.begin(0);
  watch.frame(33);
  return watch;
};

describe('a camera that delivers nothing', () => {
  it('is started anew once, and then given up', () => {
    const watch = started();
    expect(watch.health(33 + kStalledMs - 1)).toBe('well');
    expect(watch.health(33 + kStalledMs)).toBe('restart');
    expect(watch.health(33 + kStalledMs + kRestartMs - 1)).toBe('well');
    expect(watch.health(33 + kStalledMs + kRestartMs)).toBe('lost');
  });

  it('is given up also when the new start succeeds and no frame follows', () => {
    const watch = started();
    expect(watch.health(4000)).toBe('restart');
    watch.begin(4500);
    expect(watch.health(4500 + kStalledMs)).toBe('well');
    expect(watch.health(4000 + kRestartMs)).toBe('lost');
  });

  it('is well again when frames go on coming, and the next stop counts anew', () => {
    const watch = started();
    expect(watch.health(4000)).toBe('restart');
    for (let ms = 5000; ms <= 4000 + kRestartMs; ms += 100) watch.frame(ms);
    expect(watch.health(4000 + kRestartMs + kStalledMs - 1)).toBe('well');
    expect(watch.health(4000 + kRestartMs + kStalledMs)).toBe('restart');
  });

  it('is not started anew for ever when each start brings a few frames and then none', () => {
    const watch = started();
    expect(watch.health(4000)).toBe('restart');
    watch.begin(4200);
    watch.frame(4300);
    expect(watch.health(4000 + kRestartMs - 1)).toBe('well');
    expect(watch.health(4000 + kRestartMs)).toBe('lost');
  });

  it('is not missed before it was started, and while nobody looks', () => {
    expect(new FrameWatch().health(1e9)).toBe('well');
    const watch = started();
    watch.begin(60_000);
    expect(watch.health(60_000 + kStalledMs - 1)).toBe('well');
    watch.stop();
    expect(watch.health(1e9)).toBe('well');
  });
});

describe('a hint', () => {
  it('comes after a while in which frames showed nothing', () => {
    const watch = started();
    for (let ms = 66; ms < 33 + kHintMs; ms += 33) {
      watch.frame(ms);
      expect(watch.needsHint(ms)).toBe(false);
    }
    expect(watch.needsHint(33 + kHintMs)).toBe(true);
  });

  it('does not come when something was read, nor without frames', () => {
    const watch = started();
    watch.read();
    expect(watch.needsHint(1e6)).toBe(false);
    watch.frame(1e6);
    expect(watch.needsHint(1e6 + kHintMs - 1)).toBe(false);
    expect(watch.needsHint(1e6 + kHintMs)).toBe(true);
    const unstarted = new FrameWatch();
    unstarted.begin(0);
    expect(unstarted.needsHint(1e9)).toBe(false);
  });
});
