/** Everything that lasts longer than a request, in one table: what processes share, and what a restart finds again. */
import { DatabaseAway, type Database, type Value } from './database.js';
import { digestOf, type Seal } from './seal.js';

export interface Links {
  /** What goes when this grant goes. */
  readonly grant?: string | undefined;
  /** A second name. */
  readonly uid?: string | undefined;
}

export interface Found {
  readonly value: unknown;
  readonly consumedUnixSeconds: number | null;
}

/** Of the table; a later one is of a later program. */
const kVersion = 1;
const kTable = `openid_record_v${kVersion}`;
// Numbers are DOUBLE PRECISION: both engines give them back as numbers.
const kSchema = [
  `CREATE TABLE IF NOT EXISTS ${kTable} (
     key TEXT PRIMARY KEY, grant_key TEXT, uid_key TEXT, sealed BYTEA NOT NULL, expires DOUBLE PRECISION NOT NULL, consumed DOUBLE PRECISION)`,
  `CREATE INDEX IF NOT EXISTS ${kTable}_grant ON ${kTable} (grant_key)`,
  `CREATE INDEX IF NOT EXISTS ${kTable}_uid ON ${kTable} (uid_key)`,
  `CREATE INDEX IF NOT EXISTS ${kTable}_expires ON ${kTable} (expires)`,
];
const kInsert = `INSERT INTO ${kTable} (key, grant_key, uid_key, sealed, expires) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key)`;

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

export class Records {
  #ready: Promise<void> | null = null;

  constructor(private readonly database: Database, private readonly seal: Seal) {}

  /** One that is there already is replaced, and stays consumed if it was. */
  async put(kind: string, name: string, value: unknown, lifeSeconds: number, links: Links = {}): Promise<void> {
    await this.#run(
      `${kInsert} DO UPDATE SET grant_key = excluded.grant_key, uid_key = excluded.uid_key, sealed = excluded.sealed, expires = excluded.expires`,
      this.#row(kind, name, value, lifeSeconds, links),
    );
  }

  /** One that is there already stays. */
  async putFirst(kind: string, name: string, value: unknown, lifeSeconds: number): Promise<void> {
    await this.#run(`${kInsert} DO NOTHING`, this.#row(kind, name, value, lifeSeconds, {}));
  }

  find(kind: string, name: string): Promise<Found | null> {
    return this.#one('key', digestOf(kind, name));
  }

  findByUid(kind: string, uid: string): Promise<Found | null> {
    return this.#one('uid_key', digestOf(`${kind} uid`, uid));
  }

  /** True for the first who asks, whichever process that is. */
  async consume(kind: string, name: string): Promise<boolean> {
    const { changed } = await this.#run(`UPDATE ${kTable} SET consumed = $2 WHERE key = $1 AND consumed IS NULL`, [digestOf(kind, name), nowUnixSeconds()]);
    return changed === 1;
  }

  async remove(kind: string, name: string): Promise<void> {
    await this.#run(`DELETE FROM ${kTable} WHERE key = $1`, [digestOf(kind, name)]);
  }

  /** Tokens, codes and claims of a grant. */
  async removeOfGrant(grant: string): Promise<void> {
    await this.#run(`DELETE FROM ${kTable} WHERE grant_key = $1`, [digestOf('grant', grant)]);
  }

  async sweep(): Promise<void> {
    await this.#run(`DELETE FROM ${kTable} WHERE expires <= $1`, [nowUnixSeconds()]);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  #row(kind: string, name: string, value: unknown, lifeSeconds: number, { grant, uid }: Links): Value[] {
    const key = digestOf(kind, name);
    const links = [grant ? digestOf('grant', grant) : null, uid ? digestOf(`${kind} uid`, uid) : null];
    return [key, ...links, this.seal.close(value, key), nowUnixSeconds() + lifeSeconds];
  }

  async #one(column: 'key' | 'uid_key', digest: string): Promise<Found | null> {
    const { rows } = await this.#run(`SELECT key, sealed, consumed FROM ${kTable} WHERE ${column} = $1 AND expires > $2`, [digest, nowUnixSeconds()]);
    const row = rows[0];
    if (!row) return null;
    const value = this.seal.open(row['sealed'] as Uint8Array, String(row['key']));
    return value === undefined ? null : { value, consumedUnixSeconds: row['consumed'] === null ? null : Number(row['consumed']) };
  }

  async #run(...statement: Parameters<Database['run']>): ReturnType<Database['run']> {
    this.#ready ??= this.#prepare();
    try {
      await this.#ready;
    } catch (cause) {
      this.#ready = null;   // asked again by whoever comes next
      throw cause;
    }
    return this.database.run(...statement);
  }

  /** Two processes that begin together may both make the table: PostgreSQL refuses the second, which then finds it made. */
  async #prepare(): Promise<void> {
    for (const statement of kSchema) {
      try {
        await this.database.run(statement);
      } catch (cause) {
        if (!(cause instanceof DatabaseAway)) throw cause;
        await this.database.run(statement);
      }
    }
  }
}
