import type { TemplateResult } from 'lit';
import { afterAll, describe, expect, it } from 'vitest';
import { phrased } from '../src/i18n/phrased.js';
import { speak, wordsOf } from './support/words.js';

const zhCn = wordsOf('zh-CN');

/** The parts between which a line may break. */
function parts(drawn: string | TemplateResult): readonly string[] {
  if (typeof drawn === 'string') return [drawn];
  return (drawn.values[0] as readonly (string | TemplateResult)[]).map((part) => (typeof part === 'string' ? part : String(part.values[0])));
}

afterAll(() => speak('en'));

describe('a line of Chinese', () => {
  it('breaks between words and never before a closing mark', async () => {
    await speak('zh-CN');
    const drawn = parts(phrased(zhCn.console.emergencyText));
    expect(drawn.join('')).toBe(zhCn.console.emergencyText);
    expect(drawn).toContain('对方');
    expect(drawn.some((part) => /^[。，：；、）》」”’]/u.test(part))).toBe(false);
  });

  it('is whole again however it was cut', async () => {
    await speak('zh-Hant');
    for (const text of ['請讓對方進入。任何碼都不能阻攔。', '「城市碼」（demo）：12 位', '', '。', 'A。B']) expect(parts(phrased(text)).join('')).toBe(text);
  });
});

it('leaves other languages to the browser', async () => {
  await speak('id');
  expect(phrased('Persilakan orangnya masuk.')).toBe('Persilakan orangnya masuk.');
});
