/** A page's clock that a test tells what time it is. These functions run in the page, before anything of its own. */

declare global {
  var testClock: { readonly offsetMs: number } | { readonly stoppedAtMs: number } | undefined;
}

/** Wraps `Date`; what the clock says is asked anew at each call. */
export function wrapDate(): void {
  const RealDate = Date;
  const now = (): number => {
    const clock = globalThis.testClock;
    if (!clock) return RealDate.now();
    return 'stoppedAtMs' in clock ? clock.stoppedAtMs : RealDate.now() + clock.offsetMs;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: []) => (args.length === 0 ? new target(now()) : new target(...args)),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key) as unknown),
  });
}
