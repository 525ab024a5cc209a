import { afterEach, expect, it, vi } from 'vitest';
import { currentLanguage, setLanguage } from '../src/i18n/current.js';
import type { LanguageTag } from '../src/i18n/names.generated.js';

afterEach(() => vi.unstubAllGlobals());

it('remembers a language once its words are here, and none whose words could not be had', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
  await setLanguage('id', ['holder']);
  expect([...kept.values()]).toEqual(['id']);
  await expect(setLanguage('xx' as LanguageTag)).rejects.toThrow();
  expect([...kept.values()]).toEqual(['id']);
  expect(currentLanguage(), 'the page goes on as it was').toBe('id');
});
