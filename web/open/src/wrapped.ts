/** Lines that are too long are broken between words, and between Chinese signs. */
export const wrapped = (lines: readonly string[], fits: (line: string) => boolean): string[] => lines.flatMap((line) => {
  const broken: string[] = [];
  for (const piece of line.split(/(?<=\s)|(?<=\p{Script=Han})/u)) {
    const last = broken.at(-1);
    if (last !== undefined && fits((last + piece).trimEnd())) broken[broken.length - 1] = last + piece;
    else broken.push(piece);
  }
  return broken.map((each) => each.trimEnd());
});
