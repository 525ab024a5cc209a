/** Sends what is due, without the core: all that a page that is open for something else does of ratings. */
import { askCity, problemOf, type How, type Problem } from '@citycode/client/api';
import { host } from '@citycode/client/host';
import { keyFault } from '@citycode/client/stored-key';
import type { FaultId } from '@citycode/wasm/types';
import { StorageRefused } from '../store.js';
import type { CityClock } from './city-clock.js';
import type { RatingApi } from './rating-api.js';
import { asRefused, asSent, nextStep, rebased, type RatingRecord, type Step } from './rating-steps.js';
import type { RatingStore } from './rating-store.js';

export type Alone = (work: () => Promise<Problem | null>) => Promise<Problem | null>;

export interface SendingParts {
  readonly store: RatingStore;
  readonly api: RatingApi;
  readonly clock: CityClock;
  /** Runs the work while no other page of this phone does what is due. */
  readonly alone: Alone;
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
    if (host.asking.hidden()) return null;   // what is due stays due
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
  parts.alone(() => runAll(parts, (step, record) => send(parts, step, record, how), kSends)).catch((cause: unknown) => problemOf(faultOf(cause)));

export function faultOf(cause: unknown): FaultId {
  if (cause instanceof StorageRefused) return cause.fault;
  return keyFault(cause);
}
