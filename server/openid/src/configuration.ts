/** The configuration file: read whole, each mistake one sentence that names its key and place. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { kReturnPath, wrongInOrigin, wrongInRedirect } from './addresses.js';
import { isClaimName, kClaimNames, type ClaimName } from './claims.js';
import { kLanguages, type InLanguages, type Language } from './languages.js';

/** Of the file, and of the files of seeds. */
const kVersion = 1;
export const kSigningAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof kSigningAlgorithms)[number];
const kAuthentications = ['client_secret_basic', 'client_secret_post'] as const;
const kMostSessionSeconds = 43_200;
/** What fits a portal's question (kMaxPurposeBytes and kMaxReturnAddressBytes of core/include/citycode/limits.def). */
const kMostPurposeBytes = 90;
const kMostIssuerBytes = 128 - kReturnPath.length;

export interface PortalSeeds {
  readonly id: string;
  readonly key: Uint8Array;
  readonly sealingKey: Uint8Array;
}

export interface ClientConfiguration {
  readonly id: string;
  /** SHA-256 of the secret, base64url; null is a public client. */
  readonly secretDigest: string | null;
  readonly authentication: (typeof kAuthentications)[number] | 'none';
  readonly name: InLanguages;
  readonly purpose: string;
  readonly portal: PortalSeeds;
  readonly origin: string;
  readonly redirectAddresses: readonly string[];
  readonly postLogoutAddresses: readonly string[];
  readonly claims: readonly ClaimName[];
  readonly signs: SigningAlgorithm;
  /** A client with a secret may bring a nonce in place of PKCE, for libraries that have none. */
  readonly pkce: 'required' | 'or-nonce';
}

export interface Configuration {
  readonly issuer: string;
  readonly city: string;
  readonly cityName: InLanguages;
  readonly rootKey: string | null;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly keys: string;
  /** For how long a portal that asks again is answered without the phone. */
  readonly sessionSeconds: number;
  readonly clients: readonly ClientConfiguration[];
}

export type ReadConfiguration = { readonly configuration: Configuration } | { readonly mistakes: readonly string[] };

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one object's members and collects what is wrong with them. */
class Members {
  readonly #left: Set<string>;

  constructor(private readonly json: Json, private readonly place: string, readonly mistakes: string[]) {
    this.#left = new Set(Object.keys(json));
  }

  at(key: string): string {
    return this.place ? `${this.place}.${key}` : key;
  }

  wrong(key: string, what: string): void {
    this.mistakes.push(`${this.at(key)}: ${what}.`);
  }

  any(key: string): unknown {
    this.#left.delete(key);
    return this.json[key];
  }

  text(key: string, what: string, pattern: RegExp, otherwise?: string): string {
    const value = this.any(key);
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.wrong(key, `${value === undefined ? 'is missing' : `${JSON.stringify(value)} is not right`}; give ${what}`);
    return '';
  }

  choice<T extends string>(key: string, choices: readonly T[], otherwise: T): T {
    const value = this.any(key) ?? otherwise;
    if (choices.includes(value as T)) return value as T;
    this.wrong(key, `${JSON.stringify(value)} is none of ${choices.join(', ')}`);
    return otherwise;
  }

  whole(key: string, least: number, most: number, otherwise: number): number {
    const value = this.any(key) ?? otherwise;
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
    this.wrong(key, `${JSON.stringify(value)} is no whole number from ${least} to ${most}`);
    return otherwise;
  }

  texts(key: string, check: (text: string) => string | null, least = 0): string[] {
    const value = this.any(key) ?? [];
    if (!Array.isArray(value) || value.length < least) {
      this.wrong(key, `is no list${least ? ' with at least one in it' : ''}`);
      return [];
    }
    return value.flatMap((each: unknown, at) => {
      const what = typeof each === 'string' ? check(each) : `${JSON.stringify(each)} is no text`;
      if (what) this.wrong(`${key}[${at}]`, what);
      return what ? [] : [each as string];
    });
  }

