/** What this service asks of an engine of records. Statements are written once, for both. */

export type Value = string | number | Uint8Array | null;

export interface Answered {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly changed: number;
}

export interface Database {
  /** Parameters are $1, $2, …; what cannot be done now is a `DatabaseAway`. */
  run(sql: string, parameters?: readonly Value[]): Promise<Answered>;
  close(): Promise<void>;
}

/** It may be there again a moment later. */
export class DatabaseAway extends Error {
  constructor(cause: unknown) {
    super('the database of the sign-in service cannot be reached', { cause });
    this.name = 'DatabaseAway';
  }
}
