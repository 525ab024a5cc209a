/** Ratings: what a phone reads of a ticket, and what it sends of its holder's opinion. */
import { copied, json, utf8, type Binding } from '../binding.js';
import type { HolderCVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import { indicators, reasons } from '../ratings.generated.js';
import type { RatingContent, ServiceTicket } from './ratings.types.js';

/** name -> number */
const indicatorNumbers = new Map(Object.entries(indicators).map(([number, { name }]) => [name as string, Number(number)]));
const reasonNumbers = new Map(Object.entries(reasons).map(([number, name]) => [name as string, Number(number)]));

export class Ratings {
  readonly #core: Binding<HolderCVerb>;

  constructor(core: Binding<HolderCVerb>) {
    this.#core = core;
  }

  /** A service's ticket, verified against the loaded trust list. */
  readTicket(ticket: Uint8Array, nowUnixSeconds: number): Outcome<ServiceTicket> {
    return this.#core.ask('read_ticket', [ticket, nowUnixSeconds], json<ServiceTicket>);
  }

  /** The bytes for the city. Refuses what the city would refuse: rating/bad-rating, rating/bad-text. */
  writeRating(rating: RatingContent): Outcome<Uint8Array> {
    const asked = Object.entries(rating.indicators).map(([name, level]) => [indicatorNumbers.get(name), level] as const);
    const ticked = rating.reasons.map((name) => reasonNumbers.get(name));
    if (asked.some(([number]) => number === undefined) || ticked.some((number) => number === undefined)) return refused('rating/bad-rating');
    const byNumber = (asked as (readonly [number, number])[]).sort(([a], [b]) => a - b);
    return this.#core.ask('write_rating', [
      rating.service, rating.input, rating.output, rating.level, Uint8Array.from(([] as number[]).concat(...byNumber)),
      Uint8Array.from((ticked as number[]).sort((a, b) => a - b)), rating.text, rating.replyDigest,
    ], copied);
  }

  /** What may be published of a text: the same where nothing in it is a number of somebody's. Fault: rating/bad-text. */
  screenText(text: string): Outcome<string> {
    return this.#core.ask('screen_text', [text], utf8);
  }
}
