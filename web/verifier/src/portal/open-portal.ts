/** From options to a portal: a verifier that keeps the city's lists fresh, the portal's two keys, and the relay between it and phones. */
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import type { Signer } from '@citycode/client/signed-post';
import type { CoreClient } from '@citycode/wasm/client';
import { portalOf, type PortalClient } from '@citycode/wasm/client/portal';
import { kMaxRequestSeconds, kPortalNonceBytes, kPortalProofBytes } from '@citycode/wasm/limits';
import type { Outcome, PortalQuestion } from '@citycode/wasm/types';
import { VerifyError } from '../opened/api.js';
import { openOn, type Platform } from '../opened/open.js';
import type { OpenVerifier } from '../opened/open-verifier.js';
import type { CityPortal, PortalOptions, Question, SignIn } from './api.js';
import { Asked } from './asked.js';
import { CityClock, Relay } from './relay.js';
import { Watch } from './watch.js';

const kKeyBytes = 32;
const kUsualLifeSeconds = 180;
/** A record lives for a month; one that was changed at the city is had within the hour. */
const kRecordFreshMs = 3_600_000;
/** A site is asked with a network: it need not believe a list of five minutes ago, as a gate does. */
const kListsFreshMs = 3000;

/** Refusals that a fresh record or fresh lists may undo. */
const kMendable: readonly string[] = ['portal/not-registered', 'trust/missing', 'trust/too-old', 'scope/unknown'];

interface PortalParts {
  readonly id: string;
  readonly origin: string;
  readonly signer: Signer;
  readonly verifier: OpenVerifier;
  readonly core: PortalClient;
  readonly relay: Relay;
  /** Wiped when it is closed: until then a core that is started anew is given them again. */
  readonly secrets: readonly Uint8Array[];
}

const random = (size: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(size));

function had<T>(outcome: Outcome<T>, because: string): T {
  if (outcome.fault !== undefined) throw new VerifyError(outcome.fault, because);
  return outcome.ok as T;
}

class OpenPortal implements CityPortal {
  readonly #parts: PortalParts;
  readonly #watch: Watch;
  readonly #open = new Set<SignIn>();
  readonly #cancelling = new Set<Promise<void>>();
  #lists: { readonly asked: Promise<unknown>; readonly atMs: number } | null = null;
  #record: { readonly bytes: Uint8Array; readonly hadMs: number } | null = null;

  constructor(parts: PortalParts) {
    this.#parts = parts;
    this.#watch = new Watch(parts.relay);
  }

  async ask(question: Question): Promise<SignIn> {
    try {
      return await this.#asked(question);
    } catch (cause) {
      if (!(cause instanceof VerifyError) || !kMendable.includes(cause.fault)) throw cause;
      this.#record = null;   // the city knows this portal otherwise since,
      await this.#parts.verifier.refresh();   // or was away when it was opened
      return this.#asked(question);
    }
  }

