/** The public log. */

export interface CheckpointPolicy {
  /** The log's verifier key, as C2SP signed-note writes it: "origin+id+base64". */
  readonly logKey: string;
  /** Verifier keys of the witnesses that are believed. */
  readonly witnessKeys?: readonly string[];
  /** How many of them must have signed; 0 when left out. */
  readonly neededWitnesses?: number;
}

export interface CheckpointSummary {
  readonly origin: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly root: string;
  readonly witnesses: readonly { readonly name: string; readonly atUnixSeconds: number }[];
}
