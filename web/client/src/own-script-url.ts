/** Under `require-trusted-types-for 'script'` the address of a worker needs a policy's word: this origin's own, and no other. */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('citycode-pages', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) throw new TypeError('a script of another origin is refused');
    return url;
  },
});

export function ownScriptUrl(url: string): string {
  return (policy ? policy.createScriptURL(url) : url) as string;
}
