import type { Store } from './store.js';

/** For as long as the process lives, and no longer. */
export class MemoryStore implements Store {
  readonly remembers = false;
  readonly #values = new Map<string, unknown>();

  async get(key: string): Promise<unknown> {
    return this.#values.get(key);
  }

  async put(key: string, value: unknown): Promise<boolean> {
    this.#values.set(key, value);
    return true;
  }

  async clear(): Promise<void> {
    this.#values.clear();
  }
}
