/** The two engines of records, as tests use them: a new database, what lies in it, and how it goes away and comes back. */
import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresCluster } from './postgres-cluster.js';

export interface Engine {
  newDatabase(): Promise<string>;
  /** Everything that a copy of it would show. */
  dump(address: string): Promise<string>;
  readonly readsGoOn: boolean;
  goAway(address: string): Promise<void>;
  comeBack(address: string): Promise<void>;
  end(): Promise<void>;
}

const shownValue = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value));
/** Line breaks in what is sealed are no rows. */
const shown = (rows: readonly Record<string, unknown>[]): string =>
  rows.map((row) => Object.values(row).map((value) => shownValue(value).replaceAll('\n', ' ')).join(' | ')).join('\n');

async function sqlite(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'citycode-openid-'));
  const pathOf = (address: string): string => address.slice('sqlite:'.length);
  const holders = new Map<string, InstanceType<typeof DatabaseSync>>();
  let databases = 0;
  return {
    readsGoOn: true,
    newDatabase: async () => `sqlite:${join(folder, `${++databases}.sqlite`)}`,
    async dump(address) {
      const database = new DatabaseSync(pathOf(address));
      const rows = database.prepare('SELECT * FROM openid_record_v1').all() as Record<string, unknown>[];
      database.close();
      return shown(rows);
    },
    // Somebody else writes and does not end: what only reads goes on.
    async goAway(address) {
      const holder = new DatabaseSync(pathOf(address));
      holder.exec('BEGIN EXCLUSIVE');
      holders.set(address, holder);
    },
    async comeBack(address) {
      holders.get(address)!.exec('ROLLBACK');
      holders.get(address)!.close();
    },
    end: () => rm(folder, { recursive: true, force: true }),
  };
}

async function postgresql(): Promise<Engine> {
  const cluster = await PostgresCluster.start();
  return {
    readsGoOn: false,
    newDatabase: () => cluster.newDatabase(),
    dump: async (address) => shown(await cluster.run('SELECT * FROM openid_record_v1', address)),
    goAway: () => cluster.stop(),
    comeBack: () => cluster.startAgain(),
    end: () => cluster.end(),
  };
}

export const kEngines: readonly (readonly [string, () => Promise<Engine>])[] = [['SQLite', sqlite], ['PostgreSQL', postgresql]];
