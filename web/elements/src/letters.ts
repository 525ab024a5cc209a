/** What a reader takes for one letter: a base with its marks. */
export function letters(text: string): readonly string[] {
  if (typeof Intl.Segmenter === 'undefined') return text.match(/.\p{M}*/gsu) ?? [];   // Firefox before 125
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}
