/** Every facade over one module, for hosts that play every role: the worker, Node. A page's own code takes the facade that it needs. */
import type { Binding } from './binding.js';
import { Holder } from './facades/holder.js';
import { Log } from './facades/log.js';
import { SymbolReader } from './facades/reader.js';
import { Tokens } from './facades/tokens.js';
import { Verifier } from './facades/verifier.js';

export class CityCore {
  readonly holder: Holder;
  readonly verifier: Verifier;
  readonly reader: SymbolReader;
  readonly tokens: Tokens;
  readonly log: Log;

  constructor(binding: Binding) {
    this.holder = new Holder(binding);
    this.verifier = new Verifier(binding);
    this.reader = new SymbolReader(binding);
    this.tokens = new Tokens(binding);
    this.log = new Log(binding);
  }
}
