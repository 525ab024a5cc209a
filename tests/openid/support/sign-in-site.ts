/** The sign-in service with its files, and clients of three kinds; opened again on the same files as often as a test likes. */
import { readConfiguration, type Configuration } from '@citycode/openid/configuration';
import { makePortalSeeds } from '@citycode/openid/keys/portal-seeds';
import { Service } from '@citycode/openid/service';
import { openPortal, type CityPortal, type PortalOptions } from '@citycode/verify/portal';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { City, type Person } from './city.js';
import { freePort } from './ports.js';

export const kSecret = 'a secret of forty-three characters or so, drawn';
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

const kClients = ['tax', 'library', 'app'] as const;

export interface SiteOptions {
  readonly database: string;
  readonly sessionSeconds?: number;
  /** Another's; it does not end with this site. */
  readonly city?: City;
  /** Where the tax office is, if somebody is there. */
  readonly taxPort?: number;
}

const client = (id: string, portal: string, port: number, more: object): object => ({
  id, name: { en: `The ${id} office`, 'zh-CN': `${id}办公室` }, purpose: `Sign in to the ${id} office`, portal: { id: portal, seeds: `${id}.json` },
  origin: `http://localhost:${port}`, redirectAddresses: [`http://localhost:${port}/back`], postLogoutAddresses: [`http://localhost:${port}/`],
  claims: ['name', 'citycode_document_type', 'citycode_document_number_masked', 'citycode_over_18', 'citycode_over_60'], ...more,
});

export class SignInSite {
  /** For how long questions live at most: what the service asks is asked for less. */
  mostLifeSeconds = 300;
  readonly #services: Service[] = [];
  readonly #subjects = new Map<string, Promise<string>>();

  private constructor(
    readonly folder: string, readonly port: number, readonly city: City, private readonly ownsCity: boolean, private readonly ports: Readonly<Record<string, number>>,
  ) {}

  /** `tax` has a secret and RS256, `library` has a secret and may bring a nonce in place of PKCE, `app` is public. */
  static async open({ database, sessionSeconds = 0, city, taxPort = 9401 }: SiteOptions): Promise<SignInSite> {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
    const site = new SignInSite(folder, await freePort(), city ?? await City.start(), city === undefined, { tax: taxPort, library: 9402, app: 9403 });
    await site.#register();
    const { name, rootKey } = (await (await fetch(`${site.city.server.origin}/v1/city`)).json()) as { readonly name: object; readonly rootKey: string };
    const secretSha256 = digestOf(kSecret);
    await writeFile(site.file, JSON.stringify({
      version: 1, issuer: site.issuer, city: site.city.server.origin, cityName: name, rootKey,
      listen: { port: site.port }, database, keys: 'keys', sessionSeconds,
      clients: [
        client('tax', site.#portalOf('tax'), taxPort, { secretSha256 }),
        client('library', site.#portalOf('library'), 9402, { secretSha256, signs: 'EdDSA', authentication: 'client_secret_post', pkce: 'or-nonce', claims: ['name'] }),
        client('app', site.#portalOf('app'), 9403, { signs: 'ES256' }),
      ],
    }));
    await site.start();
    return site;
  }

  get issuer(): string {
    return `http://localhost:${this.port}`;
  }

  /** Where a client's people are sent back to. */
  backOf(id: string): string {
    return `http://localhost:${this.ports[id]!}/back`;
  }

  get file(): string {
    return join(this.folder, 'openid.json');
  }

  configuration(): Configuration {
    const read = readConfiguration(this.file);
    if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
    return read.configuration;
  }

  /** Another one at a port of its own; it says the same issuer. */
  async start(port = this.port): Promise<Service> {
    const service = await Service.open({ ...this.configuration(), port }, { openPortal: (options) => this.#openPortal(options) });
    await service.listen();
    this.#services.push(service);
    return service;
  }

  /** What a client knows this person by: as its portal hears it from the phone, without this service. */
  subjectOf(id: string, person: Person): Promise<string> {
    const key = `${id} ${person.latinName}`, known = this.#subjects.get(key) ?? this.#pseudonym(id, person);
    this.#subjects.set(key, known);
    return known;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#services.splice(0).map((service) => service.close()));
  }

  async end(): Promise<void> {
    await this.stop();
    if (this.ownsCity) await this.city.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Several sites may share a city. */
  #portalOf(id: string): string {
    return `${id}-${this.port}`;
  }

  async #register(): Promise<void> {
    for (const id of kClients) {
      const { key, sealingKey } = makePortalSeeds(join(this.folder, `${id}.json`));
      await this.city.server.atTheCounter('add-portal', '--id', this.#portalOf(id), '--key', key, '--sealing-key', sealingKey, '--office', 'tax-office', '--name', `The ${id} office`,
        '--scenes', 'sign-in', '--portal-origin', this.issuer, '--return-to', `${this.issuer}/sign-in/return`);
    }
  }

  async #openPortal(options: PortalOptions): Promise<CityPortal> {
    const portal = await openPortal(options);
    return {
      ask: (question) => portal.ask({ ...question, lifeSeconds: Math.min(question.lifeSeconds ?? 300, this.mostLifeSeconds) }),
      close: () => portal.close(),
    };
  }

  async #pseudonym(id: string, person: Person): Promise<string> {
    const { city, rootKey, clients } = this.configuration();
    const portal = await openPortal({ city, rootKey: rootKey!, ...clients.find((each) => each.id === id)!.portal });
    const asked = await portal.ask({ scene: 'sign-in', purpose: 'Who is it?', required: ['pseudonym'] });
    await this.city.agree(person, await asked.address());
    const answer = await asked.answer;
    await portal.close();
    if (answer.outcome !== 'signed-in') throw new Error(JSON.stringify(answer));
    return String(answer.attributes['pseudonym']);
  }
}
