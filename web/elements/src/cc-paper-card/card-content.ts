/** What the office answered for a card, as the words of a printed card. */
import { t } from '../i18n/current.js';
import { kLanguages, paperCardNames } from '../i18n/languages.js';
import { cardNumberText, holderClassText } from '../i18n/phrases.js';
import type { PaperCardContent } from './card-svg.js';

/** docs/api.md, POST /v1/paper-codes. */
export interface PaperCardFacts {
  readonly text: string;
  readonly number: number;
  readonly name: string;
  readonly documentNumberMasked: string;
  readonly holderClass: string;
  /** In the city's own time; the office says it, so that what is printed is what verifiers accept. */
  readonly lastDay: string;
}

/** In the page's language of this moment. */
export function cardContent(facts: PaperCardFacts, photo: PaperCardContent['photo']): PaperCardContent {
  const words = t().paper;
  return {
    text: facts.text,
    name: facts.name,
    documentKind: holderClassText(facts.holderClass),
    documentNumber: words.cardNumber(facts.documentNumberMasked),
    until: words.cardUntil(facts.lastDay),
    cardName: words.cardName(cardNumberText(facts.number)),
    title: words.title,
    titles: kLanguages.map((tag) => paperCardNames[tag]),
    use: words.cardUse,
    lost: words.cardLost,
    photo,
  };
}

/** Bytes of a file with a card at most: the longest text of one (kMaxPaperTextChars, core) and its facts, with room. */
const kMaxFileBytes = 8000;

/** The facts in a file, as the counter's command wrote it; null for anything else. Nothing of it is believed: who scans decides. */
export async function cardInFile(file: Blob): Promise<PaperCardFacts | null> {
  if (file.size > kMaxFileBytes) return null;
  try {
    const facts = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())) as Record<string, unknown> | null;
    const texts = ['text', 'name', 'documentNumberMasked', 'holderClass', 'lastDay'];
    const isWhole = facts !== null && texts.every((name) => typeof facts[name] === 'string') && Number.isSafeInteger(facts['number']) && (facts['number'] as number) >= 0;
    return isWhole ? facts as unknown as PaperCardFacts : null;
  } catch {
    return null;   // cut, never one, or gone meanwhile
  }
}
