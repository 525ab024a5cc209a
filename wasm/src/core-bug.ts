/** A broken promise inside the core, never bad input. The module is of no use afterwards: load a new one. */
export class CoreBug extends Error {
  override readonly name = 'CoreBug';
}
