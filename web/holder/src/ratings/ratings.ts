/**
 * A phone's ratings: takes a slip, keeps what the person says, asks for tokens and sends what is due. What step follows is said in
 * rating-steps.ts; here it is done, one record after another and in one tab at a time.
 */
import { problemOf, type How, type Problem } from '@citycode/client/api';
import { bytesOfHex, toBase64Url } from '@citycode/client/bytes';
import { host } from '@citycode/client/host';
import { kTokenInputBytes } from '@citycode/wasm/limits';
import type { FaultId, Outcome, ServiceTicket } from '@citycode/wasm/types';
import type { CityTrust } from '../city-trust.js';
import type { CityClock } from './city-clock.js';
import type { ShownPass } from './rating-api.js';
import type { RatingCore, SaidOpinion } from './rating-core.js';
import { asRefused, atOnce, laterMs, newRecord, withOpinion, withToken, withWritten, type RatingRecord, type Step } from './rating-steps.js';
import { atCityTime, faultOf, hearTime, keep, refuse, runAll, send, type SendingParts } from './sending.js';

export interface RatingParts extends SendingParts {
  readonly core: RatingCore;
  readonly clock: CityClock;
  readonly trust: Pick<CityTrust, 'load'>;
  readonly shownPass: (digestHex: string) => Promise<ShownPass | null>;
}

const kBlindBytes = 64;
const kTokenOutputBytes = 64;
const kReplySecretBytes = 32;
/** Said by a clock as often as by a slip: then the city is asked what time it is. */
const kOfClocks: ReadonlySet<FaultId> = new Set<FaultId>(['ticket/not-ended', 'ticket/expired', 'time/clock-behind-list', 'trust/from-future', 'trust/too-old']);

const kRandom32Bytes = 4;

export class Ratings {
  #running: Promise<Problem | null> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly parts: RatingParts) {}

  /** Calls `run` whenever a record is different; the answer undoes it. */
  onChange(run: () => void): () => void {
    this.#listeners.add(run);
    return () => this.#listeners.delete(run);
  }

  /** The latest service first. */
  async list(): Promise<readonly RatingRecord[]> {
    const records = await this.parts.store.all();
    return records.sort((a, b) => b.endedUnixSeconds - a.endedUnixSeconds);
  }

  /** A slip that was scanned. Who may not use it is told now and not after they have said how it was. */
  async take(ticket: Uint8Array<ArrayBuffer>): Promise<Outcome<RatingRecord>> {
    try {
      const read = await this.#read(ticket, { atOnce: true });   // somebody stands before it
      if (!read.ok) return read;
      const { passDigest, ticketId } = read.ok;
      const known = (await this.parts.store.all()).some(({ id }) => id === ticketId);
      if (!known && passDigest && !(await this.parts.shownPass(passDigest))) return { fault: 'ticket/other-pass' };
      const kept = await this.parts.store.add(newRecord(ticket, read.ok, { input: await host.randomBytes(kTokenInputBytes), blind: await host.randomBytes(kBlindBytes) }));
      this.#changed();
      return { ok: kept };
    } catch (cause) {
      return { fault: faultOf(cause) };
    }
  }

  /**
   * Keeps what the person says. Refused when the core would not write it. `isNow`: they want it sent at once; `isCase`: the office will
   * have to answer, and only whoever has the secret that is made here reads it.
   */
  async rate(id: string, opinion: SaidOpinion, { isNow, isCase }: { readonly isNow: boolean; readonly isCase: boolean }): Promise<Outcome<RatingRecord>> {
    try {
      const record = (await this.parts.store.all()).find((each) => each.id === id);
      if (!record?.open) return { fault: record?.refusal ?? 'rating/spent' };
      const replySecret = isCase ? await host.randomBytes(kReplySecretBytes) : null;
      const fits = await this.#write({ ...record, replySecret, open: { ...record.open, opinion, output: new Uint8Array(kTokenOutputBytes) } });
      if (!fits.ok) return { fault: fits.fault! };
      const delayMs = isNow ? 0 : laterMs(new DataView((await host.randomBytes(kRandom32Bytes)).buffer).getUint32(0));
      let isFirst = false;
      const kept = await this.parts.store.change(id, (before) => {
        const after = withOpinion(before, opinion, replySecret, this.parts.clock.nowMs(), delayMs);
        isFirst = after !== null;
        return after ?? before;
      });
      this.#changed();
      return isFirst && kept ? { ok: kept } : { fault: 'rating/spent' };
    } catch (cause) {
      return { fault: faultOf(cause) };
    }
  }

