// A portal that signs people in with Citycode: node:http and the unmodified openid-client, nothing else.
// ISSUER, CLIENT_ID, CLIENT_SECRET and ORIGIN say where and who it is; PORT is where it listens.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, ORIGIN, PORT } = process.env;
const kBack = `${ORIGIN}/back`;
const kSessionMs = 600_000;
const isHere = new URL(ISSUER).hostname === 'localhost';   // http is for this machine alone

/** Found out at the first sign-in, and kept. */
let discovered;
function provider() {
  const options = { execute: isHere ? [client.allowInsecureRequests] : [] };
  discovered ??= client.discovery(new URL(ISSUER), CLIENT_ID, {}, client.ClientSecretBasic(CLIENT_SECRET), options).catch((cause) => {
    discovered = undefined;
    throw cause;
  });
  return discovered;
}

/** By the value of the browser's cookie: what was sent along, and then who it is. */
const sessions = new Map();

function sessionOf(request) {
  const id = /(?:^|;\s*)portal=([\w-]{43})/u.exec(request.headers.cookie ?? '')?.[1];
  const session = sessions.get(id);
  return session && session.ends > Date.now() ? session : null;
}

function newSession(response, content) {
  for (const [id, { ends }] of sessions) if (ends <= Date.now()) sessions.delete(id);
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, { id, ends: Date.now() + kSessionMs, ...content });
  response.setHeader('Set-Cookie', `portal=${id}; Path=/; HttpOnly; SameSite=Lax${isHere ? '' : '; Secure'}`);
}

const escaped = (text) => String(text).replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
function page(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'" })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample portal</title><main><h1>Sample portal</h1>${body}</main></html>`);
}
const redirect = (response, address) => response.writeHead(303, { Location: String(address) }).end();

async function signIn(response) {
  const verifier = client.randomPKCECodeVerifier(), state = client.randomState(), nonce = client.randomNonce();
  const address = client.buildAuthorizationUrl(await provider(), {
    redirect_uri: kBack, scope: 'openid profile', state, nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    claims: JSON.stringify({ userinfo: { citycode_over_18: { essential: true } } }),
  });
  newSession(response, { begun: { verifier, state, nonce } });
  redirect(response, address);
}

async function back(request, response, url) {
  const session = sessionOf(request);
  if (!session?.begun) return page(response, 400, '<p>This browser began no sign-in. <a href="/sign-in">Sign in</a></p>');
  const { verifier, state, nonce } = session.begun;
  sessions.delete(session.id);
  const configuration = await provider();
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(configuration, url, checks);
  const person = await client.fetchUserInfo(configuration, tokens.access_token, tokens.claims().sub);
  newSession(response, { person, idToken: tokens.id_token });   // another cookie than before the sign-in
  return redirect(response, '/');
}

async function signOut(request, response) {
  const session = sessionOf(request);
  if (session) sessions.delete(session.id);
  if (!session?.idToken) return redirect(response, '/');
  return redirect(response, client.buildEndSessionUrl(await provider(), { id_token_hint: session.idToken, post_logout_redirect_uri: `${ORIGIN}/` }));
}

function home(request, response) {
  const { person } = sessionOf(request) ?? {};
  if (!person) return page(response, 200, '<p><a href="/sign-in">Sign in with Citycode</a></p>');
  return page(response, 200, `<p>Signed in as ${escaped(person.name ?? 'somebody')}.</p><p>Known here as <code>${escaped(person.sub)}</code>.</p>
    <p>18 or older: ${person.citycode_over_18 ? 'yes' : 'no'}</p><p><a href="/sign-out">Sign out</a></p>`);
}

async function answer(request, response) {
  const url = new URL(request.url, ORIGIN);
  switch (url.pathname) {
    case '/': return home(request, response);
    case '/sign-in': return signIn(response);
    case '/back': return back(request, response, url);
    case '/sign-out': return signOut(request, response);
    default: return page(response, 404, '<p>There is no such page.</p>');
  }
}

createServer((request, response) => {
  answer(request, response).catch((cause) => {
    const isRefused = cause.error === 'access_denied';
    if (!isRefused) console.error(cause.message);
    page(response, isRefused ? 403 : 502, `<p>${isRefused ? 'You did not sign in.' : 'Signing in did not work.'} <a href="/sign-in">Try again</a></p>`);
  });
}).listen(Number(PORT), '127.0.0.1', () => console.log(`ready at ${ORIGIN}`));
