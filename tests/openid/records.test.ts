// Records as they lie in a database: sealed, bound to their place, used once, gone in time; on both engines.
import type { Database } from '@citycode/openid/kept/database';
import { openDatabase } from '@citycode/openid/kept/open-database';
import { Records } from '@citycode/openid/kept/records';
import { Seal } from '@citycode/openid/kept/seal';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kEngines, type Engine } from './support/engines.js';

describe('a seal', () => {
  const seal = new Seal(randomBytes(32));

  it('opens what it closed, and nothing that was changed, moved, of another key or of a later version', () => {
    const closed = seal.close({ name: '王小明' }, 'here');
    expect(seal.open(closed, 'here')).toEqual({ name: '王小明' });
    expect(seal.open(closed, 'there')).toBeUndefined();
    expect(new Seal(randomBytes(32)).open(closed, 'here')).toBeUndefined();
    for (const at of [0, 1, 13, 29, closed.length - 1]) {
      const changed = Uint8Array.from(closed);
      changed[at]! ^= 1;
      expect(seal.open(changed, 'here'), `byte ${at}`).toBeUndefined();
    }
    for (const length of [0, 1, 20, closed.length - 1]) expect(seal.open(closed.subarray(0, length), 'here')).toBeUndefined();
    expect(Buffer.from(closed).equals(seal.close({ name: '王小明' }, 'here')), 'no two are alike').toBe(false);
  });
});

describe.each(kEngines)('records on %s', (_, openEngine) => {
  let engine: Engine;
  let address: string;
  let databases: Database[];
  let records: Records;
  let other: Records;
  beforeAll(async () => {
    engine = await openEngine();
    address = await engine.newDatabase();
    const secret = randomBytes(32);
    databases = [await openDatabase(address), await openDatabase(address)];
    [records, other] = databases.map((database) => new Records(database, new Seal(secret))) as [Records, Records];
    // Both make the table at the same moment.
    await Promise.all([records.put('Code', 'first', {}, 60), other.put('Code', 'second', {}, 60)]);
  });
  afterAll(async () => {
    for (const database of databases ?? []) await database.close();
    await engine?.end();
  });

  it('are found by name and by second name, in their kind alone', async () => {
    await records.put('Session', 'a', { n: 1 }, 60, { uid: 'u' });
    expect((await other.find('Session', 'a'))!.value).toEqual({ n: 1 });
    expect((await other.findByUid('Session', 'u'))!.value).toEqual({ n: 1 });
    expect(await other.find('Code', 'a')).toBeNull();
    expect(await other.findByUid('Code', 'u')).toBeNull();
  });

  it('are used once, by one of many who come together, and stay used when they are written again', async () => {
    await records.put('Code', 'once', {}, 60);
    const firsts = await Promise.all(Array.from({ length: 20 }, (__, each) => (each % 2 ? records : other).consume('Code', 'once')));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    await records.put('Code', 'once', { again: true }, 60);
    expect((await records.find('Code', 'once'))!.consumedUnixSeconds).toBeTypeOf('number');
    expect(await records.consume('Code', 'none')).toBe(false);
  });

  it('that are there already stay when only the first counts', async () => {
    await records.putFirst('End', 'x', 'first', 60);
    await other.putFirst('End', 'x', 'second', 60);
    expect((await records.find('End', 'x'))!.value).toBe('first');
  });

  it('go with their grant, and when their time is over', async () => {
    await records.put('Token', 'of grant', {}, 60, { grant: 'g' });
    await records.put('Token', 'of another', {}, 60, { grant: 'h' });
    await records.removeOfGrant('g');
    expect([await records.find('Token', 'of grant'), (await records.find('Token', 'of another'))?.value]).toEqual([null, {}]);
    await records.put('Token', 'short', {}, 0);
    expect(await records.find('Token', 'short')).toBeNull();
    const before = (await engine.dump(address)).split('\n').length;
    await records.sweep();
    expect((await engine.dump(address)).split('\n').length).toBeLessThan(before);
  });
});
