/** The real server binary with a data folder of its own: started, stopped and started again in the middle of a test. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const checkout = resolve(import.meta.dirname, '../..');
const binary = join(checkout, 'build/native/server/citycode-server');
export const webFolder = process.env['CITYCODE_WEB'] ?? join(checkout, 'build/web');

/** A start of the demo city takes well below a second; thirty are for a machine that is busy with builds. */
const kStartTimeoutMs = 30_000;

export interface ServerOptions {
  readonly clockOffsetSeconds?: number;
  /** Another build of the pages. */
  readonly pages?: string;
  /** For how long the demo's portal waits for an answer. */
  readonly signInSeconds?: number;
  /** On every address of this machine, as https with a certificate that nobody knows. */
  readonly lan?: boolean;
}

export interface DemoCitizen {
  readonly id: string;
  readonly displayName: string;
  readonly latinName: string;
  readonly holderClass: string;
  readonly ageGroup: string;
}

export class CityServer {
  private process: ChildProcess | null = null;
  private port = 0;
  #lanOrigin = '';

  private constructor(private dataFolder: string) {}

  static async start(options: ServerOptions = {}): Promise<CityServer> {
    if (!existsSync(binary)) throw new Error('the server is not built: run scripts/build native');
    if (!existsSync(join(webFolder, 'index.html'))) throw new Error('the pages are not built: run scripts/build');
    const server = new CityServer(await mkdtemp(join(tmpdir(), 'citycode-e2e-')));
    await server.startAgain(options);
    return server;
  }

  /** The same address and, unless `wipe` was called, the same records. */
  async startAgain({ clockOffsetSeconds = 0, pages = webFolder, signInSeconds, lan = false }: ServerOptions = {}): Promise<void> {
    const child = spawn(binary, [
      '--data', this.dataFolder, '--web', pages, '--demo', '--threads', '2',
      '--port', String(this.port), '--clock-offset-seconds', String(clockOffsetSeconds),
      ...(lan ? ['--lan'] : []),
      ...(signInSeconds === undefined ? [] : ['--demo-sign-in-seconds', String(signInSeconds)]),
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    let complaints = '';
    child.stderr.on('data', (text: Buffer) => { complaints = (complaints + text.toString()).slice(-4000); });
    this.port = await new Promise<number>((found, failed) => {
      const deadline = setTimeout(() => failed(new Error(`the server did not start: ${complaints}`)), kStartTimeoutMs);
      child.once('exit', (status) => failed(new Error(`the server ended with ${status}: ${complaints}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, address] = /open (https:\S+)\/$/u.exec(line) ?? [];
        if (address) this.#lanOrigin = address;
        const [, port] = /^Citycode is ready at https?:\/\/localhost:(\d+)\//u.exec(line) ?? [];
        if (!port) return;
        clearTimeout(deadline);
        found(Number(port));
      });
    });
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** With `lan`: what a phone in the room opens, as the server prints it; and what a browser on this machine may. */
  get lanOrigins(): readonly [string, string] {
    return [this.#lanOrigin, `https://127.0.0.1:${this.port}`];
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');   // a power cut; a polite end is the server's own tests' matter
    await ended;
  }

  /** Takes away every record and key; call it while the server is stopped. */
  async wipe(): Promise<void> {
    await rm(this.dataFolder, { recursive: true, force: true });
    this.dataFolder = await mkdtemp(join(tmpdir(), 'citycode-e2e-'));
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  async demoCitizens(): Promise<DemoCitizen[]> {
    const answer = await fetch(`${this.origin}/v1/demo/citizens`);
    return ((await answer.json()) as { citizens: DemoCitizen[] }).citizens;
  }

  /** What an operator would hand to a venue: good for every scene. */
  async terminalCode(): Promise<string> {
    const answer = await fetch(`${this.origin}/v1/demo/terminal-codes`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
    });
    if (answer.status !== 201) throw new Error(`no terminal code: ${answer.status}`);
    return ((await answer.json()) as { enrolmentCode: string }).enrolmentCode;
  }

  /** A command of an operator at the counter, beside the running server; what it prints. */
  async atTheCounter(...words: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, ['--data', this.dataFolder, '--origin', this.origin, ...words]);
    return stdout.trim();
  }

  /** What the city gives a venue to print. */
  async venueAddress(id: string, name: string, scenes: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, [
      '--data', this.dataFolder, '--origin', this.origin, 'venue-record', '--venue', id, '--name', name,
      '--address', '1 Garden Road', '--scenes', scenes.join(','),
    ]);
    return stdout.trim();
  }

  /** What the counter would hand out on paper. */
  async enrolmentCodeFor(latinName: string): Promise<string> {
    const citizen = (await this.demoCitizens()).find((c) => c.latinName === latinName);
    if (!citizen) throw new Error(`there is no demo citizen ${latinName}`);
    const answer = await fetch(`${this.origin}/v1/demo/enrolment-codes`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ citizenId: citizen.id }),
    });
    if (answer.status !== 201) throw new Error(`no enrolment code: ${answer.status}`);
    return ((await answer.json()) as { enrolmentCode: string }).enrolmentCode;
  }
}
