/** The whole service: the provider, the pages of a sign-in, and what they share. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from 'oidc-provider';
import { kReturnPath } from './addresses.js';
import { Assets } from './assets.js';
import type { Configuration } from './configuration.js';
import { html, json, readForm, redirect, RequestRefused } from './http.js';
import { requests } from './kept/adapter.js';
import { DatabaseAway } from './kept/database.js';
import { openDatabase } from './kept/open-database.js';
import { Records } from './kept/records.js';
import { kSecretBytes, Seal } from './kept/seal.js';
import { KeyFolder } from './keys/key-folder.js';
import { keysStamp, signingJwks } from './keys/signing-keys.js';
import { languageFor, messagePage } from './pages.js';
import type { OpenPortal } from './portal.js';
import { openProvider } from './provider.js';
import { Portals } from './sign-in/portals.js';
import { SignInRoutes } from './sign-in/routes.js';
import { SignIns } from './sign-in/sign-ins.js';
import type { Message } from './words.js';

const kSealFile = 'seal.key';
const kKeysLookMs = 1000;
const kSweepMs = 60_000;
const kAwaySentence = 'the database of the sign-in service cannot be reached; try again in a moment';

export interface ServiceOptions {
  readonly openPortal: OpenPortal;
  readonly log?: (line: string) => void;
}

/** With what it came of, in one line. */
const whole = (cause: Error): string => `${cause.message}${cause.cause instanceof Error ? `: ${cause.cause.message}` : ''}`;

export class Service {
  #provider: Provider;
  #answer: ReturnType<Provider['callback']>;
  #keysStamp: string;
  readonly #server: Server;
  readonly #assets = new Assets();
  readonly #routes: SignInRoutes;
  readonly #timers: readonly NodeJS.Timeout[];

  private constructor(
    private readonly configuration: Configuration, private readonly folder: KeyFolder, private readonly seal: Seal,
    private readonly records: Records, private readonly signIns: SignIns, private readonly log: (line: string) => void,
  ) {
    this.#keysStamp = keysStamp(folder);
    this.#provider = this.#opened();
    this.#answer = this.#provider.callback();
    this.#routes = new SignInRoutes(configuration, records, signIns, () => this.#provider);
    this.#server = createServer((request, response) => void requests.run({ databaseAway: false }, () => this.#handle(request, response)));
    this.#timers = [
      setInterval(() => this.#lookAtKeys(), kKeysLookMs).unref(),
      setInterval(() => void this.#sweep(), kSweepMs).unref(),
    ];
  }

  /** Opens what it stands on, and no port yet. A city or database that is away is waited for by each request, not here. */
  static async open(configuration: Configuration, { openPortal, log = () => {} }: ServiceOptions): Promise<Service> {
    const folder = new KeyFolder(configuration.keys);
    const seal = new Seal(Buffer.from(folder.readOrMake(kSealFile, () => randomBytes(kSecretBytes).toString('base64url')), 'base64url'));
    signingJwks(folder);   // made at the first start
    const portals = new Portals(configuration, openPortal);
    void portals.openAll(log);
    const records = new Records(await openDatabase(configuration.database), seal);
    return new Service(configuration, folder, seal, records, new SignIns(records, portals, configuration.issuer + kReturnPath), log);
  }

  /** The port, which may have been 0. */
  async listen(): Promise<number> {
    const { host, port } = this.configuration;
    await new Promise<void>((done, failed) => { this.#server.once('error', failed).listen(port, host, done); });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await new Promise<void>((done) => { this.#server.close(() => done()); this.#server.closeAllConnections(); });
    this.signIns.close();
    await this.records.close();
  }

  /** All of its state is in the records, so another provider goes on where this one is. */
  #opened(): Provider {
    const { configuration, records, seal } = this;
    const provider = openProvider({ configuration, records, jwks: signingJwks(this.folder), cookieKey: seal.derived('cookies') });
    provider.on('server_error', (_, cause) => this.log(whole(cause)));
    return provider;
  }

  #lookAtKeys(): void {
    try {
      const stamp = keysStamp(this.folder);
      if (stamp === this.#keysStamp) return;
      this.#provider = this.#opened();
      this.#answer = this.#provider.callback();
      this.#keysStamp = stamp;
    } catch (cause) {
      this.log(`the signing keys cannot be read, and those from before stay: ${(cause as Error).message}`);
    }
  }

  async #sweep(): Promise<void> {
    this.signIns.sweep();
    await this.records.sweep().catch((cause: Error) => this.log(whole(cause)));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whatever a browser or a proxy says the address is: it is the issuer's.
    const issuer = new URL(this.configuration.issuer);
    request.headers.host = request.headers['x-forwarded-host'] = issuer.host;
    request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
    for (const [name, value] of kHeaders) response.setHeader(name, value);
    if (issuer.protocol === 'https:') response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    try {
      const url = new URL(request.url ?? '/', issuer);
      if (request.method === 'GET' && this.#assets.answer(response, url.pathname)) return;
      if (await this.#routes.answer(request, response, url)) return;
      // The provider takes a posted request only with cookies that every site may send along. Led on, the same request comes as all others do.
      if (request.method === 'POST' && url.pathname === this.#provider.pathFor('authorization')) {
        return redirect(response, `${url.pathname}?${await readForm(request)}`);
      }
      await this.#answer(request, response);
    } catch (cause) {
      this.#refuse(request, response, cause as Error);
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, cause: Error): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const isAway = cause instanceof DatabaseAway, isRefused = cause instanceof RequestRefused;
    const [status, sentence, message]: [number, string, Message] = isAway ? [503, kAwaySentence, 'away']
      : isRefused ? [cause.status, cause.message, cause.page] : [500, 'the sign-in service made a mistake; it is in its log', 'error'];
    if (!isRefused || status >= 500) this.log(whole(cause));
    if (isAway) response.setHeader('Retry-After', '5');
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (!isPage) return json(response, status, { error: sentence });
    html(response, status, messagePage(languageFor([], request.headers['accept-language']), message, message === 'error' ? { detail: sentence } : {}));
  }
}

const kHeaders = [
  ['X-Content-Type-Options', 'nosniff'], ['Referrer-Policy', 'no-referrer'], ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
] as const;
