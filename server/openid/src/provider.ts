/** `oidc-provider`, as this service configures it: the code flow with PKCE, pairwise subjects, no consent but the phone's. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { interactionPolicy, Provider, type Configuration as ProviderConfiguration, type KoaContextWithOIDC } from 'oidc-provider';
import { kAcr, kClaimsOfScope, subjectAt, type ClaimName } from './claims.js';
import type { ClientConfiguration, Configuration } from './configuration.js';
import { kApproved, marked, RecordsAdapter, requests } from './kept/adapter.js';
import type { Records } from './kept/records.js';
import type { SigningJwk } from './keys/signing-keys.js';
import { languageFor, messagePage, pagePolicy } from './pages.js';

export const kInteractionSeconds = 600;
const kCodeSeconds = 60;
const kTokenSeconds = 300;

export const signInPath = (uid: string): string => `/sign-in/${uid}`;
/** A grant is good for as long as a token can come of it, and the claims that were approved with it. */
export const grantSecondsOf = ({ sessionSeconds }: Configuration): number => sessionSeconds + kCodeSeconds + kTokenSeconds;

function policyFor({ sessionSeconds }: Configuration): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const login = policy.get('login')!;
  const wants = (is: boolean): boolean => (is ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT);
  // An account is a person at one client: what another client knows of this browser is nothing here.
  login.checks.add(new Check('other_portal', 'the person is known to another portal alone', 'login_required',
    ({ oidc }) => wants(oidc.session?.accountId !== undefined && subjectAt(oidc.client!.clientId, oidc.session.accountId) === null)));
  login.checks.add(new Check('asked_before', 'the phone is asked again', 'login_required',
    ({ oidc }) => wants(oidc.result?.login === undefined && (sessionSeconds === 0 || oidc.session?.past(sessionSeconds) === true))));
  return policy;
}

const metadataOf = (client: ClientConfiguration) => ({
  client_id: client.id,
  ...(client.secretDigest === null ? {} : { client_secret: client.secretDigest }),
  token_endpoint_auth_method: client.authentication,
  redirect_uris: [...client.redirectAddresses],
  post_logout_redirect_uris: [...client.postLogoutAddresses],
  response_types: ['code' as const],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: client.signs,
  subject_type: 'pairwise' as const,
});

/** Compared as digests: the secret itself is kept nowhere. */
function secretIsRight(digest: string | undefined, actual: string): boolean {
  const [a, b] = [createHash('sha256').update(actual).digest(), Buffer.from(digest ?? '', 'base64url')];
  return a.length === b.length && timingSafeEqual(a, b);
}

export interface ProviderParts {
  readonly configuration: Configuration;
  readonly records: Records;
  readonly jwks: readonly SigningJwk[];
  readonly cookieKey: Uint8Array;
}

export function openProvider({ configuration, records, jwks, cookieKey }: ProviderParts): Provider {
  const { issuer, sessionSeconds } = configuration;
  const clientsById = new Map(configuration.clients.map((client) => [client.id, client]));
  const cookies = { httpOnly: true, sameSite: 'lax' as const, secure: issuer.startsWith('https:'), signed: true };
  const claimsOfScopes = Object.fromEntries(Object.entries(kClaimsOfScope).map(([scope, names]) => [scope, [...names]]));
  // A form's answer leads back to the portal, and a browser asks the policy about that too.
  const policy = pagePolicy({ formAction: ["'self'", ...new Set(configuration.clients.map(({ origin }) => origin))] });
  const page = (ctx: KoaContextWithOIDC, key: Parameters<typeof messagePage>[1], more: Parameters<typeof messagePage>[2] = {}): void => {
    ctx.type = 'html';
    ctx.body = messagePage(languageFor([String(ctx.oidc?.params?.['ui_locales'] ?? '')], ctx.get('accept-language')), key, more);
  };
  const options: ProviderConfiguration = {
    adapter: (kind: string) => new RecordsAdapter(kind, records),
    clients: configuration.clients.map(metadataOf),
    jwks: { keys: [...jwks] as never[] },
    responseTypes: ['code'],
    scopes: ['openid', ...Object.keys(kClaimsOfScope)],
    claims: { openid: ['sub', 'auth_time', 'acr', 'amr'], iss: null, sid: null, ...claimsOfScopes },
    acrValues: [kAcr],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_, accountId, client) => subjectAt(client.clientId, accountId) ?? '',
    async findAccount(_, accountId, token) {
      const grantId = (token as { grantId?: string } | undefined)?.grantId;
      const approved = grantId === undefined ? null : await marked(records.find(kApproved, grantId));
      return { accountId, claims: () => ({ sub: accountId, ...(approved?.value as Partial<Record<ClaimName, string | boolean>> | undefined) }) };
    },
    pkce: {
      required: (ctx, client) => clientsById.get(client.clientId)?.pkce !== 'or-nonce' || typeof ctx.oidc.params?.['nonce'] !== 'string',
    },
    interactions: { policy: policyFor(configuration), url: (_, interaction) => signInPath(interaction.uid) },
    ttl: {
      AccessToken: kTokenSeconds, AuthorizationCode: kCodeSeconds, IdToken: kTokenSeconds, Interaction: kInteractionSeconds,
      Session: Math.max(sessionSeconds, kInteractionSeconds) + kCodeSeconds, Grant: grantSecondsOf(configuration),
    },
    cookies: {
      keys: [Buffer.from(cookieKey)], long: cookies, short: cookies,
      names: { session: 'citycode_session', interaction: 'citycode_interaction', resume: 'citycode_resume' },
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256', 'EdDSA'],
      userinfoSigningAlgValues: [], requestObjectSigningAlgValues: [], clientAuthSigningAlgValues: [],
    } as NonNullable<ProviderConfiguration['enabledJWA']>,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clockTolerance: 5,
    features: {
      devInteractions: { enabled: false },
      claimsParameter: { enabled: true },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => page(ctx, 'logout', { form }),
        postLogoutSuccessSource: (ctx) => page(ctx, 'loggedOut'),
      },
    },
    renderError: (ctx, out) => page(ctx, 'error', { detail: `${out.error}${out.error_description ? `: ${out.error_description}` : ''}` }),
  };
  const provider = new Provider(issuer, options);
  provider.proxy = true;   // the service itself says what the address was
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { readonly clientSecret?: string }, actual: string): boolean {
      return secretIsRight(this.clientSecret, actual);
    },
  });
  provider.use(async (ctx, next) => {
    ctx.set('Content-Security-Policy', policy);
    await next();
    if (!requests.getStore()?.databaseAway) return;
    ctx.remove('Location');
    ctx.status = 503;
    ctx.set('Retry-After', '5');
    if (ctx.accepts('json', 'html') === 'html') page(ctx as unknown as KoaContextWithOIDC, 'away');
    else ctx.body = { error: 'temporarily_unavailable', error_description: 'the database of the sign-in service cannot be reached; try again in a moment' };
  });
  return provider;
}
