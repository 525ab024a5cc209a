/** Records in a file. Another process may have it open too; each waits for the other for as long as the timeout. */
import { DatabaseSync } from '@photostructure/sqlite';
import { DatabaseAway, type Answered, type Database, type Value } from './database.js';

type Connection = InstanceType<typeof DatabaseSync>;
/** While it waits, this process answers nobody. */
const kBusyTimeoutMs = 400;

export class SqliteDatabase implements Database {
  #open: Connection | null = null;

  constructor(private readonly path: string) {}

  async run(sql: string, parameters: readonly Value[] = []): Promise<Answered> {
    try {
      const statement = this.#opened().prepare(sql.replace(/\$(\d+)/gu, '?$1'));
      if (/^\s*(SELECT|WITH)\b|\bRETURNING\b/u.test(sql)) {
        const rows = statement.all(...parameters) as Record<string, unknown>[];
        return { rows, changed: rows.length };
      }
      return { rows: [], changed: Number(statement.run(...parameters).changes) };
    } catch (cause) {
      throw new DatabaseAway(cause);
    }
  }

  async close(): Promise<void> {
    this.#open?.close();
    this.#open = null;
  }

  #opened(): Connection {
    if (this.#open) return this.#open;
    const database = new DatabaseSync(this.path, { timeout: kBusyTimeoutMs });
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    } catch (cause) {
      database.close();
      throw cause;
    }
    return (this.#open = database);
  }
}
