/** A city that is well, and the core that believes it: what pages need to come so far that they ask for something. */
import type { Outcome } from '@citycode/wasm/types';

const kDaySeconds = 86_400;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

export const kScopes = ['transit', 'identity'];

export const kDevice = { deviceId: 'd', holder: { displayName: '王小明', holderClass: 'resident' }, scopes: kScopes, passesPerScope: 2 };

/** 2xx for everything that a page may ask. */
export function wellAnswer(path: string, nowMs: number, init: RequestInit): Response {
  const now = Math.floor(nowMs / 1000);
  const today = Math.floor(now / kDaySeconds);
  if (path === '/v1/city') return Response.json({ name: { en: 'Demo City' }, rootKey: text(new Uint8Array(32)), demo: true, nowUnixSeconds: now, trustListVersion: 1 });
  if (path === '/first-list.json') return Response.json({ name: { en: 'Demo City' }, rootKey: text(new Uint8Array(32)), trustList: text(Uint8Array.of(1)) });
  if (path.startsWith('/v1/trust-list')) return new Response(Uint8Array.of(1), { headers: { ETag: '"1"' } });
  if (path === '/v1/status-lists') {
    return Response.json({ lists: [today - 1, today].map((day) => ({ issuerKid: 'ab12cd34', day, version: now, issuedUnixSeconds: now })) });
  }
  if (path.startsWith('/v1/status-lists/')) return new Response(Uint8Array.of(1));
  if (path === '/v1/devices') return Response.json(kDevice, { status: 201 });
  if (path === '/v1/terminals') return Response.json({ terminalId: 'T', venue: { id: 'hall', name: 'Hall' }, scopes: kScopes }, { status: 201 });
  if (path === '/v1/scene-keys') return Response.json({ terminalId: 'T', venue: { id: 'hall', name: 'Hall' }, scopes: kScopes, keys: [], nowUnixSeconds: now });
  if (path === '/v1/passes') {
    const { keys } = JSON.parse(new TextDecoder().decode(init.body as Uint8Array)) as { keys: { scope: string; key: string }[] };
    return Response.json({ nowUnixSeconds: now, passes: keys.map((key) => ({ ...key, pass: 'AA', attributes: [], notBeforeUnixSeconds: now - 120, expiresUnixSeconds: now + kDaySeconds })) });
  }
  if (path === '/v1/demo/citizens') return Response.json({ citizens: [] });
  if (path === '/v1/demo/venues') return Response.json({ venues: [] });
  if (path.startsWith('/v1/demo/')) return Response.json({ enrolmentCode: '7K2M9QXT4HRB', expiresUnixSeconds: now + 60 });
  return Response.json({});
}

const trustSummary = { version: 1, issuedUnixSeconds: 0, cityName: 'Demo', rootKey: '', nextRootKey: '', anchors: 'a', scopes: kScopes.map((name) => ({ name, attributes: [] })) };
const statusSummary = (nowSeconds: number) => ({ form: 'full', issuerKey: '', day: Math.floor(nowSeconds / kDaySeconds), version: nowSeconds, issuedUnixSeconds: nowSeconds, expiresUnixSeconds: nowSeconds + 2 * kDaySeconds, revoked: 0 });

/** The core's answers are not what is looked at here: it believes everything. */
const believedVerbs = (nowMs: () => number): Readonly<Record<string, () => Promise<Outcome<unknown>>>> => ({
  loadTrustList: async () => ({ ok: trustSummary }),
  loadStatusList: async () => ({ ok: statusSummary(Math.floor(nowMs() / 1000)) }),
  holdSceneKeys: async () => ({ ok: true }),
  readPass: async () => ({ ok: { attributes: {}, sealed: false } }),
  presentationToBeSigned: async () => ({ ok: new Uint8Array(1) }),
  writeCode: async () => ({ ok: 'CODE' }),
  readVenue: async () => ({ fault: 'venue/bad-record' }),
  sign: async () => ({ ok: { publicKey: crypto.getRandomValues(new Uint8Array(32)), signature: new Uint8Array(64) } }),
  saveReplay: async () => ({ ok: new Uint8Array(1) }),
});

/** As the pages have it: the verbs of every page by name, the others by `call`. */
export const believingCore = (nowMs: () => number): object => {
  const verbs = believedVerbs(nowMs);
  return { ...verbs, call: (verb: string) => verbs[verb]!(), keep: () => undefined };
};
