/**
 * The demo's sign-in service and a sample portal, beside a demo city that runs: demo.mjs CITY-SERVER CITY-DATA CITY-ORIGIN PORT [--store ADDRESS].
 * What it needs is made at the first start, in a folder of the city's data; the sample is at the port after its own. It ends with whoever started
 * it, and says in one sentence why it cannot begin.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const [cityServer, cityData, city, portText, ...store] = process.argv.slice(2);
const port = Number(portText), issuer = `http://localhost:${port}`, sample = `http://localhost:${port + 1}`;
const kPortalId = 'openid-sample', kOffice = 'tax-office';
const kNames = { en: 'Sample Portal', 'zh-CN': '示例网站', 'zh-Hant': '範例網站', id: 'Portal Contoh' };
const kWaitMs = 200, kMostWaits = 300;

const program = resolve(import.meta.dirname, '../dist/main.js');
const samplePortal = resolve(import.meta.dirname, '../../../web/portal/samples/node/portal.mjs');
const folder = join(cityData, 'openid');
const at = (name) => join(folder, name);
const run = async (command, ...args) => (await promisify(execFile)(command, args)).stdout;

/** Lines of a name and a value. */
const read = (out) => Object.fromEntries(out.trim().split('\n').map((line) => line.split(/\s+/u)));

async function waitForCity() {
  for (let waits = 0; waits < kMostWaits; waits += 1) {
    const answer = await fetch(`${city}/v1/city`).catch(() => null);
    if (answer?.ok) return answer.json();
    await new Promise((done) => { setTimeout(done, kWaitMs); });
  }
  throw new Error(`${city} does not answer`);
}

/** Secrets, once: another start signs with the same. */
async function makeSecrets() {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(at('sample.seeds'), { force: true });   // of a start that did not come to its end
  const portal = read(await run(process.execPath, program, 'new-portal', at('sample.seeds')));
  const client = read(await run(process.execPath, program, 'new-secret'));
  await writeFile(at('sample.json'), `${JSON.stringify({ ...portal, ...client })}\n`, { mode: 0o600 });
}

/** Where it is may have changed since: what is registered already stays as it is. */
async function register({ key, sealingKey }) {
  const names = Object.entries(kNames).flatMap(([tag, text]) => ['--name', tag === 'en' ? text : `${tag}=${text}`]);
  await run(cityServer, '--data', cityData, ...store, 'add-portal', '--id', kPortalId, '--key', key, '--sealing-key', sealingKey, '--office', kOffice,
    '--scenes', 'sign-in', '--portal-origin', issuer, '--return-to', `${issuer}/sign-in/return`, ...names);
}

const configuration = ({ name, rootKey }, { secretSha256 }) => ({
  version: 1, issuer, city, cityName: name, rootKey, listen: { port }, database: 'sqlite:records.sqlite', keys: 'keys',
  clients: [{
    id: 'sample', secretSha256, name: kNames, purpose: 'Sign in to the sample portal', portal: { id: kPortalId, seeds: 'sample.seeds' },
    origin: sample, redirectAddresses: [`${sample}/back`], postLogoutAddresses: [`${sample}/`], claims: ['name', 'citycode_over_18'],
  }],
});

async function start() {
  if (!existsSync(program)) throw new Error("it is not built: run 'npm run build -w server/openid'");
  const known = await waitForCity();
  if (!existsSync(at('sample.json'))) await makeSecrets();
  const secrets = JSON.parse(await readFile(at('sample.json'), 'utf8'));
  await register(secrets);
  await writeFile(at('openid.json'), `${JSON.stringify(configuration(known, secrets), null, 2)}\n`);
  const asSample = { ISSUER: issuer, CLIENT_ID: 'sample', CLIENT_SECRET: secrets.secret, ORIGIN: sample, PORT: String(port + 1) };
  const stdio = ['ignore', 'ignore', 'inherit'];
  children.push(
    spawn(process.execPath, [program, 'serve', at('openid.json')], { stdio }),
    spawn(process.execPath, [samplePortal], { stdio, env: { ...process.env, ...asSample } }));
  for (const child of children) child.once('exit', end);
}

const children = [];
function end() {
  for (const child of children) child.kill('SIGTERM');
  if (children.length === 0) process.exit();
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
// Whoever started it is gone, without a word.
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) end(); }, 500).unref();
try {
  await start();
} catch (cause) {
  console.error(`citycode: the sign-in service does not run: ${(cause.stderr || cause.message).trim()}`);
  process.exit(1);
}
