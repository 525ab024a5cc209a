/** The sign-in service with its files, and clients of three kinds; opened again on the same files as often as a test likes. */
import { readConfiguration, type Configuration } from '@citycode/openid/configuration';
import { Service } from '@citycode/openid/service';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.js';
import { digestOf, StandInCity } from './stand-in-city.js';

export const kSecret = 'a secret of forty-three characters or so, drawn';

export interface SiteOptions {
  readonly database: string;
  readonly sessionSeconds?: number;
  readonly city?: StandInCity;
  /** Where the tax office is, if somebody is there. */
  readonly taxPort?: number;
}

const client = (id: string, port: number, more: object): object => ({
  id, name: { en: `The ${id} office`, 'zh-CN': `${id}办公室` }, purpose: `Sign in to the ${id} office`, portal: { id: `portal-${id}`, seeds: `${id}.json` },
  origin: `http://localhost:${port}`, redirectAddresses: [`http://localhost:${port}/back`], postLogoutAddresses: [`http://localhost:${port}/`],
  claims: ['name', 'citycode_document_type', 'citycode_document_number_masked', 'citycode_over_18', 'citycode_over_60'], ...more,
});

export class SignInSite {
  readonly #services: Service[] = [];

  private constructor(readonly folder: string, readonly port: number, readonly city: StandInCity, private readonly ports: Readonly<Record<string, number>>) {}

  /** `tax` has a secret and RS256, `library` has a secret and may bring a nonce in place of PKCE, `app` is public. */
  static async open({ database, sessionSeconds = 0, city = new StandInCity(), taxPort = 9401 }: SiteOptions): Promise<SignInSite> {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
    const site = new SignInSite(folder, await freePort(), city, { tax: taxPort, library: 9402, app: 9403 });
    const seed = (): string => randomBytes(32).toString('base64url');
    for (const id of ['tax', 'library', 'app']) {
      await writeFile(join(folder, `${id}.json`), JSON.stringify({ version: 1, key: seed(), sealingKey: seed() }), { mode: 0o600 });
    }
    const secretSha256 = digestOf(kSecret);
    await writeFile(site.file, JSON.stringify({
      version: 1, issuer: site.issuer, city: 'https://city.example', cityName: { en: 'Demo City', 'zh-CN': '示范市' },
      listen: { port: site.port }, database, keys: 'keys', sessionSeconds,
      clients: [
        client('tax', taxPort, { secretSha256 }),
        client('library', 9402, { secretSha256, signs: 'EdDSA', authentication: 'client_secret_post', pkce: 'or-nonce', claims: ['name'] }),
        client('app', 9403, { signs: 'ES256' }),
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
    const service = await Service.open({ ...this.configuration(), port }, { openPortal: this.city.openPortal });
    await service.listen();
    this.#services.push(service);
    return service;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#services.splice(0).map((service) => service.close()));
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
