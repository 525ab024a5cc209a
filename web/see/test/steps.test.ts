import { describe, expect, it } from 'vitest';
import { problemOf, type Problem } from '@citycode/client/problem';
import type { FaultId, Outcome, Verdict } from '@citycode/wasm/types';
import type { Seen } from '../src/demo-scanner.js';
import { Photos } from '../src/photos.js';
import { kGate, kOtherScene, kPhotoAgeMs, Steps, type Stage } from '../src/steps.js';

const seen = (outcome: Verdict['outcome'], fault: FaultId | null = null): Outcome<Seen> => ({ ok: { tookMs: 12, verdict: { outcome, fault } as Verdict } });

/** A phone whose code is a number that rolls on, and a scanner that answers what the test tells it. */
class Bench implements Stage<string> {
  nowMs = 0;
  readonly photos = new Photos<string>();
  readonly said: string[] = [];
  answers: Outcome<Seen>[] = [];
  lostProblem: Problem | null = null;
  listProblem: Problem | null = null;
  passProblem: Problem | null = null;
  isOn = true;
  #passes = 1;

  readonly screen = (): string | null => (this.isOn ? `pass ${this.#passes} at ${Math.floor(this.nowMs / 5000) * 5}` : null);
  readonly photoOfAge = (ageMs: number): string | null => this.photos.ofAge(ageMs, this.nowMs)?.picture ?? null;
  readonly untilPhotoOfAge = (ageMs: number): number | null => this.photos.untilAge(ageMs, this.nowMs);
  readonly wait = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) throw new DOMException('stopped', 'AbortError');
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) this.pass(Math.min(250, endMs - this.nowMs));
  };
  readonly freshPass = async (): Promise<Problem | null> => {
    if (this.passProblem) return this.passProblem;
    this.#passes += 1;
    this.said.push('fresh pass');
    return null;
  };
  readonly reportLost = async (): Promise<Problem | null> => { this.said.push('lost'); return this.lostProblem; };
  readonly fetchLists = async (): Promise<Problem | null> => { this.said.push('lists'); return this.listProblem; };
  readonly read = async (picture: string, scene: string): Promise<Outcome<Seen>> => {
    this.said.push(`${picture} before ${scene}`);
    return this.answers.shift() ?? seen('valid');
  };
  readonly tellWait = (seconds: number | null): void => { if (this.said.at(-1) !== `wait ${seconds}`) this.said.push(`wait ${seconds}`); };
  readonly tellSeen = ({ verdict }: Seen): void => { this.said.push(verdict.fault ?? verdict.outcome); };

  /** Time goes on, and with it the phone's code, of which a photo is taken. */
  pass(ms: number): void {
    const before = Math.floor(this.nowMs / 5000);
    this.nowMs += ms;
    if (Math.floor(this.nowMs / 5000) !== before) this.photos.add(this.screen()!, this.nowMs);
  }
}

function begun(): { bench: Bench; steps: Steps<string>; signal: AbortSignal; ending: AbortController } {
  const bench = new Bench();
  bench.photos.add(bench.screen()!, 0);
  const ending = new AbortController();
  return { bench, steps: new Steps(bench), signal: ending.signal, ending };
}

