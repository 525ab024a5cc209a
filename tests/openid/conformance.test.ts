// The OpenID Foundation's certification profiles Basic OP and Config OP, module by module, under the names of its conformance suite: docs/openid.md has the
// table. The suite itself is a program that is not here; each case does what the module of that name does, with a client as the suite would be.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Answer } from './support/browser.js';
import { kWang } from './support/city.js';
import { kSecret, SignInSite } from './support/sign-in-site.js';
import { SignInPage } from './support/relying-party.js';

type Wishes = Readonly<Record<string, string>>;

let folder: string;
let site: SignInSite;
let metadata: Readonly<Record<string, string>>;

// As the suite's clients are: no PKCE, a nonce in most requests; sessions, because some modules ask twice.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
  site = await SignInSite.open({ database: `sqlite:${join(folder, 'records.sqlite')}`, sessionSeconds: 600 });
  await site.stop();
  const file = JSON.parse(await readFile(site.file, 'utf8')) as { clients: Record<string, unknown>[] };
  Object.assign(file.clients[0]!, { pkce: 'or-nonce' });
  await writeFile(site.file, JSON.stringify(file));
  await site.start();
  metadata = (await (await fetch(`${site.issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
});
afterAll(async () => {
  await site?.end();
  await rm(folder, { recursive: true, force: true });
});

const back = (id: string): string => site.backOf(id);
const request = (wishes: Wishes = {}, id = 'tax'): URLSearchParams => {
  const all: Record<string, string> = {
    client_id: id, response_type: 'code', scope: 'openid', redirect_uri: back(id), state: 'state-of-the-suite', nonce: randomBytes(8).toString('hex'), ...wishes,
  };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
};
const asking = (parameters: URLSearchParams): URL => Object.assign(new URL(metadata['authorization_endpoint']!), { search: String(parameters) });

/** With the phone where it is asked, or without. */
async function authorized(parameters: URLSearchParams, browser = new Browser()): Promise<{ answered: URLSearchParams; phone: boolean }> {
  const first = await browser.follow(asking(parameters), site.issuer);
  if (!first.address.startsWith(`${site.issuer}/sign-in/`)) return { answered: new URL(first.address).searchParams, phone: false };
  const page = await SignInPage.reached(browser, { address: new URL(first.address) }, site);
  await site.city.agree(kWang, (await page.ask()).address);
  return { answered: new URL(await page.finish()).searchParams, phone: true };
}

async function tokenRequest(code: string, id = 'tax', more: Wishes = {}): Promise<{ status: number; body: Record<string, string> }> {
  const isPost = id === 'library';
  const answer = await fetch(metadata['token_endpoint']!, {
    method: 'POST', headers: isPost ? {} : { authorization: `Basic ${Buffer.from(`${id}:${new URLSearchParams({ s: kSecret }).toString().slice(2)}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: back(id), ...(isPost ? { client_id: id, client_secret: kSecret } : {}), ...more }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

interface SignedIn {
  readonly claims: JWTPayload;
  readonly tokens: Record<string, string>;
  readonly phone: boolean;
  readonly code: string;
  readonly kid: string | undefined;
  readonly alg: string;
}

async function signedIn(wishes: Wishes = {}, { id = 'tax', browser = new Browser() } = {}): Promise<SignedIn> {
  const parameters = request(wishes, id);
  const { answered, phone } = await authorized(parameters, browser);
  expect(answered.get('state')).toBe(parameters.get('state'));
  const { status, body } = await tokenRequest(answered.get('code')!, id);
  expect(status).toBe(200);
  const { payload, protectedHeader } = await jwtVerify(body['id_token']!, createRemoteJWKSet(new URL(metadata['jwks_uri']!)), { issuer: metadata['issuer']!, audience: id });
  expect(payload['nonce']).toBe(parameters.get('nonce') ?? undefined);
  return { claims: payload, tokens: body, phone, code: answered.get('code')!, kid: protectedHeader.kid, alg: protectedHeader.alg };
}

async function userInfo(token: string, how: 'get' | 'post-header' | 'post-body' = 'get'): Promise<Record<string, unknown>> {
  const answer = await fetch(metadata['userinfo_endpoint']!, how === 'get' ? { headers: { authorization: `Bearer ${token}` } }
    : how === 'post-header' ? { method: 'POST', headers: { authorization: `Bearer ${token}` } } : { method: 'POST', body: new URLSearchParams({ access_token: token }) });
  return { status: answer.status, ...((await answer.json()) as object) };
}

describe('Basic OP', () => {
  it('oidcc-server', async () => {
    const { tokens, claims } = await signedIn();
    expect(tokens['token_type']).toBe('Bearer');
    expect(claims).toMatchObject({ iss: site.issuer, aud: 'tax', sub: expect.stringMatching(/^[\x21-\x7e]{1,255}$/u) as string });
    expect(claims.exp! - claims.iat!).toBe(300);
  });

  it('oidcc-response-type-missing', async () => {
    const { answered } = await authorized(request({ response_type: '' }));
    expect(answered.get('error')).toBe('invalid_request');
  });

  it('oidcc-idtoken-signature', async () => {
    expect(await signedIn()).toMatchObject({ alg: 'RS256', kid: expect.stringMatching(/./u) as string });
  });

  it('oidcc-idtoken-unsigned', () => {
    expect(metadata['id_token_signing_alg_values_supported']).toEqual(['RS256', 'ES256', 'EdDSA']);
  });

  it.each([['oidcc-userinfo-get', 'get'], ['oidcc-userinfo-post-header', 'post-header'], ['oidcc-userinfo-post-body', 'post-body']] as const)('%s', async (_, how) => {
    const { tokens, claims } = await signedIn();
    expect(await userInfo(tokens['access_token']!, how)).toEqual({ status: 200, sub: claims.sub });
  });

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow: differs, for a client without PKCE', async () => {
    expect((await authorized(request({ nonce: '' }))).answered.get('error')).toBe('invalid_request');
    const verifier = randomBytes(32).toString('base64url');
    const { answered } = await authorized(request({ nonce: '', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }));
    expect((await tokenRequest(answered.get('code')!, 'tax', { code_verifier: verifier })).status).toBe(200);
  });

  it('oidcc-scope-profile', async () => {
    const { tokens, claims } = await signedIn({ scope: 'openid profile' });
    expect(await userInfo(tokens['access_token']!)).toEqual({ status: 200, sub: claims.sub, name: '王小明' });
    expect(claims['name'], 'with a code, claims of scopes are told at the endpoint').toBeUndefined();
  });

  it.each(['email', 'address', 'phone'])('oidcc-scope-%s: not supported, and no error', async (scope) => {
    expect(metadata['scopes_supported']).not.toContain(scope);
    const { tokens, claims } = await signedIn({ scope: `openid ${scope}` });
    expect(await userInfo(tokens['access_token']!)).toEqual({ status: 200, sub: claims.sub });
  });

  it('oidcc-scope-all', async () => {
    const { tokens } = await signedIn({ scope: 'openid address email phone profile' });
    expect(await userInfo(tokens['access_token']!)).toMatchObject({ status: 200, name: '王小明' });
  });

  it('oidcc-ensure-other-scope-order-succeeds', async () => {
    const { tokens } = await signedIn({ scope: 'email profile openid' });
    expect(await userInfo(tokens['access_token']!)).toMatchObject({ status: 200, name: '王小明' });
  });

  it.each([
    ['oidcc-display-page', { display: 'page' }], ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }], ['oidcc-login-hint', { login_hint: 'bob@example.com' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }], ['oidcc-ui-locales', { ui_locales: 'se' }],
  ] as [string, Wishes][])('%s', async (_, wishes) => {
    expect((await signedIn(wishes)).phone).toBe(true);
  });

  it('oidcc-prompt-login', async () => {
    const browser = new Browser();
    const first = await signedIn({}, { browser });
    await new Promise((resolve) => { setTimeout(resolve, 1050); });   // the suite compares whole seconds
    const second = await signedIn({ prompt: 'login' }, { browser });
    expect(second.phone).toBe(true);
    expect(second.claims.sub).toBe(first.claims.sub);
    expect(second.claims['auth_time']).toBeGreaterThan(first.claims['auth_time'] as number);
  });

  it('oidcc-prompt-none-not-logged-in', async () => {
    const { answered, phone } = await authorized(request({ prompt: 'none' }));
    expect([answered.get('error'), phone]).toEqual(['login_required', false]);
  });

  it('oidcc-prompt-none-logged-in', async () => {
    const browser = new Browser();
    const first = await signedIn({}, { browser });
    const second = await signedIn({ prompt: 'none' }, { browser });
    expect(second).toMatchObject({ phone: false, claims: { sub: first.claims.sub, auth_time: first.claims['auth_time'] } });
  });

  it('oidcc-max-age-1', async () => {
    const browser = new Browser();
    const first = await signedIn({}, { browser });
    await new Promise((resolve) => { setTimeout(resolve, 2050); });
    const second = await signedIn({ max_age: '1' }, { browser });
    expect(second.phone).toBe(true);
    expect(second.claims['auth_time']).toBeGreaterThan(first.claims['auth_time'] as number);
  });

  it('oidcc-max-age-10000', async () => {
    const browser = new Browser();
    const first = await signedIn({ max_age: '10000' }, { browser });
    const second = await signedIn({ max_age: '10000' }, { browser });
    expect(second).toMatchObject({ phone: false, claims: { sub: first.claims.sub, auth_time: first.claims['auth_time'] } });
  });

  it('oidcc-id-token-hint', async () => {
    const browser = new Browser();
    const first = await signedIn({}, { browser });
    const second = await signedIn({ prompt: 'none', id_token_hint: first.tokens['id_token']! }, { browser });
    expect(second).toMatchObject({ phone: false, claims: { sub: first.claims.sub } });
  });

  it('oidcc-ensure-request-with-acr-values-succeeds', async () => {
    const { claims } = await signedIn({ acr_values: 'urn:citycode:acr:phone' });
    expect(claims['acr']).toBe('urn:citycode:acr:phone');
    expect((await signedIn({ acr_values: 'something else' })).claims['acr']).toBe('urn:citycode:acr:phone');
  });

  it('oidcc-codereuse, oidcc-codereuse-30seconds', async () => {
    const { code, tokens } = await signedIn();
    expect(await tokenRequest(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await userInfo(tokens['access_token']!)).toMatchObject({ status: 401, error: 'invalid_token' });
  });

  it('oidcc-ensure-registered-redirect-uri', async () => {
    const answer: Answer = await new Browser().get(asking(request({ redirect_uri: `${back('tax')}/${randomBytes(5).toString('hex')}` })));
    expect({ status: answer.status, location: answer.location }).toEqual({ status: 400, location: null });
  });

  it('oidcc-ensure-post-request-succeeds', async () => {
    const browser = new Browser();
    const { location } = await browser.post(metadata['authorization_endpoint']!, String(request()), { 'content-type': 'application/x-www-form-urlencoded' });
    const page = await SignInPage.reached(browser, { address: new URL(location!, site.issuer) }, site);
    await site.city.agree(kWang, (await page.ask()).address);
    expect(new URL(await page.finish()).searchParams.has('code')).toBe(true);
    expect((await browser.post(metadata['authorization_endpoint']!, `x=${'x'.repeat(8000)}`, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(413);
  });

  it('oidcc-server-client-secret-post', async () => {
    expect((await signedIn({}, { id: 'library' })).claims.aud).toBe('library');
  });

  it.each([
    ['oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', { request_uri: 'https://suite.example/request' }, 'request_uri_not_supported'],
    ['oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['oidcc-ensure-request-object-with-redirect-uri', { request: 'eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL3N1aXRlLmV4YW1wbGUifQ.' }, 'request_not_supported'],
  ] as [string, Wishes, string][])('%s: rejected as unsupported', async (_, wishes, error) => {
    expect((await authorized(request(wishes))).answered.get('error')).toBe(error);
  });

  it('oidcc-claims-essential', async () => {
    const { tokens, claims } = await signedIn({ claims: JSON.stringify({ userinfo: { name: { essential: true } } }) });
    expect(await userInfo(tokens['access_token']!)).toMatchObject({ name: '王小明' });
    expect(claims['name']).toBeUndefined();
  });

  it('oidcc-refresh-token: none is issued, and none is announced', async () => {
    expect((await signedIn()).tokens['refresh_token']).toBeUndefined();
    expect(metadata['grant_types_supported']).toEqual(['authorization_code']);
  });

  it('oidcc-ensure-request-with-valid-pkce-succeeds', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const { answered } = await authorized(request({ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }));
    expect((await tokenRequest(answered.get('code')!, 'tax', { code_verifier: verifier })).status).toBe(200);
  });
});

describe('Config OP', () => {
  it('oidcc-discovery-endpoint-verification', async () => {
    // As it is in a city: every address is https, whatever this service was asked through.
    await site.stop();
    const file = await readFile(site.file, 'utf8');
    await writeFile(site.file, file.replace(site.issuer, 'https://login.city.example'));
    await site.start();
    const answer = await fetch(`${site.issuer}/.well-known/openid-configuration`, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const told = (await answer.json()) as Record<string, unknown>;
    expect(told).toMatchObject({
      issuer: 'https://login.city.example', response_types_supported: ['code'], subject_types_supported: ['pairwise'], grant_types_supported: ['authorization_code'],
      claims_parameter_supported: true, request_uri_parameter_supported: false, code_challenge_methods_supported: ['S256'],
    });
    expect(told['id_token_signing_alg_values_supported']).toContain('RS256');
    expect(told['scopes_supported']).toContain('openid');
    expect(told['claims_supported']).toContain('name');
    const addresses = Object.entries(told).filter(([name]) => /_endpoint$|_uri$/u.test(name));
    expect(addresses.map(([name]) => name).sort()).toEqual(['authorization_endpoint', 'end_session_endpoint', 'jwks_uri', 'token_endpoint', 'userinfo_endpoint']);
    for (const [, address] of addresses) expect(address).toMatch(/^https:\/\/login\.city\.example\//u);
    const { keys } = (await (await fetch(`${site.issuer}/jwks`)).json()) as { keys: Record<string, string>[] };
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'EdDSA', 'RS256']);
    for (const key of keys) for (const hidden of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(hidden);
    await site.stop();
    await writeFile(site.file, file);
    await site.start();
  });
});
