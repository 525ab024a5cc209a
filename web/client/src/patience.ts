/** For answers that may never come: a network that hangs, a question that nobody answers, a disk that is stuck. */

/** A disk answers in milliseconds; a database that another tab holds, or that is stuck, never does. */
const kStoragePatienceMs = 8000;

/** An opened database; `silent()` says why not when nothing is answered. What opens late is closed: nobody waits for it. */
export function openedInTime(request: IDBOpenDBRequest, opened: Promise<IDBDatabase>, silent: () => Error): Promise<IDBDatabase> {
  return within(kStoragePatienceMs, opened, () => {
    request.addEventListener('success', () => request.result.close());
    return silent();
  });
}

/** What a storage was asked to write or delete; another tab may hold it. */
export const storageInTime = <T>(answer: Promise<T>, silent: () => Error): Promise<T> => within(kStoragePatienceMs, answer, silent);

/** Rejects with `because()` when `answer` has not settled in time. The answer may still come, to whoever else waits for it. */
export async function within<T>(patienceMs: number, answer: Promise<T>, because: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(because()), patienceMs); });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
