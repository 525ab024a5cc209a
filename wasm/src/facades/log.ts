/** The public log: its checkpoints, and the proofs that an entry is in it. */
import { json, nothing, type Binding } from '../binding.js';
import { joined } from '../bytes.js';
import { refused, type Outcome } from '../outcome.js';
import { kHashBytes } from '../sizes.js';
import type { CheckpointPolicy, CheckpointSummary } from './log.types.js';

const isProof = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === kHashBytes);

export class Log {
  readonly #core: Binding;

  constructor(core: Binding) {
    this.#core = core;
  }

  /** Verifies and adopts a checkpoint; `proof` shows that it continues the one that is loaded. */
  loadCheckpoint(note: string, policy: CheckpointPolicy, nowUnixSeconds: number, proof: readonly Uint8Array[] = []): Outcome<CheckpointSummary> {
    if (!isProof(proof)) return refused('log/bad-proof');
    const { logKey, witnessKeys = [], neededWitnesses = 0 } = policy;
    return this.#core.ask('load_checkpoint', [note, logKey, witnessKeys.join('\n'), neededWitnesses, nowUnixSeconds, joined(proof)],
      json<CheckpointSummary>);
  }

  /** Is this entry number `index` (from 0) of the log whose checkpoint is loaded? */
  verifyInclusion(entry: Uint8Array, index: number, proof: readonly Uint8Array[]): Outcome<true> {
    if (!isProof(proof)) return refused('log/bad-proof');
    return this.#core.ask('verify_inclusion', [entry, index, joined(proof)], nothing);
  }
}
