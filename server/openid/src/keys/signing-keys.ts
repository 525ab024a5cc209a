/** Keys that sign ID tokens: one of each algorithm signs, those before it are published until what they signed has ended. */
import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import { kSigningAlgorithms, type SigningAlgorithm } from '../configuration.js';
import type { KeyFolder } from './key-folder.js';

const kFile = 'signing-keys.json';
const kVersion = 1;
const kRsaBits = 2048;
/** A key is published this long before it signs, so that every process and every portal's copy of the list has it. */
export const kPublishedBeforeSeconds = 60;
/** And this long after it signed last: the life of an ID token, with clocks that differ. */
export const kPublishedAfterSeconds = 900;

interface KeptKey {
  readonly jwk: JsonWebKey & { readonly kid: string; readonly alg: SigningAlgorithm };
  readonly signsFromUnixSeconds: number;
}

interface KeptKeys {
  readonly version: number;
  readonly keys: readonly KeptKey[];
}

export type SigningJwk = KeptKey['jwk'] & { readonly use: 'sig' };

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

function newKey(alg: SigningAlgorithm, signsFromUnixSeconds: number): KeptKey {
  const { privateKey } = alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: kRsaBits })
    : alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return { jwk: { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(9).toString('base64url'), alg }, signsFromUnixSeconds };
}
const newKeys = (signsFromUnixSeconds: number): KeptKey[] => kSigningAlgorithms.map((alg) => newKey(alg, signsFromUnixSeconds));
const written = (keys: readonly KeptKey[]): string => `${JSON.stringify({ version: kVersion, keys } satisfies KeptKeys)}\n`;

function read(folder: KeyFolder): readonly KeptKey[] {
  const kept = JSON.parse(folder.readOrMake(kFile, () => written(newKeys(0)))) as KeptKeys;
  if (kept.version !== kVersion) throw new Error(`${kFile} is of version ${kept.version}, and this program reads version ${kVersion}`);
  return kept.keys;
}

const inTheirOrder = (keys: readonly KeptKey[], alg: SigningAlgorithm): KeptKey[] =>
  keys.filter(({ jwk }) => jwk.alg === alg).sort((a, b) => a.signsFromUnixSeconds - b.signsFromUnixSeconds);

/** Of an algorithm, the one that signs at this time: the latest whose time has come. Made by a clock that was ahead, all may be still to come. */
function signsAt(keys: readonly KeptKey[], alg: SigningAlgorithm, now: number): KeptKey {
  const inOrder = inTheirOrder(keys, alg);
  return inOrder.filter(({ signsFromUnixSeconds }) => signsFromUnixSeconds <= now).at(-1) ?? inOrder[0]!;
}

/** A key ended when the next one of its algorithm began. */
function isPublished(key: KeptKey, keys: readonly KeptKey[], now: number): boolean {
  const next = inTheirOrder(keys, key.jwk.alg).find(({ signsFromUnixSeconds }) => signsFromUnixSeconds > key.signsFromUnixSeconds);
  return next === undefined || now < next.signsFromUnixSeconds + kPublishedAfterSeconds;
}

/** All that are published, those that sign first: the provider signs with the first that fits. */
export function signingJwks(folder: KeyFolder): SigningJwk[] {
  const keys = read(folder), now = nowUnixSeconds();
  const signing = kSigningAlgorithms.map((alg) => signsAt(keys, alg, now));
  const others = keys.filter((key) => !signing.includes(key) && isPublished(key, keys, now));
  return [...signing, ...others].map(({ jwk }) => ({ ...jwk, use: 'sig' }));
}

/** Changes when other keys sign or are published. */
export const keysStamp = (folder: KeyFolder): string => `${folder.stampOf(kFile)} ${signingJwks(folder).map(({ kid }) => kid).join(' ')}`;

/** A new key of each algorithm, which signs in a while, in place of those that were still to sign; those whose time is over are forgotten. */
export function rotateSigningKeys(folder: KeyFolder, signsInSeconds = kPublishedBeforeSeconds): void {
  const keys = read(folder), now = nowUnixSeconds();
  const signed = keys.filter((key) => isPublished(key, keys, now) && key.signsFromUnixSeconds <= now);
  const last = Math.max(0, ...signed.map(({ signsFromUnixSeconds }) => signsFromUnixSeconds));
  folder.replace(kFile, written([...signed, ...newKeys(Math.max(now + signsInSeconds, last + 1))]));
}
