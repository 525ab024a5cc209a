import { storageInTime } from '../patience.js';

/** An opened database; `silent()` says why not when nothing is answered. What opens late is closed: nobody waits for it. */
export function openedInTime(request: IDBOpenDBRequest, opened: Promise<IDBDatabase>, silent: () => Error): Promise<IDBDatabase> {
  return storageInTime(opened, () => {
    request.addEventListener('success', () => request.result.close());
    return silent();
  });
}
