/** Addresses that a configuration names. Each check answers with what is wrong, or null. */

/** Where phones come back to, of this service's own site; each portal is registered with it. */
export const kReturnPath = '/sign-in/return';
const kHere = new Set(['localhost', '127.0.0.1', '[::1]']);

function read(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A site's own address: https, or http on this machine; nothing behind the host and port. */
export function wrongInOrigin(text: string): string | null {
  const url = read(text);
  if (!url) return `${text} is no address; give one like https://login.city.example`;
  if (url.username || url.password) return `${text} has a user part`;
  const isHere = url.protocol === 'http:' && kHere.has(url.hostname);
  if (url.protocol !== 'https:' && !isHere) return `${text} is not https; http is for this machine alone (http://localhost:8090)`;
  return url.origin === text ? null : `${text} has more in it than the address of a site: give ${url.origin}`;
}

/** Where people are sent back to: on the portal's own site, exactly. */
export function wrongInRedirect(text: string, origin: string): string | null {
  const url = read(text);
  if (!url) return `${text} is no address; it begins with ${origin}/`;
  if (text.includes('#')) return `${text} has a fragment, behind which the answer would be lost`;
  if (url.username || url.password || /^[a-z]+:\/\/[^/?]*@/u.test(text)) return `${text} has a user part`;
  const own = new URL(origin);
  if (url.hostname === own.hostname && url.protocol === own.protocol && url.port !== own.port) return `${text} has another port than ${origin}`;
  if (url.origin !== origin) return `${text} is not at ${origin}`;
  return url.href === text ? null : `${text} is written in another way than browsers write it: give ${url.href}`;
}
