/** A phone of a demo citizen, without pixels: it enrols, asks for passes, and shows codes. */
import { Asking } from '@citycode/client/asking';
import { pageParts } from '@citycode/client/asking-parts';
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { postSigned, type Signer } from '@citycode/client/signed-post';
import { loadCoreForNode } from '@citycode/wasm/node';
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

export class Phone {
  readonly #asking: Asking;
  readonly #passes: Pass[] = [];

  private constructor(private readonly origin: string, private readonly device: Signer, readonly core: Awaited<ReturnType<typeof loadCoreForNode>>) {
    this.#asking = new Asking({ ...pageParts, fetch: (path, init) => fetch(origin + path, init) });
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

  async #post<T>(path: string, body: unknown): Promise<T> {
    const answer = await postSigned<T>(this.device, { origin: this.origin, path, body, now: Date.now }, { atOnce: true }, this.#asking);
    if (!answer.ok) throw new Error(`${path}: ${answer.problem!.fault}`);
    return answer.ok;
  }
}
