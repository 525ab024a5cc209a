import { describe, expect, it } from 'vitest';
import { kindIn, ofOurs, readHello, sceneIn } from '../src/vocabulary.js';

const hello = { citycode: 1, type: 'hello', language: 'id' };

describe('what a page says to the frame', () => {
  it('is a greeting with a language', () => {
    expect(readHello(hello)).toEqual({ type: 'hello', language: 'id' });
    expect(readHello({ ...hello, language: '', more: 1 })).toEqual({ type: 'hello', language: '' });
  });

  it.each([{ citycode: 2 }, { citycode: '1' }, { citycode: 1.5 }, { type: 'code' }, { type: undefined }, { language: 7 }, { language: undefined }, { language: 'x'.repeat(36) }])('is nothing with %j', (wrong) => {
    expect(readHello({ ...hello, ...wrong })).toBeNull();
  });

  it.each([null, undefined, 1, 'citycode', [], {}, { type: 'hello' }])('is somebody else’s: %j', (data) => {
    expect(ofOurs(data)).toBeNull();
  });
});

it.each([['#code', 'code'], ['#rate=AQID', 'rate'], ['#verify&scene=transit', 'verify'], ['#rate', 'rate']] as const)('%s asks for %s', (hash, kind) => {
  expect(kindIn(hash)).toBe(kind);
});

it.each(['', '#', '#codes', '#CODE', '#enrol=AQID', 'code', '#toString', '#ticket=AQID'])('"%s" asks for nothing', (hash) => {
  expect(kindIn(hash)).toBeNull();
});

it('takes a scene that could be one', () => {
  expect(sceneIn('#verify&scene=culture-and-sport')).toBe('culture-and-sport');
  for (const hash of ['#verify', '#verify&scene=', '#verify&scene=A', '#verify&scene=a%20b', `#verify&scene=${'a'.repeat(41)}`, '#rate&scene=transit']) expect(sceneIn(hash)).toBe('');
});
