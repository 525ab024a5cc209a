import type { Database } from './database.js';

/** `address`: sqlite:PATH or postgresql://…; the engine that is not used is not loaded. */
export async function openDatabase(address: string): Promise<Database> {
  if (address.startsWith('sqlite:')) return new (await import('./sqlite.js')).SqliteDatabase(address.slice('sqlite:'.length));
  return new (await import('./postgresql.js')).PostgresDatabase(address);
}
