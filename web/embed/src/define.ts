/** An element is defined when its words are here; until then the page shows what stands between its tags. */
import type { Part } from '@citycode/elements/catalogue';
import { again } from './again.js';
import './tokens.js';
import { speak } from './host-language.js';

/** The first definition of a tag stays, also one of another version of this package: a tag cannot be defined twice. */
export async function define(tag: string, element: CustomElementConstructor, parts: readonly Part[]): Promise<void> {
  for (let failures = 1; !customElements.get(tag); failures += 1) {
    try {
      await speak(parts);
      if (!customElements.get(tag)) customElements.define(tag, element);
    } catch (cause) {
      console.warn(`citycode: the words of <${tag}> did not come, and are asked for again`, cause);
      await again(failures);
    }
  }
}
