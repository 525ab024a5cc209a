/** What elements say follows the page that they are on: its `<html lang>`, and where we do not speak that, the person's own languages. */
import type { Part } from '@citycode/elements/catalogue';
import { matchLanguage } from '@citycode/elements/languages';
import { sayIn } from '@citycode/elements/words';

/** Whose faults are said is the last one's: staff read more of them. */
const kOrder: readonly Part[] = ['rating', 'signin', 'staff'];

const wanted = new Set<Part>();
let last: Promise<void> = Promise.resolve();

const hostLanguage = (): ReturnType<typeof matchLanguage> => matchLanguage([document.documentElement.lang, ...navigator.languages]);

/** One after another, so that the newest wins; one that failed holds up none. */
function sayNow(): Promise<void> {
  const next = last.catch(() => undefined).then(() => sayIn(hostLanguage(), kOrder.filter((part) => wanted.has(part))));
  last = next;
  return next;
}

new MutationObserver(() => { sayNow().catch(() => undefined); })   // a language that cannot be had: what is said stays
  .observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });

/** Resolves when these words are here too, beside those of elements that are defined already. */
export function speak(parts: readonly Part[]): Promise<void> {
  for (const part of parts) wanted.add(part);
  return sayNow();
}
