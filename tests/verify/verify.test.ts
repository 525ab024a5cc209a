import { execFile, spawnSync } from 'node:child_process';
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';
import { Phone } from './phone.js';
import { Project } from './project.js';

const kFiveLines = `
import { Verifier } from '@citycode/verify';
const [city, scene, text] = process.argv.slice(2);
const verifier = await Verifier.open({ city, scene });
const verdict = await verifier.check(text);
console.log(verdict.outcome, verdict.fault);
`;

/** Opens once and checks each text; prints outcomes and faults, and the state at the end. */
const kWithFolder = `
import { Verifier } from '@citycode/verify';
const [options, ...texts] = process.argv.slice(2);
const verifier = await Verifier.open(JSON.parse(options)).catch((cause) => { console.log(cause.name, cause.fault); process.exit(3); });
for (const text of texts) { const { outcome, fault } = await verifier.check(text); console.log(outcome, fault); }
const { problem, keeps, damaged, away, trustAge, statusAge } = verifier.state;
console.log(JSON.stringify({ problem: problem?.fault ?? null, keeps, damaged: damaged.length, away, trustAge: trustAge.state, statusAge: statusAge?.state ?? null }));
await verifier.close();
`;

let city: CityServer;
let phone: Phone;
let project: Project;
let folders = 0;

beforeAll(async () => {
  [city, project] = await Promise.all([CityServer.start(), Project.withPacked('verify')]);
  phone = await Phone.of(city, 'Wang Xiaoming');
  await phone.fetchPasses('transit', 40);
});
afterAll(() => Promise.all([city?.end(), project?.remove()]));

const keptOptions = (more: object = {}): string => JSON.stringify({ city: city.origin, scene: 'transit', keep: { folder: `kept-${folders}` }, ...more });
const newFolder = (): void => { folders += 1; };
async function opened(options: string, ...texts: readonly string[]): Promise<{ said: string[]; state: Record<string, unknown>; complaints: string }> {
  const { out, complaints, status } = await project.node(kWithFolder, options, ...texts);
  const lines = out.split('\n');
  if (status !== 0) return { said: [...lines, ...(status === 3 ? [] : [complaints])], state: {}, complaints };
  return { said: lines.slice(0, -1), state: JSON.parse(lines.at(-1)!) as Record<string, unknown>, complaints };
}

