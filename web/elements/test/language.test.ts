import { afterEach, describe, expect, it, vi } from 'vitest';
import { currentLanguage, t } from '../src/i18n/current.js';
import { setLanguage, startLanguage } from '../src/i18n/page-language.js';
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

describe('a page that starts where the words of its own language are gone', () => {
  const keeps = (language: string) => vi.stubGlobal('localStorage', { getItem: () => language, setItem: () => { throw new Error('nobody chose another'); } });
  const gone = (): never => { throw new Error('no network'); };
  afterEach(() => {
    vi.doUnmock('../src/i18n/zh-hant/holder.ts');
    vi.doUnmock('../src/i18n/en/operator.ts');
  });

  it('speaks everybody’s, and does not take it for the person’s choice', async () => {
    vi.doMock('../src/i18n/zh-hant/holder.ts', gone);
    keeps('zh-Hant');
    await startLanguage(['holder']);
    expect(currentLanguage()).toBe('en');
    expect(t().language).toBe('en');
  });

  it('does not start when everybody’s is gone too', async () => {
    vi.doMock('../src/i18n/en/operator.ts', gone);
    keeps('en');
    await expect(startLanguage(['operator'])).rejects.toThrow();
  });
});
