import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked } from '../src/portal/asked.js';
import { CityClock, type Relay } from '../src/portal/relay.js';
import { Watch } from '../src/portal/watch.js';

const waiting = (): Asked => ({ id: 'a', state: 'waiting', expiresUnixSeconds: Date.now() / 1000 + 300, hear: async () => {}, end: () => {} }) as unknown as Asked;

describe('what waits for answers', () => {
  beforeEach(() => { vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] }); });
  afterEach(() => { vi.useRealTimers(); });

  const asksWithin = async (ms: number, answer: () => Promise<unknown>): Promise<number> => {
    const post = vi.fn(answer);
    const watch = new Watch({ post, clock: new CityClock(() => Date.now()) } as unknown as Relay);
    watch.add(waiting());
    await vi.advanceTimersByTimeAsync(ms);
    watch.close();
    expect(vi.getTimerCount(), 'nothing keeps a process alive that is done with it').toBe(0);
    return post.mock.calls.length;
  };

  it('asks a relay that refuses, or says at once that there is nothing, ever more seldom', async () => {
    expect(await asksWithin(59_000, async () => { throw new Error('refused'); })).toBe(7);   // after 0, 1, 3, 7, 15, 30 and 45 s
    expect(await asksWithin(59_000, async () => ({ requests: {} }))).toBe(7);
  });

  it('asks a relay that waited with it again at once', async () => {
    const waits = () => new Promise((resolve) => { setTimeout(() => resolve({ requests: {} }), 20_000); });
    const post = vi.fn(waits);
    const watch = new Watch({ post, clock: new CityClock(() => Date.now()) } as unknown as Relay);
    watch.add(waiting());
    await vi.advanceTimersByTimeAsync(60_100);
    expect(post).toHaveBeenCalledTimes(4);
    watch.close();
    await vi.advanceTimersByTimeAsync(20_000);
  });
});
