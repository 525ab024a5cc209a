/** A portal's server: the unmodified openid-client, with what it has to remember between the two halves of a sign-in. */
import * as client from 'openid-client';
import type { Browser } from './browser.js';
import type { SignInSite } from './sign-in-site.js';
import { kSecret } from './sign-in-site.js';

/** From a phone's answer, by way of the relay and the kit; a busy machine takes seconds. */
const kEndsMs = 15_000;

export interface Begun {
  readonly address: URL;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

export class RelyingParty {
  private constructor(readonly configuration: client.Configuration, private readonly back: string) {}

  static async at(site: SignInSite, id: string): Promise<RelyingParty> {
    const authentication = id === 'tax' ? client.ClientSecretBasic(kSecret) : id === 'library' ? client.ClientSecretPost(kSecret) : client.None();
    // http is for this machine; the algorithm is what the portal's people wrote down.
    const signs = { id_token_signed_response_alg: { tax: 'RS256', library: 'EdDSA', app: 'ES256' }[id]! };
    const configuration = await client.discovery(new URL(site.issuer), id, signs, authentication, { execute: [client.allowInsecureRequests] });
    return new RelyingParty(configuration, site.backOf(id));
  }

  async begin(more: Readonly<Record<string, string>> = {}): Promise<Begun> {
    const verifier = client.randomPKCECodeVerifier(), nonce = client.randomNonce(), state = client.randomState();
    const address = client.buildAuthorizationUrl(this.configuration, {
      redirect_uri: this.back, scope: 'openid profile', nonce, state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
    });
    return { address, verifier, nonce, state };
  }

  end(begun: Begun, back: string, more: Partial<client.AuthorizationCodeGrantChecks> = {}): ReturnType<typeof client.authorizationCodeGrant> {
    const checks = { pkceCodeVerifier: begun.verifier, expectedNonce: begun.nonce, expectedState: begun.state, idTokenExpected: true, ...more };
    return client.authorizationCodeGrant(this.configuration, new URL(back), checks);
  }

  userInfo(tokens: Awaited<ReturnType<RelyingParty['end']>>): Promise<client.UserInfoResponse> {
    return client.fetchUserInfo(this.configuration, tokens.access_token, tokens.claims()!.sub);
  }
}

/** The page of a sign-in, as its script uses it. */
export class SignInPage {
  /** `issuer`: whose page it is, whichever process serves it. */
  private constructor(readonly browser: Browser, readonly address: string, private readonly issuer: string) {}

  static async reached(browser: Browser, begun: Pick<Begun, 'address'>, site: SignInSite): Promise<SignInPage> {
    const { address, status, text } = await browser.follow(begun.address, site.issuer);
    if (status !== 200 || !address.startsWith(`${site.issuer}/sign-in/`)) throw new Error(`no page of a sign-in: ${status} ${address} ${text}`);
    return new SignInPage(browser, address, site.issuer);
  }

  /** The same page at another process. */
  through(origin: string): SignInPage {
    return new SignInPage(this.browser, origin + new URL(this.address).pathname, this.issuer);
  }

  async ask(way: 'screen' | 'here' = 'screen'): Promise<State> {
    return this.#read(await this.browser.post(`${this.address}/ask`, { version: 1, way }, { origin: this.issuer }));
  }

  async state(): Promise<State> {
    return this.#read(await this.browser.get(`${this.address}/state`, 'application/json'));
  }

  async cancel(): Promise<State> {
    return this.#read(await this.browser.post(`${this.address}/cancel`, { version: 1 }, { origin: this.issuer }));
  }

  async bringBack(code: string): Promise<State> {
    return this.#read(await this.browser.post(`${this.address}/return`, { version: 1, code }, { origin: this.issuer }));
  }

  /** Where the browser is led when the phone has answered: back to the portal. Goes on when the page would. */
  async finish(): Promise<string> {
    const until = Date.now() + kEndsMs;
    while ((await this.state()).state !== 'ready') {
      if (Date.now() > until) throw new Error('the sign-in does not end');
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    return (await this.browser.follow(`${this.address}/finish`, this.issuer)).address;
  }

  #read({ status, text }: { readonly status: number; readonly text: string }): State {
    return { status, ...(JSON.parse(text) as object) } as State;
  }
}

export interface State {
  readonly status: number;
  readonly state: string;
  readonly address: string;
  readonly endsInSeconds: number;
  readonly error?: string;
}
