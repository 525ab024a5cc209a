/** A module, its memory and one verifier in it: the only file that calls the module's exports. The facades stand on it. */
import { cVerbs, type ArgumentKind, type CArguments, type CoreModule, type CVerb, type RoleCVerb } from './c-verbs.js';
import { CoreBug } from './core-bug.js';
import { faultIds } from './faults.generated.js';
import { refused, type Outcome } from './outcome.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** include/citycode_abi.h: cc_version. Another major or minor number is another contract. */
const kContract = 3;   // 0.3.x

const kAlignment = 8;   // what malloc gives

/** Modules that stopped: none of their verifiers can be believed. */
const broken = new WeakSet<CoreModule>();

type Piece = Uint8Array | number | null;
const sizeOf = (piece: Piece): number => (piece !== null && typeof piece === 'object' ? piece.length : 0);
const aligned = (sizeBytes: number): number => Math.ceil(sizeBytes / kAlignment) * kAlignment;

const isOfVerifier = (verb: CVerb): boolean => (cVerbs[verb] as readonly ArgumentKind[])[0] === 'verifier';
/** What of a verb's arguments its caller gives. */
const given = (verb: CVerb): readonly ArgumentKind[] => (isOfVerifier(verb) ? cVerbs[verb].slice(1) : cVerbs[verb]);

/** A view of the module's answer: it lives until the next call. */
export type Answer = Uint8Array<ArrayBuffer>;

// What most answers are read as.
export const nothing = (): true => true;
export const copied = (answer: Answer): Uint8Array<ArrayBuffer> => answer.slice();
export const utf8 = (answer: Answer): string => decodeUtf8(answer);
export const json = <T>(answer: Answer): T => JSON.parse(decodeUtf8(answer)) as T;
export const words = (answer: Answer): DataView => new DataView(answer.buffer, answer.byteOffset, answer.byteLength);

/** `V`: the verbs that its module has. */
export class Binding<in V extends CVerb = CVerb> {
  readonly #module: CoreModule;
  /** Of the verifier that the verbs of this binding are about; other bindings of the same module have others. */
  readonly #verifier: number;

  /** Takes a module, checks its version, lets it test itself and opens a verifier. Throws CoreBug when one of them fails. */
  constructor(given: CoreModule<V>) {
    const module = (this.#module = given as CoreModule);
    const version = this.#run(() => module._cc_version());
    if (Math.floor(version / 100) !== kContract) throw this.#bug(`the module's version is ${version}`);
    if (this.#call('self_test', []) !== 0) throw this.#bug('the self-test failed');
    this.#verifier = this.#run(() => module._cc_verifier_open());
    if (this.#verifier === 0) throw this.#bug('no verifier to be had');
  }

  /** Ends the verifier: its keys are wiped, its memory is free for others of the module. Every verb that is about it is refused from then on. */
  close(): void {
    this.ask('verifier_close', [], nothing);
  }

  /** The answer as `read` takes it, or the fault. Bytes of which the verb takes a fixed number are request/malformed with another. */
  ask<W extends V | RoleCVerb, T>(verb: W, args: CArguments<W>, read: (answer: Answer) => T): Outcome<T> {
    const kinds = given(verb);
    const pieces = (args as readonly (Piece | string)[]).map((piece) => (typeof piece === 'string' ? encodeUtf8(piece) : piece));
    if (pieces.some((piece, i) => typeof kinds[i] === 'number' && piece !== null && sizeOf(piece) !== kinds[i])) return refused('request/malformed');
    const status = this.#call(verb, pieces);
    if (status !== 0) {
      const fault = faultIds[status - 1];
      if (fault === undefined || fault === 'internal/bug') throw this.#bug(`status ${status}`);
      return refused(fault);
    }
    const at = this.#module._cc_answer_data();
    return { ok: read(this.memory(at, this.#module._cc_answer_size())) };
  }

  /** A block of the module's memory to keep; null when there is not that much. */
  allocate(sizeBytes: number): number | null {
    return this.#run(() => this.#module._cc_alloc(sizeBytes)) || null;
  }

  free(address: number): void {
    this.#run(() => this.#module._cc_free(address));
  }

  /** Good until the next call: the memory grows, and is then another one. */
  memory(address: number, sizeBytes: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#module.wasmMemory.buffer, address, sizeBytes);
  }

  /** The one helper that lends memory: copies the bytes in, calls, wipes and frees. */
  #call(verb: CVerb, pieces: readonly Piece[]): number {
    const kinds = given(verb);
    const handle = isOfVerifier(verb) ? [this.#verifier] : [];
    const call = (rest: readonly number[]): number => this.#run(() => this.#module[`_cc_${verb}`](...handle, ...rest));
    if (kinds.every((kind) => kind === 'number')) return call(pieces as readonly number[]);

    const total = pieces.reduce<number>((sum, piece) => sum + aligned(sizeOf(piece)), 0);
    const base = this.allocate(total);
    if (base === null) throw this.#bug('out of memory');
    try {
      const passed: number[] = [];
      let at = base;
      pieces.forEach((piece, i) => {
        if (typeof piece === 'number') {
          passed.push(piece);
          return;
        }
        if (piece) this.memory(at, piece.length).set(piece);
        passed.push(piece ? at : 0, ...(kinds[i] === 'bytes' ? [sizeOf(piece)] : []));
        at += aligned(sizeOf(piece));
      });
      return call(passed);
    } finally {
      this.memory(base, total).fill(0);
      if (!broken.has(this.#module)) this.#module._cc_free(base);
    }
  }

  /** Calls into the module; a trap or an exception that should never leave it is a bug. */
  #run<T>(call: () => T): T {
    if (broken.has(this.#module)) throw new CoreBug('this core failed before: load a new one');
    try {
      return call();
    } catch (cause) {
      throw this.#bug('the module stopped', cause);
    }
  }

  #bug(what: string, cause?: unknown): CoreBug {
    broken.add(this.#module);
    return new CoreBug(what, { cause });
  }
}
