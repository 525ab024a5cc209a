import { expect, it, vi } from 'vitest';
import { clockDifferenceSeconds, isWorthSaying } from '../src/clock.js';
import { msToNextSlot, slotOf } from '../src/presenter.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

it('compares the office’s clock with the middle of the wait', () => {
  expect(clockDifferenceSeconds(1000, 1_094_000, 1_096_000)).toBe(95);
  expect(clockDifferenceSeconds(1000, 904_000, 906_000)).toBe(-95);
});

it('says nothing up to 30 seconds', () => {
  expect([0, 30, -30, 31, -31].map(isWorthSaying)).toEqual([false, false, false, true, true]);
});

it('slots begin at multiples of five seconds', () => {
  expect([1_764_000_000_000, 1_764_000_004_999, 1_764_000_005_000].map(slotOf)).toEqual([1_764_000_000, 1_764_000_000, 1_764_000_005]);
  expect(msToNextSlot(1_764_000_004_999)).toBe(1);
  expect(msToNextSlot(1_764_000_000_000)).toBe(5000);
});
