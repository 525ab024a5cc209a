/** The service as it is started, built once for all tests of it. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

export default async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, [resolve(import.meta.dirname, '../../../server/openid/scripts/build.mjs')]);
}
