/** A phone that shows a code and a gate that sees it, in any engine. */
import { holderWordsOf, wordsOf } from '../../support/words.ts';
import { attributeOf, stopClockAt } from './in-page.ts';
import type { Page } from './page.ts';

export const phoneWords = holderWordsOf('en');
export const gateWords = wordsOf('en');
export const kTransit = phoneWords.scenes.transit!;
const code = { role: 'img', name: phoneWords.code.imageName(kTransit) } as const;
/** Between the photograph and the look of the scanner. */
const kMomentSeconds = 2;

export interface Photograph {
  readonly picture: Buffer;
  readonly takenUnixSeconds: number;
}

export const drawing = (phone: Page): Promise<string | null> => phone.tab.evaluate(attributeOf, '[part=symbol] path', 'd');

export async function enrol(phone: Page, origin: string, enrolmentCode: string): Promise<void> {
  await phone.tab.goto(`${origin}/app/`);
  await phone.type({ role: 'textbox', name: phoneWords.app.enrolLabel }, enrolmentCode);
  await phone.press({ role: 'button', name: phoneWords.app.enrolButton });
}

/** Of a pass that was not shown yet, if another was. */
export async function showTransit(phone: Page): Promise<Photograph> {
  await phone.press({ role: 'button', name: kTransit });
  await phone.find(code);
  const takenUnixSeconds = await phone.tab.evaluate(() => Date.now() / 1000);
  return { picture: await phone.pictureOf(code), takenUnixSeconds };
}

/** The scanner of the demo's gate, which has a clock of its own (wrapDate). */
export async function openGate(gate: Page, origin: string): Promise<void> {
  await gate.tab.goto(`${origin}/console/#demo`);
  await gate.press({ role: 'radio', name: kTransit });
  await gate.press({ role: 'button', name: gateWords.console.start });
}

export const setClock = (gate: Page, { takenUnixSeconds }: Photograph, laterSeconds = kMomentSeconds): Promise<void> =>
  gate.tab.evaluate(stopClockAt, takenUnixSeconds + laterSeconds);
export const expectOutcome = (gate: Page, outcome: 'valid' | 'invalid'): Promise<void> => gate.expectWords(gateWords.verdict[outcome], 'cc-verdict', 'h2');
