/** `Worker` for pages under `require-trusted-types-for 'script'`: a script URL needs a policy's word there. */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

/** Only scripts of this page's own origin; a policy of this name is made once. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('citycode', {
  createScriptURL(url) {
    const { href, origin } = new URL(url, location.href);
    if (origin !== location.origin) throw new TypeError('a worker of another origin is refused');
    return href;
  },
});

/** Named `Worker` by its user: bundlers recognise `new Worker(new URL('./worker.js', import.meta.url))`. */
export class TrustedWorker extends Worker {
  constructor(url: URL | string, options?: WorkerOptions) {
    super((policy ? policy.createScriptURL(String(url)) : url) as string, options);
  }
}
