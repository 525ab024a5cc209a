/** From a browser's frame to a verdict, in one trip: what only a worker does. */
import { refused, type Outcome } from '../outcome.js';
import type { SymbolReader } from '../facades/reader.js';
import type { ScanAnswer } from '../facades/reader.types.js';
import type { Verifier } from '../facades/verifier.js';
import type { Verdict } from '../facades/verifier.types.js';
import { placeFrame } from './frame-pixels.js';
import type { Frame, FrameRequest } from './messages.js';
import { partOf } from './seen-part.js';

/** All that the core looks for at most (kMaxSymbolsPerImage): a verdict is about the only code in view, so all are looked at. */
const kAllInView = 16;

export class Eye {
  constructor(private readonly reader: SymbolReader, private readonly verifier: Verifier) {}

  async scanVideoFrame(frame: Frame, request: FrameRequest): Promise<Outcome<ScanAnswer>> {
    try {
      const takenMs = performance.now();
      const placed = await placeFrame(this.reader, frame);
      if (!placed) return refused('image/bad-size');
      const { shape, offsetBytes, turn } = placed;
      const part = request.seen ? partOf(request.seen, shape.widthPx, shape.heightPx, turn) : undefined;
      if (part === null) return { ok: { symbols: [], verdict: null } };   // nobody sees anything of it
      const found = this.reader.scanFrameBuffer({
        ...shape, effort: request.effort ?? 'frame', maxSymbols: request.verify ? kAllInView : request.maxSymbols ?? 1, takenMs,
        ...(part && { part }),
      }, offsetBytes);
      if (!found.ok) return refused(found.fault!);
      const symbol = found.ok[0];
      let verdict: Verdict | null = null;
      if (symbol && request.verify) {
        const answer = this.verifier.verifyCode(symbol.bytes, request.verify);
        if (!answer.ok) return refused(answer.fault!);
        verdict = answer.ok;
      }
      return { ok: { symbols: found.ok, verdict } };
    } finally {
      if ('close' in frame) frame.close();
    }
  }
}
