/** Every facade over one verifier of a module, for hosts that play every role: the worker, Node. A page's own code takes the facade that it needs. */
import type { Binding } from './binding.js';
import { Holder } from './facades/holder.js';
import { Log } from './facades/log.js';
import { Portal } from './facades/portal.js';
import { Ratings } from './facades/ratings.js';
import { SymbolReader } from './facades/reader.js';
import { Seeds } from './facades/seeds.js';
import { Tokens } from './facades/tokens.js';
import { Verifier } from './facades/verifier.js';

export class CityCore {
  readonly holder: Holder;
  readonly verifier: Verifier;
  readonly reader: SymbolReader;
  readonly portal: Portal;
  readonly ratings: Ratings;
  readonly tokens: Tokens;
  readonly seeds: Seeds;
  readonly log: Log;
  readonly #binding: Binding;

  constructor(binding: Binding) {
    this.#binding = binding;
    this.holder = new Holder(binding);
    this.verifier = new Verifier(binding);
    this.reader = new SymbolReader(binding);
    this.portal = new Portal(binding);
    this.ratings = new Ratings(binding);
    this.tokens = new Tokens(binding);
    this.seeds = new Seeds(binding);
    this.log = new Log(binding);
  }

  /** Ends its verifier: keys are wiped, memory is free. What works on a verifier is refused from then on. */
  close(): void {
    this.#binding.close();
  }
}
