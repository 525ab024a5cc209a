/** Portals that a running city knows. */
import type { CityServer } from '../support/city-server.js';

export const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

/** The public halves of an Ed25519 seed and an X25519 secret, by WebCrypto: neither is ours. */
async function publicHalf(name: 'Ed25519' | 'X25519', secret: Uint8Array): Promise<string> {
  const head = { Ed25519: '302e020100300506032b657004220420', X25519: '302e020100300506032b656e04220420' }[name];   // RFC 8410 section 7
  const usages: KeyUsage[] = name === 'Ed25519' ? ['sign'] : ['deriveBits'];
  const key = await crypto.subtle.importKey('pkcs8', Buffer.concat([Buffer.from(head, 'hex'), secret]), name, true, usages);
  return (await crypto.subtle.exportKey('jwk', key)).x!;
}

export interface Registered { readonly id: string; readonly key: Uint8Array; readonly sealingKey: Uint8Array }

/** As an operator does it. */
export async function registerPortal(city: CityServer, id: string, { origin, returnTo }: { origin: string; returnTo: string }): Promise<Registered> {
  const keys = { key: random(32), sealingKey: random(32) };
  await city.atTheCounter('add-portal', '--id', id, '--key', await publicHalf('Ed25519', keys.key), '--portal-origin', origin, '--office', 'tax-office', '--name', 'Tax Office',
    '--scenes', 'sign-in', '--sealing-key', await publicHalf('X25519', keys.sealingKey), '--return-to', returnTo);
  return { id, ...keys };
}
