/** What can go through JSON and come out the same: all that passes between a page's logic and its screen, and into storage. */
import { types } from 'node:util';

/** Where and what the first thing is that JSON would lose or change, or null. */
export function lostInJson(value: unknown, undefinedMembers: 'lost' | 'left out' = 'lost', path = ''): string | null {
  const here = path || 'the value';
  switch (typeof value) {
    case 'string': case 'boolean': return null;
    case 'number': return Number.isFinite(value) ? null : `${here} is ${value}`;
    case 'object': break;
    default: return `${here} is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}`;
  }
  if (value === null) return null;
  if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) return `${here} is bytes`;
  if (types.isMap(value) || types.isSet(value) || types.isPromise(value) || types.isRegExp(value)) return `${here} is no plain object`;
  if (types.isDate(value)) return undefinedMembers === 'left out' ? null : `${here} is a Date`;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const lost = lostInJson(item, 'lost', `${path}[${index}]`);
      if (lost) return lost;
    }
    return null;
  }
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined && undefinedMembers === 'left out') continue;
    const lost = lostInJson(member, undefinedMembers, path ? `${path}.${key}` : key);
    if (lost) return lost;
  }
  return null;
}

export function copyOf<Value>(value: Value): Value {
  return value === undefined ? value : JSON.parse(JSON.stringify(value)) as Value;
}
