/**
 * A code of another system, or of the city's that is no person's, is worth a verdict only when somebody holds it up: a poster that passes through the
 * picture, or a bogus short symbol that a reader finds inside a real one, is not. Codes of ours never wait.
 */
import type { ScanAnswer, Verdict } from '@citycode/wasm/types';

/** The same code in so many frames, 0.13 s of a camera: held up, and not passing through. */
const kSteadyFrames = 4;
/** Frames without any symbol that a shaking hand may have in between. */
const kPatientFrames = 15;

const kNotOurs = new Set(['code/not-city-code', 'code/too-long', 'code/venue-sheet', 'code/portal-request', 'code/list-part', 'code/enrolment']);

export class ForeignCodeFilter {
  #text = '';
  #frames = 0;
  #empty = 0;

  reset(): void {
    this.#text = '';
    this.#frames = 0;
    this.#empty = 0;
  }

  emptyFrame(): void {
    if (++this.#empty > kPatientFrames) this.reset();
  }

  shouldWait(answer: ScanAnswer, verdict: Verdict): boolean {
    if (!verdict.fault || !kNotOurs.has(verdict.fault)) {
      this.reset();
      return false;
    }
    const text = answer.symbols.map(({ bytes }) => bytes.join()).sort().join('|');
    this.#frames = text === this.#text ? this.#frames + 1 : 1;
    this.#text = text;
    this.#empty = 0;
    return this.#frames < kSteadyFrames;
  }
}
