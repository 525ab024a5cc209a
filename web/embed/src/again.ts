/** A network that failed is asked again when the browser says that it is back, or after this time. */
const kAgainMs = 10_000;

export const again = (): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(done, kAgainMs);
  function done(): void {
    clearTimeout(timer);
    removeEventListener('online', done);
    resolve();
  }
  addEventListener('online', done);
});
