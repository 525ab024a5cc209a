/** Answers a site's request over the network: opened at the city's relay with the living code, read by the core, answered once. */
import { askJson, problemOf, type Answer } from '@citycode/client/api';
import { askCore } from '@citycode/client/core';
import { host } from '@citycode/client/host';
import { bytesOfHex, fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { holderOf } from '@citycode/wasm/client/holder';
import { kReturnCodeBytes } from '@citycode/wasm/limits';
import type { PortalAsk } from '@citycode/wasm/types';
import { Presenter } from './presenter.js';
import type { Wallet } from './wallet.js';

const kSeedBytes = 32;

export interface OpenedRequest {
  readonly ask: PortalAsk;
  readonly request: Uint8Array<ArrayBuffer>;
  /** This phone's, and no other's: the relay takes an answer with it alone. */
  readonly ticket: string;
}

const post = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  askJson<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, { atOnce: true });

export type Opening = Promise<Answer<{ readonly request: string; readonly ticket: string }>>;

/** At once, before anything else is loaded: a living code is good for ten seconds. */
export const openRequest = (code: string): Opening => post('/v1/portal-requests/open', { code });

/** What the core believes of what the relay gave. Another request than the code names is none. */
export async function readRequest(code: string, opening: Opening, wallet: Wallet, nowUnixSeconds: number): Promise<Answer<OpenedRequest>> {
  const opened = await opening;
  if (!opened.ok) return { problem: opened.problem };
  const noList = await wallet.loadTrust();
  if (noList) return { problem: problemOf(noList) };
  const request = fromBase64Url(opened.ok.request) ?? new Uint8Array();
  const named = fromBase64Url(code.split('.')[0]!) ?? new Uint8Array();
  const read = await askCore((core) => holderOf(core).readPortalRequest(request, named, nowUnixSeconds));
  return read.ok ? { ok: { ask: read.ok, request, ticket: opened.ok.ticket } } : { problem: problemOf(read.fault!) };
}

const refusal: Answer<string> = { ok: '' };

/** `given`: names of the attributes that the site may have; null: the person refused. Answers with where the phone goes now, empty: nowhere. */
export async function answerRequest({ ask, request, ticket }: OpenedRequest, given: readonly string[] | null, wallet: Wallet): Promise<Answer<string>> {
  const code = given === null ? refusal : await codeFor(ask, given, wallet);
  if (code.problem) return { problem: code.problem };
  const returnCode = ask.returnAddress ? await host.randomBytes(kReturnCodeBytes) : null;
  const seed = await host.randomBytes(kSeedBytes);
  const sealed = await askCore((core) => holderOf(core).sealPortalAnswer(request, { code: code.ok, ...(returnCode && { returnCode }) }, seed));
  seed.fill(0);
  if (!sealed.ok) return { problem: problemOf(sealed.fault!) };
  const sent = await post('/v1/portal-answers', { id: toBase64Url(bytesOfHex(ask.id)!), ticket, answer: toBase64Url(sealed.ok) });
  if (sent.problem) return { problem: sent.problem };
  return { ok: returnCode ? `${ask.returnAddress}#citycode=${toBase64Url(returnCode)}` : '' };
}

/** Of the slot of the city's time: a phone whose clock is wrong can still answer. */
async function codeFor(ask: PortalAsk, given: readonly string[], wallet: Wallet): Promise<Answer<string>> {
  const made = await wallet.portalPass({ scope: ask.scope, portal: ask.portalId, attributes: given });
  if (!made.ok) return { problem: made.problem };
  const { record, nowUnixSeconds } = made.ok;
  const source = { take: () => Promise.resolve({ ok: { record, reused: false } }), sign: wallet.sign.bind(wallet) };
  const nonce = bytesOfHex(ask.nonce) ?? new Uint8Array();   // the core refuses an empty one
  const shown = await new Presenter(ask.scope, source, { audience: ask.audience, nonce }).codeAt(nowUnixSeconds * 1000);
  return shown.ok ? { ok: shown.ok.text } : { problem: problemOf(shown.fault!) };
}
