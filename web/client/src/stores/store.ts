/** Where a device keeps what shall outlast it, a phone or one that verifies: values by name. */

export interface Store {
  /** False where it is known that nothing outlasts this process. */
  readonly remembers: boolean;
  /** Undefined for what was never kept, is damaged, or cannot be read now. Never rejects. Bytes come back as bytes. */
  get(key: string): Promise<unknown>;
  /** `undefined` takes it away. False when it was not kept: no room, no permission, or a kind of value that is not kept here. Never rejects. */
  put(key: string, value: unknown): Promise<boolean>;
  /** Takes everything away. Rejects when that cannot be said to have happened. */
  clear(): Promise<void>;
}
