#!/usr/bin/env node
/** The command line of the sign-in service. */
import { createHash, randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readConfiguration, type Configuration } from './configuration.js';
import { KeyFolder } from './keys/key-folder.js';
import { makePortalSeeds } from './keys/portal-seeds.js';
import { kPublishedBeforeSeconds, rotateSigningKeys } from './keys/signing-keys.js';

const kUsage = `usage: citycode-openid serve FILE        signs people in, as the configuration in FILE says
       citycode-openid check FILE        reads the configuration and says what is wrong with it
       citycode-openid rotate-keys FILE  makes keys that sign from a minute on, or after --signs-in SECONDS
       citycode-openid new-portal SEEDS  makes the keys of a portal, and says what the city registers of them
       citycode-openid new-secret        makes a client's secret, and the digest of it that FILE has`;

function fail(lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

function configured(path: string | undefined): Configuration {
  if (path === undefined) fail([kUsage]);
  const read = readConfiguration(path);
  if ('mistakes' in read) fail(read.mistakes);
  return read.configuration;
}

async function serve(configuration: Configuration): Promise<void> {
  const [{ Service }, { openPortal }] = await Promise.all([import('./service.js'), import('@citycode/verify/portal')]);   // the other commands need neither
  const service = await Service.open(configuration, { openPortal, log: (line) => console.error(line) });
  const port = await service.listen();
  console.log(`Sign-in is ready at ${configuration.issuer} (port ${port})`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void service.close().then(() => process.exit(0)));
}

function newSecret(): void {
  const secret = randomBytes(32).toString('base64url');
  console.log(`secret        ${secret}\nsecretSha256  ${createHash('sha256').update(secret).digest('base64url')}`);
}

function newPortal(path: string | undefined): void {
  if (path === undefined) fail([kUsage]);
  const { key, sealingKey } = makePortalSeeds(path);
  console.log(`key         ${key}\nsealingKey  ${sealingKey}`);
}

const kOptions = { 'signs-in': { type: 'string', default: String(kPublishedBeforeSeconds) } } as const;

try {
  const { values, positionals: [command, file] } = parseArgs({ allowPositionals: true, options: kOptions });
  switch (command) {
    case 'serve': await serve(configured(file)); break;
    case 'check': configured(file); console.log('The configuration is right.'); break;
    case 'rotate-keys': {
      if (!/^\d{1,6}$/u.test(values['signs-in'])) fail(['--signs-in needs a number of seconds.']);
      rotateSigningKeys(new KeyFolder(configured(file).keys), Number(values['signs-in']));
      break;
    }
    case 'new-portal': newPortal(file); break;
    case 'new-secret': newSecret(); break;
    default: fail([kUsage]);
  }
} catch (cause) {
  fail([`citycode-openid: ${(cause as Error).message}`]);
}
