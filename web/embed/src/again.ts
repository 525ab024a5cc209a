/** A network that failed is asked again when the browser says that it is back, or after this time. */
const kAgainMs = 10_000;

export const again = (): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, kAgainMs);
  addEventListener('online', () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
});
