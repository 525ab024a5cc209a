/** What the page says about a verdict: its words, and this case's own figures. */
import { clockBehindSeconds } from '@citycode/client/clock-behind';
import type { Verdict } from '@citycode/wasm/types';
import type { FaultText } from '../i18n/common.words.js';
import { t } from '../i18n/current.js';
import { durationText, faultText, textAbout } from '../i18n/phrases.js';

export function verdictWord(verdict: Verdict): string {
  return t().verdict[verdict.outcome];
}

/** Whoever was let in may still stand before the camera; later the same code is somebody else's copy, or a second visit. */
const kJustNowSeconds = 60;

export const wasSeenJustNow = ({ fault, seenSecondsAgo }: Verdict): boolean =>
  (fault === 'replay/seen' || fault === 'replay/reused') && seenSecondsAgo !== null && seenSecondsAgo <= kJustNowSeconds;

export function verdictText(verdict: Verdict): FaultText {
  const words = t().verdict;
  if (verdict.kind === 'paper') {
    if (verdict.outcome === 'valid') return { what: words.paper, next: verdict.photo ? words.paperCompare : words.paperCompareDocument };
    const ofCards = verdict.fault && textAbout('card', verdict.fault);
    if (ofCards) return ofCards;
  }
  if (wasSeenJustNow(verdict)) return { what: faultText(verdict.fault!).what, next: words.seenJustNow };
  if (verdict.outcome === 'valid') return { what: '', next: words.validNext };
  return faultText(verdict.fault ?? 'internal/bug');
}

/** How far the lists that the verdict knows of show this device's clock to be behind. */
const behindSecondsOf = ({ trustAgeSeconds, statusAgeSeconds }: Verdict): number => clockBehindSeconds([trustAgeSeconds, statusAgeSeconds]);

/**
 * "The clocks differ by 95 s.", or '' when the fault has no figure. Never more than one sentence. `behindSeconds` is
 * what a page says elsewhere of its clock, from all its lists, so that one page names one figure.
 */
export function verdictFigure(verdict: Verdict, nowUnixSeconds: number, behindSeconds = behindSecondsOf(verdict), aheadSeconds = 0): string {
  const words = t().verdict;
  const { shownSecondsAgo: shown, seenSecondsAgo: seen } = verdict;
  switch (verdict.fault) {
    case 'time/shown-too-long-ago':
      return shown === null ? '' : words.shownAgo(durationText(shown));
    case 'time/shown-in-future':
      return shown === null ? '' : words.clocksDiffer(durationText(shown));
    case 'time/clock-behind-list':
      return behindSeconds > 0 ? words.terminalBehind(durationText(behindSeconds)) : '';
    case 'time/clock-ahead':
      return aheadSeconds > 0 ? words.terminalAhead(durationText(aheadSeconds)) : '';
    case 'time/expired':
      return verdict.expiresUnixSeconds > 0 && verdict.expiresUnixSeconds < nowUnixSeconds
        ? words.expiredAgo(durationText(nowUnixSeconds - verdict.expiresUnixSeconds)) : '';
    case 'replay/seen':
    case 'replay/reused':
      return seen === null ? '' : words.seenAgo(durationText(seen));
    case null:
      return seen === null ? '' : words.seenAgo(durationText(seen));
    default:
      return '';
  }
}

/** One sentence for the ear: the word, then what to do. Of a valid card what to do is the news. */
export function spokenVerdict(verdict: Verdict): string {
  const { what, next } = verdictText(verdict);
  const isValidCard = verdict.kind === 'paper' && verdict.outcome === 'valid';
  return [verdictWord(verdict), ...(isValidCard ? [what, next] : [what || next])].map((part) => part.replace(/[.。]$/u, '')).join('. ');
}
