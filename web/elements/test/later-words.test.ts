import { afterEach, expect, it, vi } from 'vitest';
import { alsoSay, currentLanguage, t } from '../src/i18n/current.js';
import { setLanguage } from '../src/i18n/page-language.js';

afterEach(() => vi.doUnmock('../src/i18n/id/service.ts'));

it('has more words from then on, in the next language too, and its audience stays the last', async () => {
  await setLanguage('en', ['staff']);
  expect(t().service).toBeUndefined();
  const { verdict } = t();
  await alsoSay(['service']);
  expect(t().service.finish).toBeTruthy();
  expect(t().verdict).toBe(verdict);
  await setLanguage('zh-Hant');
  expect(t().service.title).toBe('服務辦結');
  await alsoSay(['service']);
  expect(t().language).toBe('zh-Hant');
});

it('changes nothing when they cannot be had', async () => {
  vi.doMock('../src/i18n/id/service.ts', () => { throw new Error('no network'); });
  await setLanguage('id', ['staff']);
  await expect(alsoSay(['service'])).rejects.toThrow();
  expect(t().service).toBeUndefined();
  await setLanguage('en');
  expect(currentLanguage()).toBe('en');
  expect(t().service, 'it was not promised').toBeUndefined();
});
