import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { within } from '../src/patience.js';
import { openedInTime } from '../src/stores/opened.js';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const late = (): Error => new Error('late');
const never = new Promise<never>(() => undefined);

describe('an answer that may never come', () => {
  it('is given up at its time and not before', async () => {
    const told = vi.fn();
    void within(1000, never, late).catch((cause: Error) => told(cause.message));
    await vi.advanceTimersByTimeAsync(999);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toHaveBeenCalledWith('late');
  });

  it('is passed on when it comes, and so is a refusal; no timer is left', async () => {
    await expect(within(1000, Promise.resolve(7), late)).resolves.toBe(7);
    await expect(within(1000, Promise.reject(new Error('refused')), late)).rejects.toThrow('refused');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a database', () => {
  const request = (): IDBOpenDBRequest & { readonly closed: () => number } => {
    let closed = 0;
    return Object.assign(new EventTarget(), { result: { close: () => { closed += 1; } }, closed: () => closed }) as never;
  };

  it('that opens too late is closed again', async () => {
    const opening = request();
    const outcome = openedInTime(opening, never, late).catch((cause: Error) => cause.message);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toBe('late');
    expect(opening.closed()).toBe(0);
    opening.dispatchEvent(new Event('success'));
    expect(opening.closed()).toBe(1);
  });

  it('that opens in time stays open', async () => {
    const opening = request();
    await openedInTime(opening, Promise.resolve(opening.result), late);
    await vi.advanceTimersByTimeAsync(60_000);
    opening.dispatchEvent(new Event('success'));
    expect(opening.closed()).toBe(0);
  });
});
