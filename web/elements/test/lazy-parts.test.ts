import { expect, it, vi } from 'vitest';
import { LazyParts } from '../src/lazy-parts.js';

it('brings a part when it is first shown, once, and has the page drawn again', async () => {
  const requestUpdate = vi.fn(), shown = vi.fn(async () => undefined), other = vi.fn(async () => undefined);
  const parts = new LazyParts({ requestUpdate }, { shown, other });
  expect(shown).not.toHaveBeenCalled();
  expect([parts.state('shown'), parts.state('shown')]).toEqual(['coming', 'coming']);
  await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledTimes(1));
  expect(parts.state('shown')).toBe('here');
  expect(shown).toHaveBeenCalledTimes(1);
  expect(other).not.toHaveBeenCalled();
});

it('says that a part could not be had, and draws that', async () => {
  const requestUpdate = vi.fn();
  const parts = new LazyParts({ requestUpdate }, { lost: () => Promise.reject(new TypeError('Failed to fetch')) });
  parts.state('lost');
  await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledTimes(1));
  expect(parts.state('lost')).toBe('lacking');
});
