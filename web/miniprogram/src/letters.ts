/** In place of Intl's segmenter: a base with its marks is one letter. */
export const letters = (text: string): readonly string[] => text.match(/.\p{M}*/gsu) ?? [];
