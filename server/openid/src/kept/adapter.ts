/** What `oidc-provider` keeps, in our records. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { DatabaseAway } from './database.js';
import type { Found, Records } from './records.js';

/** Claims that a person approved, kept under the grant they were approved with. */
export const kApproved = 'Approved';

/** The provider makes a fault of its own of what its adapter throws; so a request that met an absent database is marked. */
export const requests = new AsyncLocalStorage<{ databaseAway: boolean }>();

export async function marked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const request = requests.getStore();
    if (request && cause instanceof DatabaseAway) request.databaseAway = true;
    throw cause;
  }
}

export class RecordsAdapter implements Adapter {
  constructor(private readonly kind: string, private readonly records: Records) {}

  /** The payload has its own name in it, which the sealed record needs no more than the table does. */
  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    await marked(this.records.put(this.kind, id, payload, expiresIn, { grant: payload.grantId, uid: this.kind === 'Session' ? payload.uid : undefined }));
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.kind === 'Client') return undefined;   // all of them are in the configuration
    return payloadOf(await marked(this.records.find(this.kind, id)));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return payloadOf(await marked(this.records.findByUid(this.kind, uid)));
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;   // the device flow is off
  }

  /** Of two who come at the same moment only one goes on, and nothing that the code was good for stays good. */
  async consume(id: string): Promise<void> {
    if (await marked(this.records.consume(this.kind, id))) return;
    const found = payloadOf(await marked(this.records.find(this.kind, id)));
    if (found?.grantId) await this.revokeByGrantId(found.grantId);
    throw new errors.InvalidGrant('it was used already');
  }

  async destroy(id: string): Promise<void> {
    await marked(this.records.remove(this.kind, id));
    if (this.kind === 'Grant') await marked(this.records.remove(kApproved, id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await marked(this.records.removeOfGrant(grantId));
  }
}

function payloadOf(found: Found | null): AdapterPayload | undefined {
  if (!found) return undefined;
  return { ...(found.value as AdapterPayload), ...(found.consumedUnixSeconds === null ? undefined : { consumed: found.consumedUnixSeconds }) };
}
