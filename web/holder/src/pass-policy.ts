/** Which pass to show, when to fetch more, and how long one that was shown is kept. Times come from the caller; nothing here waits. */
import { kTicketSeconds } from '@citycode/wasm/limits';
import type { PassRecord } from './store.js';

/** Passes that end sooner do not count as left: the person may be without a network until then. */
export const kLastsLongEnoughSeconds = 6 * 3600;

/**
 * All passes of one hour end in the same second, those of a whole city (docs/adr/0043). So each phone draws a moment of its
 * own at which it fetches the next batch, from so long before they end too soon: a million phones ask 46 times a second
 * together, and not in the few minutes in which open pages look.
 */
export const kRenewalSpreadSeconds = 6 * 3600;

/** `random` in [0, 1), one draw for a batch. What lives shortly is kept for half of what it is of use at least. */
export function renewalOf({ notBeforeUnixSeconds, expiresUnixSeconds }: Pick<PassRecord, 'notBeforeUnixSeconds' | 'expiresUnixSeconds'>, random: number): number {
  const ofUse = Math.max(0, expiresUnixSeconds - notBeforeUnixSeconds - kLastsLongEnoughSeconds);
  return expiresUnixSeconds - kLastsLongEnoughSeconds - Math.floor(random * Math.min(kRenewalSpreadSeconds, ofUse / 2));
}

const renewAt = (pass: PassRecord): number => pass.renewAtUnixSeconds ?? renewalOf(pass, 0);

export const isLive = (pass: PassRecord, nowUnixSeconds: number): boolean =>
  pass.notBeforeUnixSeconds <= nowUnixSeconds && nowUnixSeconds < pass.expiresUnixSeconds;

/** A slip lives 14 days from the end of its service, which may be a day after the code was shown. */
export const kKeptAfterShownSeconds = kTicketSeconds + 86_400;

/** Whether a service can end in this scene; true while the phone has not heard (wallet.ts). */
export type Serves = (scope: string) => boolean;

/** Never shown again: only its key is of use. */
const isKept = (pass: PassRecord): boolean => pass.keptUntilUnixSeconds !== undefined;
export const showable = (passes: readonly PassRecord[]): PassRecord[] => passes.filter((pass) => !isKept(pass));

export interface Change {
  readonly put: PassRecord[];
  readonly remove: string[];
}

/** Passes that are not shown any more: one that was shown where people are served stays for as long as a slip may name it. */
export function retired(passes: readonly PassRecord[], serves: Serves, nowUnixSeconds: number): Change {
  const put: PassRecord[] = [], remove: string[] = [];
  for (const pass of passes) {
    const keptUntilUnixSeconds = Math.min(nowUnixSeconds, pass.expiresUnixSeconds) + kKeptAfterShownSeconds;
    if (pass.usedAtUnixSeconds !== null && serves(pass.scope) && nowUnixSeconds < keptUntilUnixSeconds) put.push({ ...pass, keptUntilUnixSeconds });
    else remove.push(pass.id);
  }
  return { put, remove };
}

/** Kept ones whose time is over, or of scenes where nobody is served; a clock that was ahead has none kept for longer. */
export function keptOver(passes: readonly PassRecord[], serves: Serves, nowUnixSeconds: number): Change {
  const put: PassRecord[] = [], remove: string[] = [];
  for (const pass of passes.filter(isKept)) {
    if (pass.keptUntilUnixSeconds! <= nowUnixSeconds || !serves(pass.scope)) remove.push(pass.id);
    else if (pass.keptUntilUnixSeconds! > nowUnixSeconds + kKeptAfterShownSeconds) put.push({ ...pass, keptUntilUnixSeconds: nowUnixSeconds + kKeptAfterShownSeconds });
  }
  return { put, remove };
}

export interface Choice {
  readonly pass: PassRecord | null;
  /** Shown before: the batch has run out. */
  readonly reused: boolean;
  /** There are passes, all of them past their end. */
  readonly allExpired: boolean;
  /** There are passes, and this phone's clock is before their beginning. */
  readonly notYet: boolean;
  readonly put: PassRecord[];
  readonly remove: string[];
}

/** The fresh pass that ends first; when none is left, the one that was shown last. */
export function choosePass(all: readonly PassRecord[], nowUnixSeconds: number, serves: Serves): Choice {
  const passes = showable(all);
  const live = passes.filter((pass) => isLive(pass, nowUnixSeconds));
  const expired = passes.filter((pass) => pass.expiresUnixSeconds <= nowUnixSeconds);
  const fresh = live.filter((pass) => pass.usedAtUnixSeconds === null)
    .sort((a, b) => a.expiresUnixSeconds - b.expiresUnixSeconds);
  const used = live.filter((pass) => pass.usedAtUnixSeconds !== null)
    .sort((a, b) => b.usedAtUnixSeconds! - a.usedAtUnixSeconds!);
  const next = fresh[0];
  const chosen = next ? { ...next, usedAtUnixSeconds: nowUnixSeconds } : used[0] ?? null;
  const keep = chosen?.id;
  // Of the shown ones only the last is ever shown again; an expired one is shown to nobody.
  const over = retired([...(chosen ? expired : []), ...used.filter((pass) => pass.id !== keep)], serves, nowUnixSeconds);
  return {
    pass: chosen,
    reused: chosen !== null && !next,
    allExpired: chosen === null && expired.length > 0 && expired.length === passes.length,
    notYet: chosen === null && expired.length < passes.length,
    put: [...(next && chosen ? [chosen] : []), ...over.put],
    remove: over.remove,
  };
}

export function freshCount(passes: readonly PassRecord[], scope: string, nowUnixSeconds: number): number {
  return passesFor(passes, null).filter((pass) => pass.scope === scope && pass.usedAtUnixSeconds === null && isLive(pass, nowUnixSeconds)).length;
}

/** Passes of one venue, or with null those that are for any. */
export const passesFor = (passes: readonly PassRecord[], venue: string | null): PassRecord[] => passes.filter((pass) => (pass.venue ?? null) === venue);

/** A venue's passes past their end: where somebody was is kept no longer than it is of use. */
export const venuePassesOver = (passes: readonly PassRecord[], nowUnixSeconds: number): PassRecord[] =>
  showable(passes).filter((pass) => pass.venue !== undefined && pass.expiresUnixSeconds <= nowUnixSeconds);

/** How many passes to ask for, by scope; empty while enough are left everywhere. For a venue only what is for it counts. */
export function missingPasses(passes: readonly PassRecord[], scopes: readonly string[], perScope: number, nowUnixSeconds: number,
                              venue: string | null = null): Map<string, number> {
  const lasting = passesFor(passes, venue).filter((pass) => pass.usedAtUnixSeconds === null
    && nowUnixSeconds < renewAt(pass) && pass.notBeforeUnixSeconds <= nowUnixSeconds);
  const left = new Map(scopes.map((scope) => [scope, lasting.filter((pass) => pass.scope === scope).length]));
  const low = [...left.values()].some((count) => count <= Math.floor(perScope / 2));
  if (!low) return new Map();
  return new Map([...left].map(([scope, count]) => [scope, perScope - count] as const).filter(([, count]) => count > 0));
}
