/** Anonymous tokens. */

/** What a phone keeps of one anonymous token between blinding and finalizing. */
export interface PendingToken {
  /** 32 random bytes as a rule, at most 64; all of one request have one size. */
  readonly input: Uint8Array;
  /** The blind: 64 random bytes. Wiped by the phone once the token is finalized. */
  readonly random: Uint8Array;
}

/** The server's answer for all tokens of one request. */
export interface TokenEvaluation {
  /** 32 bytes for each token. */
  readonly evaluated: readonly Uint8Array[];
  /** 64 bytes. */
  readonly proof: Uint8Array;
}