  /** A text, or one for each language. */
  name(key: string): InLanguages {
    const value = this.any(key);
    if (typeof value === 'string' && value !== '') return { en: value };
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [tag, text] of Object.entries(value)) {
        if (!kLanguages.includes(tag as Language)) this.wrong(`${key}.${tag}`, `is no language of these pages, which are ${kLanguages.join(', ')}`);
        else if (typeof text !== 'string' || text === '') this.wrong(`${key}.${tag}`, 'is no text');
      }
      return value as InLanguages;
    }
    this.wrong(key, `${value === undefined ? 'is missing' : 'is not right'}; give a name, or one for each language`);
    return {};
  }

  members(key: string): Members {
    const value = this.any(key);
    if (!isObject(value)) this.wrong(key, `${value === undefined ? 'is missing' : 'is not right'}; give an object`);
    return new Members(isObject(value) ? value : {}, this.at(key), isObject(value) ? this.mistakes : []);
  }

  /** What nobody asked for is a slip of the pen. */
  end(): void {
    for (const key of this.#left) this.wrong(key, 'is not known');
  }
}

function jsonOf(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function whyUnread(cause: unknown): string {
  return cause instanceof SyntaxError ? `it is no JSON: ${cause.message}` : (cause as NodeJS.ErrnoException).code ?? 'it is damaged';
}

function versionIsRight(members: Members): boolean {
  const version = members.any('version');
  if (version === kVersion) return true;
  members.wrong('version', `${version === undefined ? 'is missing' : `${JSON.stringify(version)} is not known here`}; this program reads version ${kVersion}`);
  return false;
}

function readDatabase(members: Members, folder: string): string {
  const text = members.text('database', 'sqlite:PATH or postgresql://…', /^(sqlite:.|postgres(ql)?:\/\/.)/u);
  if (text.startsWith('sqlite:')) return `sqlite:${resolve(folder, text.slice('sqlite:'.length))}`;
  try {
    if (text) new pg.Client({ connectionString: text });   // reads the address, and asks nobody
  } catch {
    members.wrong('database', 'is no address of PostgreSQL; '
      + 'give one like postgresql://city@db.example/openid, or postgresql://city@/openid?host=/run/postgresql');
  }
  return text;
}

const seedIn = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));

function readSeeds(members: Members, folder: string): PortalSeeds {
  const id = members.text('id', 'the id that the city knows the portal by', /^[a-z0-9-]{1,25}$/u);
  const named = members.text('seeds', 'the path of the file with the portal’s seeds', /./u);
  members.end();
  const none = { id, key: new Uint8Array(), sealingKey: new Uint8Array() };
  if (!named) return none;
  const path = resolve(folder, named);
  let json: unknown;
  try {
    if ((statSync(path).mode & 0o077) !== 0) members.wrong('seeds', `${named} can be read by others; run chmod 600 on it`);
    json = jsonOf(path);
  } catch (cause) {
    members.wrong('seeds', `${named} cannot be read (${whyUnread(cause)})`);
    return none;
  }
  const seeds = new Members(isObject(json) ? json : {}, members.at(`seeds (${named})`), members.mistakes);
  if (!versionIsRight(seeds)) return none;
  if ((seeds.any('id') ?? id) !== id) members.wrong('seeds', `${named} is of another portal`);
  const seed = (key: string): Uint8Array => seedIn(seeds.text(key, '32 bytes as 43 characters of base64url', /^[\w-]{43}$/u));
  const read = { id, key: seed('key'), sealingKey: seed('sealingKey') };
  seeds.end();
  return read;
}

/** In the portal's own words: a question has them in one language. */
function readPurpose(members: Members): string {
  const what = `what people sign in for, in at most ${kMostPurposeBytes} bytes: 30 Chinese characters, or a short sentence`;
  const purpose = members.text('purpose', what, /^\S(?:[^\p{Cc}]*\S)?$/u);
  if (Buffer.byteLength(purpose) > kMostPurposeBytes) members.wrong('purpose', `is too long; give ${what}`);
  return purpose;
}

