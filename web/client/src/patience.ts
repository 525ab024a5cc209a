/** For answers that may never come: a network that hangs, a question that nobody answers, a disk that is stuck. */

/** A disk answers in milliseconds; a database that another tab holds, or that is stuck, never does. */
const kStoragePatienceMs = 8000;

/** What a storage was asked to write or delete; another tab may hold it. */
export const storageInTime = <T>(answer: Promise<T>, silent: () => Error): Promise<T> => within(kStoragePatienceMs, answer, silent);

/** Rejects with `because()` when `answer` has not settled in time. The answer may still come, to whoever else waits for it. */
export async function within<T>(patienceMs: number, answer: Promise<T>, because: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(because()), patienceMs); });
  try {
    return await Promise.race([answer, late]);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}
