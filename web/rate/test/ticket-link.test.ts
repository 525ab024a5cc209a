import { expect, it } from 'vitest';
import { ticketInFragment } from '@citycode/client/place-link';
import { levelInFragment } from '../src/ticket-link.js';

const slip = Uint8Array.of(1, 2, 3, 250);
const text = 'AQID-g';

it.each([`#ticket=${text}`, `#TICKET=${text}`, `%23ticket=${text}`, `#ticket%3D${text}`, `##ticket==${text}`, `#ticket=${text}&from=mail`, `#ticket=${text}= `])('finds the slip in %s', (hash) => {
  expect(ticketInFragment(hash)).toEqual(slip);
});

it.each(['', '#', '#venue=AQID', '#enrol=7K2M', '#tickets=AQID', 'ticket=AQID'])('finds none in "%s"', (hash) => {
  expect(ticketInFragment(hash)).toBeNull();
});

it.each(['#ticket=', '#ticket=<b>', `#ticket=${'A'.repeat(5000)}`])('gives the core nothing to believe for %#', (hash) => {
  expect(ticketInFragment(hash)).toEqual(new Uint8Array());
});

it.each([1, 2, 3, 4, 5])('finds the level %d beside the slip', (level) => {
  expect(levelInFragment(`#ticket=${text}&level=${level}`)).toBe(level);
  expect(ticketInFragment(`#ticket=${text}&level=${level}`)).toEqual(slip);
});

it.each(['', '&level=', '&level=0', '&level=6', '&level=12', '&level=4.5', '&level=-1', '&levels=4', '&text=4'])('finds no level in "%s"', (more) => {
  expect(levelInFragment(`#ticket=${text}${more}`)).toBeNull();
});
