import { html, type TemplateResult } from 'lit';

/** What no name can hold: signed text has no control characters (docs/format.md, "Text"). */
const kPlace = '\u0000';

/** A sentence about a name that somebody else wrote: however the name is written, it does not turn the words around it. */
export function named(sentence: (name: string) => string, name: string): TemplateResult {
  const [before, ...after] = sentence(kPlace).split(kPlace);
  return html`${before}${after.map((words) => html`<bdi>${name}</bdi>${words}`)}`;
}
