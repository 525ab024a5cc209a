/** The keys by which a client is a portal of the city: secrets for the file, public keys for whoever registers it. */
import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { writeFileSync } from 'node:fs';

export interface PublicKeys {
  /** Ed25519; signs. */
  readonly key: string;
  /** X25519; what answers are sealed to. */
  readonly sealingKey: string;
}

const kVersion = 1;
const jwkOf = (pair: ReturnType<typeof generateKeyPairSync>): JsonWebKey => pair.privateKey.export({ format: 'jwk' }) as JsonWebKey;

/** Never over another file: what was registered would be lost. */
export function makePortalSeeds(path: string): PublicKeys {
  const signs = jwkOf(generateKeyPairSync('ed25519')), opens = jwkOf(generateKeyPairSync('x25519'));
  writeFileSync(path, `${JSON.stringify({ version: kVersion, key: signs.d, sealingKey: opens.d })}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { key: signs.x!, sealingKey: opens.x! };
}
