// What is told of an answer: kinds of document by the names that the city has for them.
import { claimsFrom, kDocumentTypes } from '@citycode/openid/claims';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const kinds = resolve(import.meta.dirname, '../../core/include/citycode/holder_classes.def');

it('every kind of document has its name, and one that is not known here is not told', async () => {
  const listed = [...(await readFile(kinds, 'utf8')).matchAll(/^CC_HOLDER_CLASS\(\w+, (\d+), "([\w-]+)"/gmu)].map(([, value, name]) => [value, name]);
  expect(listed.length).toBeGreaterThan(4);
  expect(Object.entries(kDocumentTypes)).toEqual(listed);
  const asked = { required: [], optional: ['citycode_document_type'] } as const;
  expect(claimsFrom({ 'document-type': 4 }, asked)).toEqual({ citycode_document_type: 'passport' });
  expect(claimsFrom({ 'document-type': 99 }, asked)).toEqual({});
});
