import { describe, expect, it } from 'vitest';
import {
  asRefused, asSent, atOnce, kLaterWithinMs, kRefusalKeptMs, kReplyKeptMs, laterMs, newRecord, nextStep, rebased, stageOf, withOpinion, withToken, withWritten,
  type RatingRecord,
} from '../../src/ratings/rating-steps.js';
import { bytesOf, complaint, content, kDay, kNowMs, slip } from './support.js';

const begun = (): RatingRecord => newRecord(bytesOf('slip'), slip(), { input: new Uint8Array(32).fill(1), blind: new Uint8Array(64).fill(2) });
const token = new Uint8Array(64).fill(3);
const secret = new Uint8Array(32).fill(4);
const endMs = slip().expiresUnixSeconds * 1000;
const rated = (delayMs = 1000): RatingRecord => withOpinion(withToken(begun(), token), content, null, kNowMs, delayMs)!;

describe('a service that may be rated', () => {
  it('goes from slip to token to rating to sent to nothing', () => {
    let record = begun();
    expect([stageOf(record), nextStep(record, kNowMs)]).toEqual(['ticket', 'token']);
    record = withToken(record, token);
    expect([stageOf(record), nextStep(record, kNowMs)]).toEqual(['token', 'wait']);
    record = withOpinion(record, content, null, kNowMs, 1000)!;
    expect([stageOf(record), nextStep(record, kNowMs)]).toEqual(['rated', 'write']);
    record = withWritten(record, bytesOf('rating'));
    expect([kNowMs + 999, kNowMs + 1000].map((at) => nextStep(record, at))).toEqual(['wait', 'send']);
    record = asSent(record, false);
    expect([stageOf(record), nextStep(record, kNowMs)]).toEqual(['sent', 'wait']);
    expect([endMs - 1, endMs].map((at) => nextStep(record, at))).toEqual(['wait', 'forget']);
  });

  it('may be rated before the token is there', () => {
    const record = withOpinion(begun(), content, null, kNowMs, 0)!;
    expect([stageOf(record), nextStep(record, kNowMs)]).toEqual(['rated', 'token']);
    expect(withWritten(record, bytesOf('too early'))).toBe(record);
    expect(nextStep(withToken(record, token), kNowMs)).toBe('write');
  });

  it('does each thing once: the second time changes nothing', () => {
    const once = withToken(begun(), token);
    expect(withToken(once, new Uint8Array(64).fill(9))).toBe(once);
    expect(once.open!.blind, 'of no use any more').toBeNull();
    expect(withOpinion(rated(), complaint, secret, kNowMs, 0)).toBeNull();
    const written = withWritten(rated(), bytesOf('first'));
    expect(withWritten(written, bytesOf('second'))).toBe(written);
    const sent = asSent(written, false);
    for (const again of [asSent(sent, true), asRefused(sent, 'rating/spent'), withToken(sent, token), withWritten(sent, bytesOf('x')), atOnce(sent, kNowMs)]) expect(again).toBe(sent);
    expect(withOpinion(sent, content, null, kNowMs, 0)).toBeNull();
  });

  it('leaves nothing of what was said and of the token once it is sent', () => {
    const kept = withWritten(withOpinion(withToken(begun(), token), complaint, secret, kNowMs, 0)!, bytesOf('rating'));
    expect(asSent(kept, true)).toMatchObject({ open: null, replySecret: secret });
    expect(asSent(kept, false)).toMatchObject({ open: null, replySecret: null });
    expect(asRefused(kept, 'rating/spent')).toMatchObject({ open: null, replySecret: null, refusal: 'rating/spent' });
    expect([endMs, endMs + kReplyKeptMs - 1, endMs + kReplyKeptMs].map((at) => nextStep(asSent(kept, true), at))).toEqual(['wait', 'wait', 'forget']);
  });

  it('is over with its slip, and says so for a week', () => {
    expect([endMs - 1, endMs].map((at) => nextStep(begun(), at))).toEqual(['token', 'expire']);
    expect([endMs - 1, endMs].map((at) => nextStep(withToken(begun(), token), at))).toEqual(['wait', 'expire']);
    expect(nextStep(withWritten(rated(), bytesOf('r')), endMs + kDay * 1000), 'what was said in time is sent').toBe('send');
    const over = asRefused(begun(), 'ticket/expired');
    expect([endMs, endMs + kRefusalKeptMs].map((at) => nextStep(over, at))).toEqual(['wait', 'forget']);
  });
});

describe('when it is sent', () => {
  it('is anywhere in a day, by the dice', () => {
    expect([0, 2 ** 31, 2 ** 32 - 1].map(laterMs)).toEqual([0, kLaterWithinMs / 2, kLaterWithinMs - 1]);
  });

  it('is now when the person wants it, and never later than it was', () => {
    expect(atOnce(rated(5000), kNowMs + 10).open!.sendAtMs).toBe(kNowMs + 10);
    expect(atOnce(rated(5000), kNowMs + 9000).open!.sendAtMs).toBe(kNowMs + 5000);
  });

  it('waits no week longer because the clock was a week ahead', () => {
    const week = 7 * kDay * 1000;
    const ahead = withOpinion(withToken(begun(), token), content, null, kNowMs + week, 1000)!;
    expect(rebased(ahead, kNowMs).open).toMatchObject({ ratedAtMs: kNowMs, sendAtMs: kNowMs + 1000 });
    expect(rebased(ahead, kNowMs + week)).toBe(ahead);
    expect(rebased(begun(), 0)).toMatchObject({ id: slip().ticketId });
  });
});