describe('the packed kit', () => {
  it('has scripts with their maps, types and its modules, and no TypeScript source', async () => {
    const files = (await readdir(project.installed, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
    expect(files.filter((name) => name.endsWith('.wasm')).sort()).toEqual(['citycode-portal.wasm', 'citycode.wasm']);
    for (const name of files.filter((each) => each.endsWith('.js'))) expect(files).toContain(`${name}.map`);
    expect(await readdir(join(project.folder, 'node_modules')).then((names) => names.filter((name) => !name.startsWith('.')))).toEqual(['@citycode']);
    expect(await readdir(join(project.installed, '..'))).toEqual(['verify']);
  });

  it('verifies a code in five lines, and lets the process end', async () => {
    const { out, complaints, status } = await project.node(kFiveLines, city.origin, 'transit', await phone.code('transit'));
    expect({ out, complaints, status }).toEqual({ out: 'valid null', complaints: '', status: 0 });
  });

  it('says why another scene’s code, a text that is none, and a code that was seen are not valid', async () => {
    newFolder();
    const code = await phone.code('transit');
    expect((await opened(keptOptions({ scene: 'culture-and-sport' }), code, 'hello')).said).toEqual(['invalid scope/wrong-scene', 'invalid code/not-city-code']);
    newFolder();
    const options = keptOptions();
    expect((await opened(options, code, code)).said).toEqual(['valid null', expect.stringMatching(/^invalid replay\//)]);
    expect((await opened(options, code)).said[0], 'in the next process').toMatch(/^invalid replay\//);
  });

  it('keeps what it has seen when the process just ends', async () => {
    newFolder();
    const code = await phone.code('transit');
    const { out } = await project.node(kFiveLines.replace('{ city, scene }', `{ city, scene, keep: { folder: 'kept-${folders}' } }`), city.origin, 'transit', code);
    expect(out).toBe('valid null');
    expect((await opened(keptOptions(), code)).said[0]).toMatch(/^invalid replay\//);
  });

  it('compiles strictly, with no types of a browser or of Node, and says which outcomes there are', async () => {
    await project.write('consumer.ts', `
import { Verifier, VerifyError, type Verdict } from '@citycode/verify';
export async function gate(text: string, pixels: { data: Uint8ClampedArray; width: number; height: number }): Promise<string> {
  const verifier: Verifier = await Verifier.open({ city: 'https://city.example', scene: 'transit', keep: { folder: 'kept' } });
  verifier.addEventListener('change', () => { const version: number | null = verifier.state.trustListVersion; void version; });
  const verdict: Verdict = await verifier.check(text);
  const seen: Verdict | null = await verifier.check(pixels, { effort: 'picture' });
  switch (verdict.outcome) {
    case 'valid': return String(verdict.attributes['fare-type'] ?? seen?.fault);
    case 'invalid': case 'undecided': return verdict.fault ?? '';
  }
}
// @ts-expect-error a scene has to be said
void Verifier.open({ city: 'https://city.example' });
export const isOurs = (cause: unknown): boolean => cause instanceof VerifyError && cause.fault === 'env/module-not-loaded';
`);
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [] };
    for (const module of [{ module: 'nodenext' }, { module: 'esnext', moduleResolution: 'bundler' }]) {
      await project.write('tsconfig.json', JSON.stringify({ compilerOptions: { ...strict, ...module }, files: ['consumer.ts'] }));
      await promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd: project.folder }).catch((cause: { stdout: string }) => { throw new Error(cause.stdout); });
    }
  });
});

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const kDeno = process.env['CITYCODE_DENO'] ?? 'deno';
const kBun = process.env['CITYCODE_BUN'] ?? 'bun';
const kHosts: readonly [string, readonly string[]][] = [
  ['Deno', [kDeno, 'run', '--no-prompt', '--allow-net', '--allow-read', '--allow-write', '--node-modules-dir=manual']],
  ['Bun', [kBun, 'run']],
];

// npm brings both (tests/verify/package.json).
describe.each(kHosts)('%s', (_, host) => {
  it.skipIf(!isThere(host[0]!))('verifies a code in five lines, and from a folder in the next process', async () => {
    const { out, complaints, status } = await project.run(host, kFiveLines, city.origin, 'transit', await phone.code('transit'));
    expect({ out, complaints, status }).toEqual({ out: 'valid null', complaints: '', status: 0 });
    newFolder();
    const code = await phone.code('transit');
    expect((await project.run(host, kWithFolder, keptOptions(), code)).out).toMatch(/^valid null\n.*"keeps":true/u);
    expect((await project.run(host, kWithFolder, keptOptions(), code)).out).toMatch(/^invalid replay\//u);
    expect((await opened(keptOptions(), await phone.code('transit'))).said, 'Node reads what it kept').toEqual(['valid null']);
  });
});

describe('offline', () => {
  let own: CityServer;
  beforeAll(async () => { own = await CityServer.start(); });
  afterAll(() => own.end());

  it('a code is verified from what was kept, and a city that comes back is noticed', async () => {
    newFolder();
    const other = await Phone.of(own, 'Wang Xiaoming');
    await other.fetchPasses('transit', 4);
    const options = keptOptions({ city: own.origin });
    expect((await opened(options)).state).toMatchObject({ problem: null, keeps: true, trustAge: 'fresh' });
    await own.stop();
    const seen = await opened(options, await other.code('transit'));
    expect(seen.said).toEqual(['valid null']);
    expect(seen.state).toMatchObject({ problem: null, trustAge: 'fresh' });
    await own.startAgain();
    expect((await opened(options, await other.code('transit'))).said).toEqual(['valid null']);
  });
});

describe('bad input', () => {
  const address = (server: Server): string => `http://localhost:${(server.address() as AddressInfo).port}`;
  async function serving(answer: { readonly type: string; readonly body: string | Uint8Array; readonly status?: number }): Promise<Server> {
    const server = createServer((_, response) => response.writeHead(answer.status ?? 200, { 'Content-Type': answer.type }).end(answer.body));
    await new Promise<void>((resolve) => { server.listen(0, resolve); });
    return server;
  }

  it.each([
    ['none', 'city'], ['a file', 'file:///etc/passwd'], ['with a path', 'https://city.example/app/'], ['with a name in it', 'https://a:b@city.example'], ['far away without TLS', 'http://city.example'],
  ])('refuses an address of a city that is %s', async (_, wrong) => {
    newFolder();
    expect((await opened(keptOptions({ city: wrong }))).said).toEqual(['VerifyError start/bad-option']);
  });

  it.each([['too short', 'AAAA'], ['no base64url', '!'.repeat(43)]])('refuses a root key that is %s', async (_, rootKey) => {
    newFolder();
    expect((await opened(keptOptions({ rootKey }))).said).toEqual(['VerifyError start/bad-option']);
  });

  it('believes no city of another root than the one that was given, and the right one at once', async () => {
    const { rootKey } = (await (await fetch(`${city.origin}/v1/city`)).json()) as { rootKey: string };
    newFolder();
    const other = await opened(keptOptions({ rootKey: 'A'.repeat(43) }), await phone.code('transit'));
    expect(other.said).toEqual(['undecided trust/missing']);
    expect(other.state['problem']).toMatch(/^trust\//);
    newFolder();
    expect((await opened(keptOptions({ rootKey }), await phone.code('transit'))).said).toEqual(['valid null']);
  });

  it('opens without a city that can be reached, and decides nothing', async () => {
    newFolder();
    const { said, state } = await opened(keptOptions({ city: 'http://localhost:9' }), await phone.code('transit'));
    expect(said).toEqual(['undecided trust/missing']);
    expect(state).toMatchObject({ problem: 'env/offline', away: true, trustAge: 'missing' });
  });

  it('takes a hotel’s page for no city', async () => {
    const hotel = await serving({ type: 'text/html', body: '<p>Welcome' });
    newFolder();
    expect((await opened(keptOptions({ city: address(hotel) }))).state).toMatchObject({ problem: 'env/not-the-office', away: true });
    hotel.close();
  });

  it('refuses a scene that the city does not have', async () => {
    newFolder();
    expect((await opened(keptOptions({ scene: 'moon' }))).said).toEqual(['VerifyError scope/unknown']);
  });

  it('refuses a folder that cannot be made, and one of another city', async () => {
    newFolder();
    await writeFile(join(project.folder, `kept-${folders}`), 'a file');
    expect((await opened(keptOptions())).said).toEqual(['VerifyError store/unavailable']);
    newFolder();
    await opened(keptOptions());
    expect((await opened(keptOptions({ city: 'https://city.example' }))).said).toEqual(['VerifyError start/bad-option']);
  });

  it('goes on with a file that was damaged, and names it', async () => {
    newFolder();
    await opened(keptOptions());
    const trust = join(project.folder, `kept-${folders}`, 'trust.kept');
    await writeFile(trust, (await readFile(trust)).subarray(0, 100));
    const { said, state, complaints } = await opened(keptOptions(), await phone.code('transit'));
    expect(said).toEqual(['valid null']);
    expect(state).toMatchObject({ damaged: 1, problem: null, keeps: true });
    expect(complaints.match(/is damaged/gu)).toHaveLength(1);
    expect((await stat(trust)).size, 'written anew').toBeGreaterThan(100);
  });

  it('goes on from memory when its folder vanishes, and says that nothing is kept', async () => {
    newFolder();
    const { out, complaints } = await project.node(`
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Verifier } from '@citycode/verify';
const [options, ...texts] = process.argv.slice(2);
const verifier = await Verifier.open(JSON.parse(options));
await rm(JSON.parse(options).keep.folder, { recursive: true, maxRetries: 5 });
console.log((await verifier.check(texts[0])).outcome, (await verifier.check(texts[0])).outcome);
while (verifier.state.keeps) await once(verifier, 'change');   // a write of before the folder was gone may say otherwise first
console.log(verifier.state.keeps, verifier.state.problem.fault);
`, keptOptions(), await phone.code('transit'));
    expect(out, complaints).toBe('valid invalid\nfalse store/unavailable');
  });

  it('gives no green for a clock that jumps, and is well again when it is put right', async () => {
    const { out } = await project.node(`
import { Verifier } from '@citycode/verify';
let aheadMs = 0;
const [city, ...texts] = process.argv.slice(2);
const verifier = await Verifier.open({ city, scene: 'transit', now: () => Date.now() + aheadMs });
const look = async (text) => (await verifier.check(text)).outcome;
console.log(await look(texts[0]));
aheadMs = 10 * 365 * 86_400_000;
console.log(await look(texts[1]));
aheadMs = -86_400_000;
console.log(await look(texts[2]));
aheadMs = NaN;
console.log(await look(texts[3]).catch((cause) => cause.fault));
aheadMs = 0;
await verifier.refresh();
console.log(await look(texts[4]));
await verifier.close();
console.log(await look(texts[4]).catch((cause) => cause.name));
`, city.origin, ...await Promise.all(Array.from({ length: 5 }, () => phone.code('transit'))));
    const [first, ahead, behind, none, again, closed] = out.split('\n');
    expect(first).toBe('valid');
    expect(ahead).not.toBe('valid');
    expect(behind).not.toBe('valid');
    expect(none).toBe('request/malformed');
    expect(again).toBe('valid');
    expect(closed).toBe('VerifyError');
  });

  it('reads a picture, finds none in an empty one, and refuses one that is no picture', async () => {
    const drawn = phone.core.holder.drawPixels(await phone.code('transit'), 'M', 4).ok!;
    await project.write('picture.rgba', new Uint8Array(drawn.rgba));
    const { out, complaints } = await project.node(`
import { readFile } from 'node:fs/promises';
import { Verifier } from '@citycode/verify';
const verifier = await Verifier.open({ city: process.argv[2], scene: 'transit' });
const side = Number(process.argv[3]);
const data = await readFile('picture.rgba');
console.log((await verifier.check({ data, width: side, height: side }, { effort: 'picture' })).outcome);
console.log(await verifier.check({ data: new Uint8ClampedArray(400).fill(255), width: 10, height: 10 }));
console.log(await verifier.check({ data: new Uint8Array(4), width: 10, height: 10 }).catch((cause) => cause.fault));
`, city.origin, String(drawn.sidePx));
    expect([out, complaints]).toEqual(['valid\nnull\nimage/bad-size', '']);
  });

  it('keeps verifiers of two cities apart in one process', async () => {
    const other = await CityServer.start();
    const there = await Phone.of(other, 'Wang Xiaoming');
    await there.fetchPasses('transit', 2);
    const { out } = await project.node(`
import { Verifier } from '@citycode/verify';
const [here, there, own, foreign] = process.argv.slice(2);
const [a, b] = await Promise.all([here, there].map((city) => Verifier.open({ city, scene: 'transit' })));
for (const [verifier, text] of [[a, own], [b, own], [a, foreign], [b, foreign]]) { const { outcome, fault } = await verifier.check(text); console.log(outcome, fault); }
`, city.origin, other.origin, await phone.code('transit'), await there.code('transit'));
    await other.end();
    expect(out.split('\n')).toEqual(['valid null', expect.stringMatching(/trust\/unknown-issuer/), expect.stringMatching(/trust\/unknown-issuer/), 'valid null']);
  });

  describe('of the module', () => {
    const load = `
import { Verifier } from '@citycode/verify';
const [city, wasm] = process.argv.slice(2);
console.log(await Verifier.open({ city, scene: 'transit', ...(wasm && { wasm }) }).then(() => 'open', (cause) => cause.fault));
process.exit();
`;
    const whole = (): Promise<Uint8Array> => readFile(join(project.installed, 'dist/citycode.wasm'));

    it.each([
      ['a page of HTML', async () => ({ type: 'text/html', body: '<!doctype html><p>Not found' })],
      ['a page that says it is a module', async () => ({ type: 'application/wasm', body: '<!doctype html>' })],
      ['half of it', async () => ({ type: 'application/wasm', body: (await whole()).subarray(0, 200_000) })],
      ['nothing', async () => ({ type: 'application/wasm', body: '' })],
      ['a refusal', async () => ({ type: 'text/plain', body: 'no', status: 404 })],
    ])('says that it was not loaded when its address answers with %s', async (_, answer) => {
      const server = await serving(await answer());
      expect((await project.node(load, city.origin, address(server))).out).toBe('env/module-not-loaded');
      server.close();
    });

    it('runs it whatever type it is served with', async () => {
      const server = await serving({ type: 'text/plain', body: await whole() });
      expect((await project.node(load, city.origin, address(server))).out).toBe('open');
      server.close();
    });

    it('says so when its own file is cut or gone, and when there is no WebAssembly', async () => {
      const damaged = await project.copy();
      const file = join(damaged.installed, 'dist/citycode.wasm');
      await writeFile(file, (await whole()).subarray(0, 1000));
      expect((await damaged.node(load, city.origin)).out).toBe('env/module-not-loaded');
      await rm(file);
      expect((await damaged.node(load, city.origin)).out).toBe('env/module-not-loaded');
      await damaged.remove();
      expect((await project.node(`delete globalThis.WebAssembly;\n${load.replace("import { Verifier } from '@citycode/verify';", "const { Verifier } = await import('@citycode/verify');")}`, city.origin)).out).toBe('env/module-not-loaded');
    });
  });
});