describe('the steps', () => {
  it('hold the phone as it is before the gate, and after it was let in with a fresh pass', async () => {
    const { bench, steps, signal } = begun();
    expect(await steps.run('scan', signal)).toBeNull();
    expect(await steps.run('scan', signal)).toBeNull();
    expect(bench.said).toEqual([`pass 1 at 0 before ${kGate}`, 'valid', 'fresh pass', `pass 2 at 0 before ${kGate}`, 'valid']);
  });

  it('show the same pass again where it was refused, and say of no verdict what it is', async () => {
    const { bench, steps, signal } = begun();
    bench.answers = [seen('invalid', 'revocation/revoked'), seen('undecided', 'trust/too-old')];
    await steps.run('scan', signal);
    await steps.run('scan', signal);
    expect(bench.said).toEqual([`pass 1 at 0 before ${kGate}`, 'revocation/revoked', `pass 1 at 0 before ${kGate}`, 'trust/too-old']);
  });

  it('hold the same code before another scene’s scanner, which uses nothing up', async () => {
    const { bench, steps, signal } = begun();
    await steps.run('other', signal);
    await steps.run('scan', signal);
    expect(bench.said.filter((word) => word.includes('before'))).toEqual([`pass 1 at 0 before ${kOtherScene}`, `pass 1 at 0 before ${kGate}`]);
  });

  it('let the person in before the photo of their code comes, and wait until it is old enough', async () => {
    const { bench, steps, signal } = begun();
    bench.answers = [seen('valid'), seen('invalid', 'replay/seen')];
    await steps.run('photo', signal);
    expect(bench.nowMs).toBe(kPhotoAgeMs);
    expect(bench.screen()).toBe('pass 1 at 10');
    expect(bench.said).toEqual([`pass 1 at 0 before ${kGate}`, 'valid', ...[8, 7, 6, 5, 4, 3, 2, 1].map((n) => `wait ${n}`), 'wait null', `pass 1 at 0 before ${kGate}`, 'replay/seen']);
  });

  it('show a photo at once where one is old enough and the person is in', async () => {
    const { bench, steps, signal } = begun();
    for (let i = 0; i < 4; i += 1) bench.pass(5000);
    await steps.run('scan', signal);
    bench.said.length = 0;
    await steps.run('photo', signal);
    expect(bench.nowMs).toBe(20_000);
    expect(bench.said).toEqual(['wait null', `pass 1 at 10 before ${kGate}`, 'valid']);   // what the scanner says is said, whatever it is
  });

  it('show no photo of a person whom the gate could not read', async () => {
    const { bench, steps, signal } = begun();
    bench.answers = [{ fault: 'image/no-code' }];
    expect(await steps.run('photo', signal)).toBe('image/no-code');
    expect(bench.said).toHaveLength(1);
  });

  it('stop while they wait, and say that nothing is waited for', async () => {
    const { bench, steps, ending, signal } = begun();
    await steps.run('scan', signal);
    ending.abort();
    await expect(steps.run('photo', signal)).rejects.toThrow('stopped');
    expect(bench.said.at(-1)).toBe('wait null');
  });

  it('tell the city first, then fetch the lists, then show the lost phone', async () => {
    const { bench, steps, signal } = begun();
    bench.answers = [seen('invalid', 'revocation/revoked')];
    expect(await steps.run('lost', signal)).toBeNull();
    expect(bench.said).toEqual(['lost', 'lists', `pass 1 at 0 before ${kGate}`, 'revocation/revoked']);
  });

  it('show nothing where the city was not told, or gave no list', async () => {
    const { bench, steps, signal } = begun();
    bench.lostProblem = problemOf('env/offline');
    expect(await steps.run('lost', signal)).toBe(bench.lostProblem);
    bench.lostProblem = null;
    bench.listProblem = problemOf('request/too-many');
    expect(await steps.run('lost', signal)).toBe(bench.listProblem);
    expect(bench.said).toEqual(['lost', 'lost', 'lists']);
  });

  it('begin with a new phone as if nobody was let in, and say why a fresh pass is not to be had', async () => {
    const { bench, steps, signal } = begun();
    await steps.run('scan', signal);
    bench.passProblem = problemOf('env/no-passes-left');
    expect(await steps.run('scan', signal)).toBe(bench.passProblem);
    steps.begin();
    expect(await steps.run('scan', signal)).toBeNull();
  });

  it('read no screen that shows nothing', async () => {
    const { bench, steps, signal } = begun();
    bench.isOn = false;
    expect(await steps.run('other', signal)).toBe('image/no-code');
    expect(bench.said).toEqual([]);
  });
});

describe('photos of a screen', () => {
  it('are found by their age: the youngest that is so old', () => {
    const photos = new Photos<string>();
    expect([photos.ofAge(0, 5), photos.untilAge(10_000, 5)]).toEqual([null, null]);
    for (const [picture, takenAtMs] of [['a', 0], ['b', 5000], ['c', 10_000]] as const) photos.add(picture, takenAtMs);
    expect(photos.ofAge(10_000, 9999)).toBeNull();
    expect(photos.untilAge(10_000, 9999)).toBe(1);
    expect(photos.ofAge(10_000, 16_000)?.picture).toBe('b');
    expect(photos.untilAge(10_000, 16_000)).toBe(0);
    photos.forget();
    expect(photos.ofAge(0, 20_000)).toBeNull();
  });

  it('are few: the oldest go', () => {
    const photos = new Photos<number>();
    for (let i = 0; i < 100; i += 1) photos.add(i, i * 5000);
    expect(photos.untilAge(1e9, 100 * 5000)).toBe(1e9 - 6 * 5000);
    expect(photos.ofAge(10_000, 99 * 5000)?.picture).toBe(97);
  });
});
