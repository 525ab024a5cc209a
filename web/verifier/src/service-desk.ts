/** A desk whose services are rated: which there are, that one has ended, and what is pressed on its five buttons. */
import { askJson, problemOf, type Answer, type How } from '@citycode/client/api';
import { bytesOfHex, toBase64Url } from '@citycode/client/bytes';
import type { SceneKeeper } from './scene-keeper.js';
import type { TerminalStore } from './terminal-store.js';

type Names = Readonly<Record<string, string>>;

export interface OfficeItem {
  readonly id: string;
  readonly name: Names;
}

export interface Office {
  readonly id: string;
  readonly name: Names;
  readonly closed: boolean;
  readonly items: readonly OfficeItem[];
}

export interface FinishedService {
  /** Path and fragment, below the city's own address. */
  readonly link: string;
  readonly expiresUnixSeconds: number;
}

/** A service that was finished here and whose answer has not come: pressing again is the same service. */
interface OpenService {
  readonly begunAtMs: number;
  readonly caseId: string;
  readonly item: string;
  /** SHA-256 of the pass that was shown, hex; null for somebody who is given a slip. */
  readonly passDigest: string | null;
}

const kCaseBytes = 16;
/** Whoever presses again later than this is at the desk for another service: they must not be given the slip of who left without one. */
const kOpenMs = 15 * 60_000;

export class ServiceDesk {
  constructor(private readonly keeper: Pick<SceneKeeper, 'enrolment' | 'post'>, private readonly store: Pick<TerminalStore, 'ofDesk' | 'saveOfDesk'>,
              private readonly now: () => number = () => Date.now()) {}

  /** The office of this terminal, by the city's list. Faults: ticket/unknown-office, ticket/office-closed. */
  async office(how: How = {}): Promise<Answer<Office>> {
    const answer = await askJson<{ readonly offices: readonly Office[] }>('/v1/open/offices', {}, how);
    if (!answer.ok) return answer;
    const own = answer.ok.offices.find(({ id }) => id === this.keeper.enrolment?.venue.id);
    if (!own || own.items.length === 0) return { problem: problemOf('ticket/unknown-office') };
    return own.closed ? { problem: problemOf('ticket/office-closed') } : { ok: own };
  }

  /** Of these the one that was chosen last, if it is still there. */
  async chosen(items: readonly OfficeItem[]): Promise<string> {
    const last = await this.store.ofDesk<string>('item');
    return items.some(({ id }) => id === last) ? last! : items.length === 1 ? items[0]!.id : '';
  }

  choose(item: string): Promise<unknown> {
    return this.store.saveOfDesk('item', item);
  }

  /** The same service however often it is pressed, also after the page was loaded anew, until the city has answered or a quarter of an hour is over. */
  async finish(item: string, passDigest: string | null): Promise<Answer<FinishedService>> {
    const { caseId } = await this.#open(item, passDigest);
    const pass = passDigest === null ? null : toBase64Url(bytesOfHex(passDigest)!);
    const answer = await this.keeper.post<FinishedService>('/v1/services', () => ({ item, way: 'on-site', case: caseId, pass, ticket: true }), { atOnce: true });
    if (answer.ok) await this.store.saveOfDesk('open-service', undefined);
    return answer;
  }

  /** What somebody pressed at a desk; nothing of who it was is asked or kept. */
  press(item: string, level: number): Promise<Answer<unknown>> {
    return this.keeper.post('/v1/kiosk-ratings', () => ({ item, level }), { atOnce: true });
  }

  async #open(item: string, passDigest: string | null): Promise<OpenService> {
    const open = await this.store.ofDesk<OpenService>('open-service');
    const nowMs = this.now();
    const isRecent = open !== undefined && open.begunAtMs <= nowMs && nowMs < open.begunAtMs + kOpenMs;   // a clock that went back is another service
    if (isRecent && open.item === item && open.passDigest === passDigest) return open;
    const begun = { begunAtMs: nowMs, caseId: toBase64Url(crypto.getRandomValues(new Uint8Array(kCaseBytes))), item, passDigest };
    await this.store.saveOfDesk('open-service', begun);
    return begun;
  }
}
