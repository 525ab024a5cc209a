/** A port that nothing listens at now. */
import { createServer, type AddressInfo } from 'node:net';

export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => { probe.once('error', reject).listen(wanted, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
}

/** One whose next is free too. */
export async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const isFree = await freePort(port + 1).then(() => true, () => false);
    if (isFree) return port;
  }
}