  async close(): Promise<void> {
    for (const asked of this.#open) void asked.cancel();
    await Promise.all(this.#cancelling);   // also of those that somebody else cancelled just now: they are signed with a key that goes
    this.#watch.close();
    await this.#parts.verifier.close();
    for (const secret of this.#parts.secrets) secret.fill(0);
  }

  async #asked({ scene, purpose, required, optional = [], returnTo = '', lifeSeconds = kUsualLifeSeconds }: Question): Promise<SignIn> {
    if (!Number.isInteger(lifeSeconds) || lifeSeconds < 1 || lifeSeconds > kMaxRequestSeconds) throw new VerifyError('start/bad-option', '`lifeSeconds` is 1 to 300');
    const { core, relay, signer, origin } = this.#parts;
    const record = await this.#freshRecord();
    const secret = random(kPortalProofBytes);
    const anchor = had(await core.anchorOf(secret), 'the core gives no anchor');
    let request: Uint8Array<ArrayBuffer> = new Uint8Array();
    // The time in it is read when it leaves: a clock that was put right meanwhile makes another request.
    const written = async (): Promise<void> => {
      const issuedUnixSeconds = Math.floor(relay.clock.nowMs() / 1000);
      const asked: PortalQuestion = {
        record, scene, purpose, required, optional, nonce: random(kPortalNonceBytes), anchor, returnAddress: returnTo, issuedUnixSeconds,
        expiresUnixSeconds: issuedUnixSeconds + lifeSeconds,
      };
      const message = had(await core.requestToBeSigned(asked), 'this is no question that a phone would show');
      request = had(await core.writeRequest(asked, await signer.sign(message as Uint8Array<ArrayBuffer>)), 'this is no question that a phone would show');
    };
    const { id, expiresUnixSeconds } = await relay.post<{ readonly id: string; readonly expiresUnixSeconds: number }>('/v1/portal-requests', async () => {
      await written();
      return { request: toBase64Url(request) };
    });
    const asked = new Asked({
      id, request, secret, expiresUnixSeconds, city: origin, core, freshLists: () => this.#freshLists(),
      cancelled: () => this.#cancel(id),
    });
    this.#open.add(asked);
    void asked.answer.then(() => this.#open.delete(asked));
    this.#watch.add(asked);
    return asked;
  }

  /** Never rejects: what the relay was not told ends by itself. */
  #cancel(id: string): Promise<void> {
    const told: Promise<void> = this.#parts.relay.post('/v1/portal-requests/cancel', () => ({ id }))
      .then(() => undefined, () => undefined)
      .finally(() => this.#cancelling.delete(told));
    this.#cancelling.add(told);
    return told;
  }

  /** Many answers at once ask for them once. */
  #freshLists(): Promise<unknown> {
    const now = performance.now();
    if (!this.#lists || now - this.#lists.atMs > kListsFreshMs) this.#lists = { asked: this.#parts.verifier.refresh(), atMs: now };
    return this.#lists.asked;
  }

  async #freshRecord(): Promise<Uint8Array> {
    const now = performance.now();
    if (this.#record && now - this.#record.hadMs < kRecordFreshMs) return this.#record.bytes;
    const { record } = await this.#parts.relay.get<{ readonly record: string }>(`/v1/portals/${this.#parts.id}/record`);
    const bytes = fromBase64Url(record);
    if (!bytes) throw new VerifyError('env/not-the-office', 'the city gave no record');
    this.#record = { bytes, hadMs: now };
    return bytes;
  }
}

function keyOf(given: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  if (!(given instanceof Uint8Array) || given.length !== kKeyBytes) throw new VerifyError('start/bad-option', `\`${name}\` is 32 bytes`);
  return Uint8Array.from(given);
}

/** `platform`'s core has the verbs of a portal too. Rejects with VerifyError, as opening a verifier does. */
export async function openPortalOn(platform: Platform, options: PortalOptions): Promise<CityPortal> {
  const { id, city, rootKey, keep, now = () => Date.now(), wasm } = options;
  if (!/^[a-z0-9-]{1,25}$/u.test(id)) throw new VerifyError('start/bad-option', '`id` is the portal’s, as the city registered it');
  const seed = keyOf(options.key, 'key'), secret = keyOf(options.sealingKey, 'sealingKey');
  let client: CoreClient | null = null;
  const verifier = await openOn(
    { ...platform, startCore: async (given) => (client = await platform.startCore(given)) },
    { city, scene: 'sign-in', venue: `portal:${id}`, now, ...(rootKey !== undefined && { rootKey }), ...(keep !== undefined && { keep }), ...(wasm !== undefined && { wasm }) });
  const core = client as CoreClient | null;   // openOn has started it
  if (!core) throw new VerifyError('internal/bug', 'there is no core');
  try {
    const portal = portalOf(core);
    had(await portal.holdPortalKey(secret), '`sealingKey` is no key');
    const { publicKey } = had(await core.sign(seed, new Uint8Array()), '`key` is no seed');
    const signer: Signer = {
      publicKey: Uint8Array.from(publicKey),
      sign: async (message) => had(await core.sign(seed, message), 'the core does not sign').signature,
    };
    const origin = new URL(typeof city === 'string' ? city : city.href).origin;
    return new OpenPortal({ id, origin, signer, verifier, core: portal, relay: new Relay(origin, signer, new CityClock(now)), secrets: [seed, secret] });
  } catch (cause) {
    await verifier.close();
    throw cause;
  }
}
