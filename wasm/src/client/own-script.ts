/** Under `require-trusted-types-for 'script'` the address of a worker needs a policy's word: this origin's own, and no other. */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

/** A policy of this name is made once. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('citycode', {
  createScriptURL(url) {
    const { href, origin } = new URL(url, location.href);
    if (origin !== location.origin) throw new TypeError('a script of another origin is refused');
    return href;
  },
});

/** To be given to `new Worker` or `serviceWorker.register` as it is. */
export const ownScript = (url: string): string => (policy ? policy.createScriptURL(url) : url) as string;
