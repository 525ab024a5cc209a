/** A real PostgreSQL with a folder and a port of its own: stopped and started again in the middle of a test. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.js';

const kNobody = 65_534;   // Debian's nobody: PostgreSQL refuses root
const kStartTimeoutMs = 30_000;
const cache = process.env['CITYCODE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'citycode');
const isRoot = process.geteuid!() === 0;

export class PostgresCluster {
  private process: ChildProcess | null = null;
  private databases = 0;

  private constructor(private readonly folder: string, private readonly programs: string, private readonly port: number) {}

  static async start(): Promise<PostgresCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-openid-pg-'));
    await chmod(folder, 0o755);
    // Below the cache of a person nobody else can start a program; it finds its files from where it is.
    const installed = realpathSync(join(cache, 'postgresql')), top = join(installed, '../../..'), version = basename(installed);
    const parts = [join('lib/postgresql', version), join('share/postgresql', version)];
    if (isRoot) for (const part of parts) cpSync(join(top, part), join(folder, 'programs', part), { recursive: true });
    const cluster = new PostgresCluster(folder, isRoot ? join(folder, 'programs', parts[0]!, 'bin') : join(installed, 'bin'), await freePort());
    if (isRoot) await chown(folder, kNobody, kNobody);
    const how = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    await promisify(execFile)(...cluster.#asNobody('initdb', '-D', join(folder, 'data'), ...how), { cwd: folder });
    await cluster.startAgain();
    return cluster;
  }

  async startAgain(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`, 'max_connections=60', 'shared_buffers=16MB', 'fsync=off']
      .flatMap((setting) => ['-c', setting]);
    const [program, args] = this.#asNobody('postgres', '-D', join(this.folder, 'data'), '-p', String(this.port), ...settings);
    this.process = spawn(program, args, { stdio: 'ignore', cwd: this.folder });
    const until = Date.now() + kStartTimeoutMs;
    for (;;) {
      try {
        await this.run('SELECT 1');
        return;
      } catch (cause) {
        if (this.process.exitCode !== null || Date.now() > until) throw new Error('PostgreSQL did not start', { cause });
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
    }
  }

  /** At once, as when its machine is lost. */
  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGQUIT');
    await ended;
  }

  async end(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async newDatabase(): Promise<string> {
    const name = `openid${++this.databases}`;
    await this.run(`CREATE DATABASE ${name}`);
    return this.address(name);
  }

  address(database: string): string {
    return `postgresql://postgres@127.0.0.1:${this.port}/${database}`;
  }

  async run(sql: string, address = this.address('postgres')): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end().catch(() => {});
    }
  }

  #asNobody(program: string, ...args: readonly string[]): [string, string[]] {
    const command = [join(this.programs, program), ...args];
    const drop = isRoot ? [`--reuid=${kNobody}`, `--regid=${kNobody}`, '--clear-groups'] : [];
    return ['/usr/bin/setpriv', ['--pdeathsig=QUIT', ...drop, ...command]];
  }
}
