/** What could not be had is asked for again when the browser says that its network is back, or after a time that doubles: a file that always comes broken is not fetched for ever. */
const kFirstMs = 10_000;
const kMostMs = 600_000;

/** `failures`: how often it failed already, 1 or more. */
export const again = (failures: number): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(done, Math.min(kFirstMs * 2 ** (failures - 1), kMostMs));
  function done(): void {
    clearTimeout(timer);
    removeEventListener('online', done);
    resolve();
  }
  addEventListener('online', done);
});
