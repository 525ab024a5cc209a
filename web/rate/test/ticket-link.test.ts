import { expect, it } from 'vitest';
import { ticketInFragment } from '../src/ticket-link.js';

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
