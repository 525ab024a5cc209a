/**
 * What the phone is asked for an interaction, and how that ended. The question lives in the process that asked it; its end is a record that all
 * processes share.
 */
import { timingSafeEqual } from 'node:crypto';
import { attributesOf, claimsFrom, kPseudonym, kScene, subjectFrom, type Asked, type ClaimName } from '../claims.js';
import type { ClientConfiguration } from '../configuration.js';
import type { Records } from '../kept/records.js';
import type { SignIn, SignInAnswer } from '../portal.js';
import type { Portals } from './portals.js';

/** The answer comes to this screen, or back to the browser that is on the phone itself. */
export type Way = 'screen' | 'here';

type Claims = Partial<Record<ClaimName, string | boolean>>;

export type End =
  /** `returnCode`: what the browser must still bring. */
  | { readonly outcome: 'signed-in'; readonly subject: string; readonly claims: Claims; readonly returnCode: string | null }
  /** `expired` is a code, after which there may be another; `over` is the sign-in. */
  | { readonly outcome: 'refused' | 'expired' | 'cancelled' | 'over' }
  | { readonly outcome: 'failed'; readonly fault: string };

export type SignInState =
  | { readonly state: 'none' | 'elsewhere' | 'returning' | 'ready' | 'expired' }
  | { readonly state: 'waiting' | 'opened'; readonly address: string; readonly endsInSeconds: number };

export interface Interacting {
  readonly uid: string;
  readonly client: ClientConfiguration;
  readonly asked: Asked;
  readonly endsUnixSeconds: number;
}

interface Open {
  readonly signIn: SignIn;
  /** When its end was looked after. */
  ended: Promise<void>;
  readonly endsUnixSeconds: number;
  /** Until it lies in the database. */
  end: End | null;
}

const kKind = 'SignInEnd';
/** Of others: a question was asked, in which process nobody needs to know. */
const kAskedKind = 'SignInAsked';
const kMostLifeSeconds = 300;
/** For a phone and a browser that come back at nearly the same moment. */
const kReturnWaitMs = 8000;
const kReturnStepMs = 200;

const nowUnixSeconds = (): number => Date.now() / 1000;
const secondsLeft = ({ endsUnixSeconds }: Interacting): number => Math.ceil(endsUnixSeconds - nowUnixSeconds());

export class SignIns {
  readonly #open = new Map<string, Open>();

  constructor(private readonly records: Records, private readonly portals: Portals, private readonly returnAddress: string) {}