function readClient(members: Members, folder: string): ClientConfiguration {
  const origin = members.text('origin', 'the portal’s own address, as https://tax.example', /./u);
  const wrongOrigin = origin && wrongInOrigin(origin);
  if (wrongOrigin) members.wrong('origin', wrongOrigin);
  const onSite = (text: string): string | null => (origin && !wrongOrigin ? wrongInRedirect(text, origin) : null);
  const isPublic = members.any('secretSha256') === undefined;
  const secretDigest = isPublic ? null : members.text('secretSha256', 'the SHA-256 of the secret as 43 characters of base64url', /^[\w-]{43}$/u);
  const client: ClientConfiguration = {
    id: members.text('id', 'at most 40 small letters, numbers and hyphens', /^[a-z0-9-]{1,40}$/u),
    secretDigest,
    authentication: secretDigest === null ? 'none' : members.choice('authentication', kAuthentications, 'client_secret_basic'),
    name: members.name('name'),
    purpose: readPurpose(members),
    portal: readSeeds(members.members('portal'), folder),
    origin,
    redirectAddresses: members.texts('redirectAddresses', onSite, 1),
    postLogoutAddresses: members.texts('postLogoutAddresses', onSite),
    claims: members.texts('claims', (name) => (isClaimName(name) ? null : `${name} is none of ${kClaimNames.join(', ')}`)) as ClaimName[],
    signs: members.choice('signs', kSigningAlgorithms, 'RS256'),
    pkce: members.choice('pkce', ['required', 'or-nonce'], 'required'),
  };
  if (client.pkce === 'or-nonce' && secretDigest === null) members.wrong('pkce', 'a client without a secret has only PKCE');
  members.end();
  return client;
}

/** Two clients of one portal would be told the same pseudonym, and could compare whom they know. */
function tellTwins(clients: readonly ClientConfiguration[], mistakes: string[]): void {
  clients.forEach((client, at) => {
    const before = clients.slice(0, at);
    if (client.id && before.some(({ id }) => id === client.id)) mistakes.push(`clients[${at}].id: ${client.id} is the id of another client.`);
    const twin = before.find(({ portal }) => portal.id === client.portal.id);
    if (client.portal.id && twin) {
      mistakes.push(`clients[${at}].portal.id: ${client.portal.id} is the portal of ${twin.id}; each client needs one of its own, `
        + 'so that nobody can be followed from one to the other.');
    }
  });
}

export function readConfiguration(path: string): ReadConfiguration {
  const folder = dirname(resolve(path));
  let json: unknown;
  try {
    json = jsonOf(path);
  } catch (cause) {
    return { mistakes: [`${path}: cannot be read (${whyUnread(cause)}).`] };
  }
  const mistakes: string[] = [];
  if (!isObject(json)) return { mistakes: [`${path}: is no object of JSON.`] };
  const top = new Members(json, '', mistakes);
  if (!versionIsRight(top)) return { mistakes };
  const site = (key: string, what: string): string => {
    const text = top.text(key, what, /./u);
    const wrong = text && wrongInOrigin(text);
    if (wrong) top.wrong(key, wrong);
    return text;
  };
  const listen = top.any('listen') === undefined ? new Members({}, 'listen', mistakes) : top.members('listen');
  const listed = top.any('clients');
  if (!Array.isArray(listed) || listed.length === 0) top.wrong('clients', 'is no list with at least one client');
  const issuer = site('issuer', 'this service’s own address, as https://login.city.example');
  if (issuer.length > kMostIssuerBytes) top.wrong('issuer', `is longer than ${kMostIssuerBytes} characters, and phones could not come back`);
  const configuration: Configuration = {
    issuer,
    city: site('city', 'the city’s address, as https://city.example'),
    cityName: top.name('cityName'),
    rootKey: top.any('rootKey') === undefined ? null : top.text('rootKey', 'the city’s root key as 43 characters of base64url', /^[\w-]{43}$/u),
    host: listen.text('host', 'an address of this machine', /^[\w.:-]+$/u, '127.0.0.1'),
    port: listen.whole('port', 0, 65_535, 8090),
    database: readDatabase(top, folder),
    keys: resolve(folder, top.text('keys', 'the folder of this service’s keys', /./u)),
    sessionSeconds: top.whole('sessionSeconds', 0, kMostSessionSeconds, 0),
    clients: (Array.isArray(listed) ? listed : [])
      .map((each: unknown, at) => readClient(new Members(isObject(each) ? each : {}, `clients[${at}]`, mistakes), folder)),
  };
  listen.end();
  top.end();
  tellTwins(configuration.clients, mistakes);
  return mistakes.length > 0 ? { mistakes } : { configuration };
}
