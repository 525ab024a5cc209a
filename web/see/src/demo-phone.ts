/** The phone of a demo citizen: enrolled with the city and with passes from it, like any other, and gone with the page. */
import { askJson, type Answer, type Problem } from '@citycode/client/api';
import { CodeClock } from '@citycode/holder/code-clock';
import { MemoryStore } from '@citycode/holder/memory-store';
import { Presenter, type ShownCode } from '@citycode/holder/presenter';
import { walletOver } from '@citycode/holder/page-wallet';
import type { Wallet } from '@citycode/holder/wallet';
import type { Outcome } from '@citycode/wasm/types';

interface DemoCitizen {
  readonly id: string;
  readonly displayName: string;
  readonly ageGroup: string;
}

/** Somebody pressed a button. */
const kPressed = { atOnce: true };

const postJson = <T>(path: string, body: unknown): Promise<Answer<T>> => askJson<T>(path, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
}, kPressed);

export class DemoPhone {
  #clock: CodeClock | null = null;
  #isLost = false;

  private constructor(readonly name: string, readonly scope: string, private readonly wallet: Wallet) {}

  /** Enrols a new phone and fetches its passes. An elder's, whose fare says more than that a pass is good. */
  static async begin(scope: string): Promise<Answer<DemoPhone>> {
    const list = await askJson<{ citizens: readonly DemoCitizen[] }>('/v1/demo/citizens', {}, kPressed);
    if (!list.ok) return { problem: list.problem };
    const { citizens } = list.ok;
    const citizen = citizens.find(({ ageGroup }) => ageGroup === 'elder') ?? citizens[0]!;
    const made = await postJson<{ enrolmentCode: string }>('/v1/demo/enrolment-codes', { citizenId: citizen.id });
    if (!made.ok) return { problem: made.problem };
    const wallet = walletOver(new MemoryStore(), { now: () => Date.now(), origin: location.origin });
    const problem = await wallet.enrol(made.ok.enrolmentCode) ?? (await wallet.replenish(kPressed)).problem;
    return problem ? { problem } : { ok: new DemoPhone(citizen.displayName, scope, wallet) };
  }

  /** Opens the scene, as a person does: with a fresh pass. `onCode` is told of its code now and of each that follows. */
  open(onCode: (outcome: Outcome<ShownCode>) => void): void {
    this.close();
    this.#clock = new CodeClock(new Presenter(this.scope, this.wallet), onCode);
    this.#clock.start();
    if (!this.#isLost) void this.wallet.replenish();   // asks when few are left
  }

  close(): void {
    this.#clock?.stop();
    this.#clock = null;
  }

  /** The city withdraws this phone's passes. It goes on showing them, as in the hands of whoever found it. */
  async reportLost(): Promise<Problem | null> {
    if (this.#isLost) return null;
    const problem = await this.wallet.reportLost();
    this.#isLost = !problem;
    return problem;
  }
}
