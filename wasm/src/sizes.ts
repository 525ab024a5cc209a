/** Lengths in bytes that the C ABI takes for granted. */

export const kKeyBytes = 32;           // RFC 8032 section 5.1.5: seeds and public keys of Ed25519
export const kSignatureBytes = 64;     // RFC 8032 section 5.1.6
export const kSealNonceBytes = 24;    // draft-irtf-cfrg-xchacha-03 section 2: of XChaCha20-Poly1305
export const kHashBytes = 32;          // SHA-256
export const kElementBytes = 32;       // RFC 9496: an element of ristretto255
export const kTokenInputBytes = 32;    // docs/format.md, "Anonymous tokens"
export const kTokenRandomBytes = 64;   // RFC 9497: a scalar from twice its size
export const kTokenProofBytes = 64;    // RFC 9497 section 2.2: two scalars
export const kTokenOutputBytes = 64;   // SHA-512