  async sendNow(id: string): Promise<Problem | null> {
    await this.parts.store.change(id, (record) => atOnce(record, this.parts.clock.nowMs()));
    await this.#running;   // it may have passed this one already
    return this.run({ atOnce: true });
  }

  async remove(id: string): Promise<void> {
    await this.parts.store.change(id, () => null);
    this.#changed();
  }

  /** Does what can be done now. Resolves to why not everything could be. One run at a time, in all tabs together. */
  run(how: How = {}): Promise<Problem | null> {
    this.#running ??= this.parts.alone(() => runAll(this.parts, (step, record) => this.#do(step, record, how)))
      .catch((cause: unknown) => problemOf(faultOf(cause)))
      .finally(() => {
        this.#running = null;
        this.#changed();
      });
    return this.#running;
  }

  async #do(step: Step, record: RatingRecord, how: How): Promise<Problem | null> {
    switch (step) {
      case 'token':
        return this.#askToken(record, how);
      case 'write': {
        const written = await this.#write(record);
        return written.ok ? keep(this.parts, record.id, (before) => withWritten(before, written.ok!)) : refuse(this.parts, record.id, problemOf(written.fault!));
      }
      case 'expire':
        return atCityTime(this.parts, 'expire', record, how, (before) => asRefused(before, 'ticket/expired'));
      default:
        return send(this.parts, step, record, how);
    }
  }

  async #askToken({ id, open }: RatingRecord, how: How): Promise<Problem | null> {
    const { ticket, input, blind, passDigest, service } = open!;
    const read = await this.#read(ticket, how);
    if (!read.ok) return refuse(this.parts, id, problemOf(read.fault!));
    const listedKey = bytesOfHex(read.ok.ratingKey ?? '');
    if (!listedKey?.length) return problemOf('token/bad-key');   // a newer list may have it
    const shown = passDigest ? await this.parts.shownPass(passDigest) : null;
    if (passDigest && !shown) return refuse(this.parts, id, problemOf('ticket/other-pass'));
    const pending = { input, random: blind! };
    const blinded = await this.parts.core.blindToken(pending);
    if (!blinded.ok) return problemOf(blinded.fault!);
    let answer = await this.parts.api.token(bytesOfHex(id)!, blinded.ok, shown, how);
    if (answer.problem?.fault === 'request/clock-differs' && (await hearTime(this.parts, { atOnce: true }))) answer = await this.parts.api.token(bytesOfHex(id)!, blinded.ok, shown, { atOnce: true });
    if (!answer.ok) return refuse(this.parts, id, answer.problem);
    const { evaluated, proof, key } = answer.ok;
    const outputs = await this.parts.core.finalizeTokens([pending], service, { evaluated: [evaluated], proof }, listedKey);
    // The core refused; which of the two it was only changes what a person is told.
    if (!outputs.ok) return problemOf(outputs.fault === 'token/bad-proof' && key !== toBase64Url(listedKey) ? 'token/other-key' : outputs.fault!);
    return keep(this.parts, id, (before) => withToken(before, new Uint8Array(outputs.ok![0]!)));
  }

  /** Verified with the city's list as it is now, at the city's time. */
  async #read(ticket: Uint8Array, how: How): Promise<Outcome<ServiceTicket>> {
    const first = await this.#readNow(ticket);
    const isOfClocks = first.fault !== undefined && kOfClocks.has(first.fault);
    const lacksKey = first.ok?.ratingKey === null;
    if (!isOfClocks && !lacksKey) return first;
    return (await hearTime(this.parts, how)) ? this.#readNow(ticket) : first;
  }

  async #readNow(ticket: Uint8Array): Promise<Outcome<ServiceTicket>> {
    const now = this.parts.clock.nowUnixSeconds();
    const noList = await this.parts.trust.load(now);
    return noList ? { fault: noList } : this.parts.core.readTicket(ticket, now);
  }

  async #write({ open, replySecret }: RatingRecord): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
    const { service, input, output, opinion } = open!;
    const written = await this.parts.core.writeRating({ ...opinion!, service, input, output: output!, replyDigest: replySecret ? await host.sha256(replySecret) : null });
    return written.ok ? { ok: new Uint8Array(written.ok) } : { fault: written.fault! };
  }

  #changed(): void {
    for (const run of this.#listeners) run();
  }
}