  /** A new question in place of the one before. Throws what the portal throws. */
  async ask(interacting: Interacting, way: Way): Promise<SignInState> {
    const end = await this.#end(interacting.uid);
    if (end?.outcome === 'signed-in') return { state: stateOf(end) };
    const { client, asked, uid } = interacting;
    this.#endQuestion(uid);
    if (end) await this.records.remove(kKind, uid);
    const left = secondsLeft(interacting);
    const signIn = await this.portals.ask(client.id, {
      scene: kScene, purpose: client.purpose, required: [kPseudonym, ...attributesOf(asked.required)], optional: attributesOf(asked.optional),
      lifeSeconds: Math.max(1, Math.min(kMostLifeSeconds, left)), ...(way === 'here' ? { returnTo: this.returnAddress } : {}),
    });
    const open: Open = { signIn, ended: Promise.resolve(), endsUnixSeconds: interacting.endsUnixSeconds, end: null };
    this.#endQuestion(uid);   // asked twice at the same moment
    this.#open.set(uid, open);
    open.ended = signIn.answer.then((answer) => this.#ended(interacting, open, endOf(answer, asked, way)));
    await this.records.put(kAskedKind, uid, {}, left);
    return this.state(interacting);
  }

  async state(interacting: Interacting): Promise<SignInState> {
    const open = this.#open.get(interacting.uid);
    if (open?.signIn.state === 'ended') {
      await open.ended;
      if (open.end) await this.#keep(interacting, open);   // the database was away when it ended
    }
    const end = await this.#end(interacting.uid);
    if (end) return { state: stateOf(end) };
    if (!open) return { state: (await this.records.find(kAskedKind, interacting.uid)) ? 'elsewhere' : 'none' };
    const { signIn } = open;
    const address = await signIn.address().catch(() => null);
    const { state } = signIn;
    if (address === null || state === 'ended') return { state: 'elsewhere' };   // since the look at it: the next one finds how
    return { state, address, endsInSeconds: Math.max(0, Math.round(signIn.expiresUnixSeconds - nowUnixSeconds())) };
  }

  /** The browser brings what the phone was given: one try. */
  async broughtBack(interacting: Interacting, code: string): Promise<void> {
    const until = Date.now() + kReturnWaitMs;
    let end = await this.#end(interacting.uid);
    while (!end && Date.now() < until) {
      await new Promise((resolve) => { setTimeout(resolve, kReturnStepMs); });
      end = await this.#end(interacting.uid);
    }
    if (end?.outcome !== 'signed-in' || end.returnCode === null) return;
    const proven: End = isSame(code, end.returnCode) ? { ...end, returnCode: null } : { outcome: 'failed', fault: 'portal/wrong-return' };
    await this.#put(interacting, proven);
  }

  async cancel(interacting: Interacting): Promise<void> {
    const end = await this.#end(interacting.uid);
    this.#endQuestion(interacting.uid);
    await this.#put(interacting, { outcome: end?.outcome === 'expired' ? 'over' : 'cancelled' });
  }

  /** How it ended, for the one who comes first; null while it has not. */
  async taken(interacting: Interacting): Promise<End | 'taken' | null> {
    const end = await this.#end(interacting.uid);
    if (!end || stateOf(end) !== 'ready') return null;
    const isFirst = await this.records.consume(kKind, interacting.uid);
    this.#endQuestion(interacting.uid);
    return isFirst ? end : 'taken';
  }

  /** What was approved is with its grant now. That it was taken is remembered, so that a second look does not ask the phone again. */
  async forget(interacting: Interacting): Promise<void> {
    await this.#put(interacting, { outcome: 'over' });
  }

  /** Questions whose interaction is over: nobody can be signed in by them. */
  sweep(): void {
    for (const [uid, { endsUnixSeconds }] of this.#open) if (endsUnixSeconds <= nowUnixSeconds()) this.#endQuestion(uid);
  }

  close(): void {
    for (const uid of [...this.#open.keys()]) this.#endQuestion(uid);
    this.portals.close();
  }

  #endQuestion(uid: string): void {
    const open = this.#open.get(uid);
    this.#open.delete(uid);
    if (open && open.signIn.state !== 'ended') open.signIn.cancel();
  }

  async #ended(interacting: Interacting, open: Open, end: End): Promise<void> {
    if (this.#open.get(interacting.uid) !== open) return;   // another question stands in its place
    open.end = end;
    await this.#keep(interacting, open).catch(() => {});   // asked for again by the page
  }

  async #keep(interacting: Interacting, open: Open): Promise<void> {
    const left = secondsLeft(interacting);
    if (left > 0) await this.records.putFirst(kKind, interacting.uid, open.end!, left);   // cancelled in another process meanwhile: it stays so
    open.end = null;
  }

  /** Kept no longer than the interaction. */
  async #put(interacting: Interacting, end: End): Promise<void> {
    const left = secondsLeft(interacting);
    if (left > 0) await this.records.put(kKind, interacting.uid, end, left);
  }

  async #end(uid: string): Promise<End | null> {
    return ((await this.records.find(kKind, uid))?.value as End | undefined) ?? null;
  }
}

function stateOf(end: End): 'ready' | 'returning' | 'expired' {
  if (end.outcome === 'expired') return 'expired';
  return end.outcome === 'signed-in' && end.returnCode !== null ? 'returning' : 'ready';
}

function endOf(answer: SignInAnswer, asked: Asked, way: Way): End {
  if (answer.outcome === 'refused') return { outcome: 'refused' };   // whoever it was: nobody comes in by it
  if (answer.outcome !== 'signed-in') return answer;
  const subject = subjectFrom(answer.attributes);
  if (subject === null) return { outcome: 'failed', fault: 'portal/incomplete' };
  if (way === 'here' && answer.returnCode === null) return { outcome: 'failed', fault: 'portal/answer-broken' };
  return { outcome: 'signed-in', subject, claims: claimsFrom(answer.attributes, asked), returnCode: way === 'here' ? answer.returnCode : null };
}

function isSame(brought: string, expected: string): boolean {
  const [a, b] = [Buffer.from(brought), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
