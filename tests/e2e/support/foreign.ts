/**
 * A second reader and verifier, made only of other people's code: zxing-wasm reads the picture, base45-js and
 * cbor-x decode, @auth0/cose and Node's crypto verify. Nothing of Citycode is imported here, and nothing may be.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Sign1 } from '@auth0/cose';
import base45 from 'base45-js';
import { Decoder } from 'cbor-x';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, writeBarcode } from 'zxing-wasm/writer';

const require = createRequire(import.meta.url);
const cbor = new Decoder({ mapsAsObjects: false });

/** Labels of RFC 8392, RFC 8747, RFC 9053 and RFC 9528, and our one private claim (docs/format.md). */
const kAud = 3, kExp = 4, kNbf = 5, kIat = 6, kCnf = 8, kKcwt = 13, kCityClaim = -65537;
const kCoseKeyInCnf = 1, kOkpX = -2, kTrustListIssuers = 3;
const kEdDsa = -8;

/** The external data that says what was signed (docs/format.md, "What is signed"). */
type Kind = 'citycode 1 trust list' | 'citycode 1 pass' | 'citycode 1 presentation';

type CborMap = Map<number, unknown>;

let ready: Promise<void> | null = null;
/** From the package on the disk; its default would ask a content network. */
function prepare(): Promise<void> {
  ready ??= (async () => {
    prepareZXingModule({ overrides: { wasmBinary: await wasmOf('reader') }, fireImmediately: true });
    prepareWriter({ overrides: { wasmBinary: await wasmOf('writer') }, fireImmediately: true });
  })();
  return ready;
}
async function wasmOf(kind: 'reader' | 'writer'): Promise<ArrayBuffer> {
  const bytes = await readFile(require.resolve(`zxing-wasm/${kind}/zxing_${kind}.wasm`));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

export async function readQrText(picture: Buffer): Promise<string> {
  await prepare();
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'], maxNumberOfSymbols: 1 });
  const symbol = found[0];
  if (!symbol?.isValid) throw new Error('the foreign reader found no code');
  return Buffer.from(symbol.bytes).toString('latin1');
}

/** A code of another system, as a picture. */
export async function drawForeignCode(text: string): Promise<Buffer> {
  await prepare();
  const drawn = await writeBarcode(text, { format: 'QRCode', scale: 6 });
  if (!drawn.image) throw new Error(`the foreign writer refused: ${drawn.error}`);
  return Buffer.from(await drawn.image.arrayBuffer());
}

function ed25519(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });
}

const isMap = (value: unknown): value is CborMap => value instanceof Map;

/** The unprotected map is under no signature, so nothing may stand in its place but an empty one. */
async function verifySign1(envelope: Sign1, key: Uint8Array, kind: Kind): Promise<void> {
  if (envelope.alg !== kEdDsa) throw new Error('another algorithm');
  const open: unknown = envelope.unprotectedHeaders;
  if (!isMap(open) || open.size !== 0) throw new Error('something outside the signature');
  await envelope.verify(ed25519(key), { externalAAD: new TextEncoder().encode(kind) });
}

/** The keys of the issuers, after the root key's signature over the list was verified. */
export async function readIssuerKeys(trustList: Uint8Array, rootKey: Uint8Array): Promise<Uint8Array[]> {
  const envelope = Sign1.decode(trustList);
  await verifySign1(envelope, rootKey, 'citycode 1 trust list');
  const issuers = (cbor.decode(envelope.payload) as CborMap).get(kTrustListIssuers) as CborMap[];
  return issuers.map((issuer) => issuer.get(1) as Uint8Array);
}

export interface ForeignReading {
  readonly audience: string;
  readonly issuedUnixSeconds: number;
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  readonly statusIndex: number;
  readonly scopeId: number;
  readonly attributes: ReadonlyMap<number, unknown>;
  readonly claimsOfPass: readonly number[];
  readonly claimsOfPresentation: readonly number[];
}

export function bytesOfCode(text: string): Uint8Array {
  if (!text.startsWith('CC1:')) throw new Error('not a city code');
  return new Uint8Array(base45.decode(text.slice(4)));
}

/** Both signatures first, then what they cover. Throws when anything is not as it should be. */
export async function verifyCode(code: Uint8Array, issuerKeys: readonly Uint8Array[]): Promise<ForeignReading> {
  const presentation = Sign1.decode(code);
  const parts = presentation.protectedHeaders.get(kKcwt as never) as unknown as [Uint8Array, CborMap, Uint8Array, Uint8Array];
  const pass = new Sign1(...parts);
  const answers = await Promise.allSettled(issuerKeys.map((key) => verifySign1(pass, key, 'citycode 1 pass')));
  if (!answers.some((answer) => answer.status === 'fulfilled')) throw new Error('no issuer of the list signed this pass');

  const passClaims = cbor.decode(pass.payload) as CborMap;
  const confirmation = passClaims.get(kCnf);
  const passKey = isMap(confirmation) ? confirmation.get(kCoseKeyInCnf) : undefined;
  if (!isMap(passKey)) throw new Error('the pass names no key');
  await verifySign1(presentation, passKey.get(kOkpX) as Uint8Array, 'citycode 1 presentation');

  const claims = cbor.decode(presentation.payload) as CborMap;
  const [statusIndex, scopeId, attributes] = passClaims.get(kCityClaim) as [number, number, Map<number, unknown>];
  return {
    audience: claims.get(kAud) as string,
    issuedUnixSeconds: claims.get(kIat) as number,
    notBeforeUnixSeconds: passClaims.get(kNbf) as number,
    expiresUnixSeconds: passClaims.get(kExp) as number,
    statusIndex, scopeId, attributes,
    claimsOfPass: [...passClaims.keys()],
    claimsOfPresentation: [...claims.keys()],
  };
}
