/** Lines of Chinese that break between words: 请让对方 / 进入, not 请让对 / 方进入. */
import { html, type TemplateResult } from 'lit';
import { currentLanguage } from './current.js';

const segmenters = new Map<string, Intl.Segmenter>();

function wordsOf(text: string, language: string): readonly string[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, segmenter = new Intl.Segmenter(language, { granularity: 'word' }));
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    // A mark stays with the word before it, an opening one with the word after it.
    if (words.length > 0 && (!isWordLike || /[（《「“‘]$/u.test(words.at(-1)!))) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}

/**
 * The text with a place to break after each word, for elements of the class `phrased` (styles/shared.ts), which break nowhere
 * else. CSS has `word-break: auto-phrase` for that, so far for Japanese alone. In other languages, and where the browser
 * knows no words (Firefox before 125), the text as it is.
 */
export function phrased(text: string): string | TemplateResult {
  const language = currentLanguage();
  if (!language.startsWith('zh') || typeof Intl.Segmenter === 'undefined') return text;
  return html`${wordsOf(text, language).map((word, i) => (i === 0 ? word : html`<wbr>${word}`))}`;
}
