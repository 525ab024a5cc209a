/** A kept value as text: JSON, in which bytes stand as an object with one name. */
import { host } from '@citycode/client/host';

const kBytes = '$bytes';

/** A key that no script can read cannot be written either. */
const isKept = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Uint8Array
  || ((Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) && Object.keys(value).every((name) => isKept((value as Record<string, unknown>)[name])));

const withBytes = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? { [kBytes]: host.toBase64(value) } : value);

function fromBytes(_: string, value: unknown): unknown {
  const text = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[kBytes] : undefined;
  return typeof text === 'string' ? host.fromBase64(text) : value;
}

/** Throws for a kind of value that is not kept. */
export function writeKept(value: unknown): string {
  if (!isKept(value)) throw new TypeError('not kept as text');
  return JSON.stringify(value, withBytes);
}

/** Throws for what is no such text. */
export const readKept = (text: string): unknown => JSON.parse(text, fromBytes);
