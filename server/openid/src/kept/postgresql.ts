/** Records in PostgreSQL, through a few connections that are made anew when they were lost. */
import pg from 'pg';
import { DatabaseAway, type Answered, type Database, type Value } from './database.js';

const kConnections = 8;
const kConnectTimeoutMs = 2000;
const kStatementTimeoutMs = 5000;

export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;

  constructor(address: string) {
    this.#pool = new pg.Pool({
      connectionString: address, max: kConnections, connectionTimeoutMillis: kConnectTimeoutMs,
      statement_timeout: kStatementTimeoutMs, query_timeout: kStatementTimeoutMs, allowExitOnIdle: true,
    });
    // A connection that was lost while nobody used it: the next statement gets another one.
    this.#pool.on('error', () => {});
  }

  async run(sql: string, parameters: readonly Value[] = []): Promise<Answered> {
    try {
      const { rows, rowCount } = await this.#pool.query(sql, parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)));
      return { rows: rows as Record<string, unknown>[], changed: rowCount ?? 0 };
    } catch (cause) {
      throw new DatabaseAway(cause);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
