/** A phone of a demo citizen, without pixels: it enrols, asks for passes, and shows codes. */
import { Asking } from '@citycode/client/asking';
import { fetchFrom, pageParts } from '@citycode/client/host';
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { postSigned, type Signer } from '@citycode/client/signed-post';
import { loadCoreForNode } from '@citycode/wasm/node';
import type { PortalAsk } from '@citycode/wasm/types';
import type { CityServer } from '../support/city-server.js';

const kEd25519 = { name: 'Ed25519' };
const kSlotSeconds = 5;

async function newKey(): Promise<Signer> {
  const pair = (await crypto.subtle.generateKey(kEd25519, false, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign(kEd25519, pair.privateKey, message)),
  };
}

interface Pass {
  readonly scope: string;
  readonly bytes: Uint8Array;
  readonly key: Signer;
}

export interface OpenedQuestion {
  readonly ask: PortalAsk;
  readonly request: Uint8Array<ArrayBuffer>;
  readonly ticket: string;
}

export class Phone {
  readonly #asking: Asking;
  readonly #passes: Pass[] = [];

  private constructor(private readonly origin: string, private readonly device: Signer, readonly core: Awaited<ReturnType<typeof loadCoreForNode>>) {
    this.#asking = new Asking({ ...pageParts, fetch: fetchFrom(origin) });
  }

  static async of(server: CityServer, latinName: string): Promise<Phone> {
    const phone = new Phone(server.origin, await newKey(), await loadCoreForNode());
    await phone.#post('/v1/devices', { enrolmentCode: await server.enrolmentCodeFor(latinName), deviceKey: toBase64Url(phone.device.publicKey) });
    return phone;
  }

  async fetchPasses(scope: string, count: number): Promise<void> {
    const keys = await Promise.all(Array.from({ length: count }, newKey));
    const { passes } = await this.#post<{ passes: { pass: string }[] }>('/v1/passes', { keys: keys.map((key) => ({ scope, key: toBase64Url(key.publicKey) })) });
    passes.forEach(({ pass }, i) => this.#passes.push({ scope, bytes: fromBase64Url(pass)!, key: keys[i]! }));
  }

  /** The text of this slot, from a pass that was not shown yet. Needs no network. */
  async code(scope: string, nowMs = Date.now()): Promise<string> {
    const at = this.#passes.findIndex((pass) => pass.scope === scope);
    const [pass] = this.#passes.splice(at, 1);
    if (at < 0 || !pass) throw new Error(`no pass of ${scope} is left`);
    const claims = { audience: scope, issuedUnixSeconds: Math.floor(nowMs / 1000 / kSlotSeconds) * kSlotSeconds };
    const toSign = this.core.holder.presentationToBeSigned(pass.bytes, claims);
    if (!toSign.ok) throw new Error(toSign.fault);
    const written = this.core.holder.writeCode(pass.bytes, claims, await pass.key.sign(Uint8Array.from(toSign.ok)));
    if (!written.ok) throw new Error(written.fault);
    return written.ok;
  }

  /** Opens what a site's living code names, by way of the relay. Rejects with the fault. */
  async open(address: string): Promise<OpenedQuestion> {
    const code = address.split('#portal=')[1]!;
    const opened = await this.#postPlain<{ request: string; ticket: string }>('/v1/portal-requests/open', { code });
    const list = new Uint8Array(await (await fetch(`${this.origin}/v1/trust-list`)).arrayBuffer());
    const { rootKey } = (await (await fetch(`${this.origin}/v1/city`)).json()) as { rootKey: string };
    this.core.holder.loadTrustList(list, fromBase64Url(rootKey)!);
    const request = fromBase64Url(opened.request)!;
    const read = this.core.holder.readPortalRequest(request, fromBase64Url(code.split('.')[0]!)!, Math.floor(Date.now() / 1000));
    if (!read.ok) throw new Error(read.fault);
    return { ask: read.ok, request, ticket: opened.ticket };
  }

  /** `given`: names of attributes; null refuses. What the phone brings back to the site's address, if it has one. */
  async answer(question: OpenedQuestion, given: readonly string[] | null): Promise<string | null> {
    const sealed = await this.sealed(question, given);
    await this.send(question, sealed.answer);
    return sealed.returnCode;
  }

  async sealed({ ask, request }: OpenedQuestion, given: readonly string[] | null): Promise<{ answer: Uint8Array; returnCode: string | null }> {
    const code = given === null ? '' : await this.#codeFor(ask, given);
    const returnCode = ask.returnAddress ? crypto.getRandomValues(new Uint8Array(16)) : null;
    const sealed = this.core.holder.sealPortalAnswer(request, { code, ...(returnCode && { returnCode }) }, crypto.getRandomValues(new Uint8Array(32)));
    if (!sealed.ok) throw new Error(sealed.fault);
    return { answer: sealed.ok, returnCode: returnCode && toBase64Url(returnCode) };
  }

  async send({ ask, ticket }: OpenedQuestion, answer: Uint8Array): Promise<void> {
    await this.#postPlain('/v1/portal-answers', { id: Buffer.from(ask.id, 'hex').toString('base64url'), ticket, answer: toBase64Url(answer) });
  }

  async reportLost(): Promise<void> {
    await this.#post('/v1/devices/revoke', { devices: 'this', reason: 'lost' });
  }

  async #codeFor(ask: PortalAsk, attributes: readonly string[]): Promise<string> {
    const key = await newKey();
    const wanted = { scope: ask.scope, portal: ask.portalId, key: toBase64Url(key.publicKey), attributes };
    const { passes } = await this.#post<{ passes: { pass: string }[] }>('/v1/passes', { keys: [wanted] });
    const pass = fromBase64Url(passes[0]!.pass)!;
    const claims = { audience: ask.audience, nonce: Uint8Array.from(Buffer.from(ask.nonce, 'hex')), issuedUnixSeconds: Math.floor(Date.now() / 1000 / kSlotSeconds) * kSlotSeconds };
    const toSign = this.core.holder.presentationToBeSigned(pass, claims);
    if (!toSign.ok) throw new Error(toSign.fault);
    return this.core.holder.writeCode(pass, claims, await key.sign(Uint8Array.from(toSign.ok))).ok!;
  }

  async #postPlain<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(this.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const json = await response.json() as T & { readonly fault?: string };
    if (!response.ok) throw new Error(json.fault);
    return json;
  }

  async #post<T>(path: string, body: unknown): Promise<T> {
    const answer = await postSigned<T>(this.device, { origin: this.origin, path, body, now: Date.now }, { atOnce: true }, this.#asking);
    if (!answer.ok) throw new Error(`${path}: ${answer.problem!.fault}`);
    return answer.ok;
  }
}
