/** Sends what is due, without the core: all that a page that is open for something else does of ratings. */
import { askCity, problemOf, type How, type Problem } from '@citycode/client/api';
import { isHidden } from '@citycode/client/asking-parts';
import type { FaultId } from '@citycode/wasm/types';
import { StorageRefused } from '../store.js';
import type { CityClock } from './city-clock.js';
import type { RatingApi } from './rating-api.js';
import { asRefused, asSent, nextStep, rebased, type RatingRecord, type Step } from './rating-steps.js';
import type { RatingStore } from './rating-store.js';

export interface SendingParts {
  readonly store: RatingStore;
  readonly api: RatingApi;
  readonly clock: CityClock;
  /** One tab at a time does what is due; where that cannot be had (null), the store's transactions alone keep the bytes the same. */
  readonly locks: Pick<LockManager, 'request'> | null;
}

/** After these a slip or a rating is of no use any more; anything else may go better later. */
const kFinal: ReadonlySet<FaultId> = new Set<FaultId>([
  'ticket/bad-ticket', 'ticket/unknown', 'ticket/expired', 'ticket/used', 'ticket/other-pass',
  'rating/bad-rating', 'rating/bad-text', 'rating/bad-token', 'rating/spent', 'rating/too-late',
]);

export async function keep({ store }: SendingParts, id: string, step: (before: RatingRecord) => RatingRecord | null): Promise<null> {
  await store.change(id, step);
  return null;
}

/** Ends a record whose refusal is for good; else resolves to the problem. */
export const refuse = async (parts: SendingParts, id: string, problem: Problem): Promise<Problem | null> =>
  (kFinal.has(problem.fault) ? keep(parts, id, (before) => asRefused(before, problem.fault)) : problem);

/** A run takes seconds; a tab that was hidden in the middle of one waits until it is seen again, and must not keep the others from theirs. */
const kLockPatienceMs = 20_000;

export async function oneTab({ locks }: SendingParts, work: () => Promise<Problem | null>): Promise<Problem | null> {
  if (!locks) return work();
  let isMine = false;
  const alone = (): Promise<Problem | null> => { isMine = true; return work(); };
  try {
    return await locks.request('citycode-ratings', { signal: AbortSignal.timeout(kLockPatienceMs) }, alone);
  } catch (cause) {
    if (isMine) throw cause;
    return work();   // with the same element and the same bytes as the other tab
  }
}

/** From step to step of each record, until there is one that waits or is not this page's. Resolves to why one could not be done. */
export async function runAll(parts: SendingParts, take: (step: Step, record: RatingRecord) => Promise<Problem | null>,
                             mine: (step: Step) => boolean = (step) => step !== 'wait'): Promise<Problem | null> {
  let problem: Problem | null = null;
  for (const { id } of await parts.store.all()) problem = (await runOne(parts, id, take, mine)) ?? problem;
  return problem;
}

async function runOne(parts: SendingParts, id: string, take: (step: Step, record: RatingRecord) => Promise<Problem | null>, mine: (step: Step) => boolean): Promise<Problem | null> {
  for (;;) {
    const nowMs = parts.clock.nowMs();
    if (isHidden()) return null;   // what is due stays due
    const record = await parts.store.change(id, (before) => rebased(before, nowMs));
    const step = record ? nextStep(record, nowMs) : 'wait';
    if (!record || !mine(step)) return null;
    const problem = await take(step, record);
    if (problem) return problem;
  }
}

/** False when the city could not be asked. */
export async function hearTime({ clock }: Pick<SendingParts, 'clock'>, how: How): Promise<boolean> {
  let askedAtMs = clock.deviceMs();
  const city = await askCity(how, () => { askedAtMs = clock.deviceMs(); });
  if (city.ok) clock.hear(city.ok.nowUnixSeconds, askedAtMs, clock.deviceMs());
  return city.ok !== undefined;
}

/** For a step that loses something for good because it is late: it may be this phone's clock that is, and what the city says counts. */
export async function atCityTime(parts: SendingParts, step: Step, record: RatingRecord, how: How, change: (before: RatingRecord) => RatingRecord | null): Promise<Problem | null> {
  if (!(await hearTime(parts, how))) return problemOf('env/offline');
  return nextStep(record, parts.clock.nowMs()) === step ? keep(parts, record.id, change) : null;
}

export async function send(parts: SendingParts, step: Step, record: RatingRecord, how: How): Promise<Problem | null> {
  if (step !== 'send') return atCityTime(parts, 'forget', record, how, () => null);
  const sent = await parts.api.send(record.open!.written!, how);
  return sent.ok ? keep(parts, record.id, (before) => asSent(before, sent.ok.opensCase === true)) : refuse(parts, record.id, sent.problem);
}

const kSends = (step: Step): boolean => step === 'send' || step === 'forget';

/** For a page without the core's verbs of ratings. */
export const sendDue = (parts: SendingParts, how: How = {}): Promise<Problem | null> =>
  oneTab(parts, () => runAll(parts, (step, record) => send(parts, step, record, how), kSends)).catch((cause: unknown) => problemOf(faultOf(cause)));

export function faultOf(cause: unknown): FaultId {
  if (cause instanceof StorageRefused) return cause.fault;
  return globalThis.crypto?.subtle ? 'internal/bug' : 'env/crypto-missing';
}
