/** One page down from the code: whose it is, the passes that are left, how the program speaks and looks, the way out. */
import type { Problem } from '@citycode/client/api';
import { kLanguages, languageNames } from '@citycode/elements/languages';
import { dateTimeText, holderClassText, sceneLabel } from '@citycode/elements/phrases';
import { orderScenes } from '@citycode/elements/scene-order';
import { t } from '@citycode/elements/words';
import { StorageRefused } from '@citycode/holder/store';
import type { Wallet } from '@citycode/holder/wallet';
import { clockView, faultView, problemView, type FaultView } from '../fault-view.js';
import { currentLanguage, setLanguage, startLanguage } from '../language.js';
import { isLarge, openPhone, removeCode, type Phone } from '../phone.js';
import { page, Screen, type View } from '../screen.js';

interface Switched {
  readonly detail: { readonly value: boolean };
}

interface Tapped {
  readonly currentTarget: { readonly dataset: { readonly tag?: string } };
}

export class MoreScreen extends Screen {
  #phone: Phone | null = null;
  /** Why nothing here works. */
  #broken: FaultView | null = null;
  #stock: Awaited<ReturnType<Wallet['stock']>> | null = null;
  #isSure = false;
  #withCards = false;
  #isRemoving = false;
  /** Why nothing was removed. */
  #problem: Problem | null = null;
  #ends: (() => void)[] = [];

  override opened(): void {
    void this.#start();
  }

  override shown(): void {
    void this.#countPasses();
  }

  override closed(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  override view(): View {
    const { app, ageGroups, common } = t();
    const holder = this.#phone?.wallet.device?.holder;
    const isChild = holder?.ageGroup === 'child';
    const counts = this.#stock?.counts ?? new Map<string, number>();
    return {
      state: this.#broken ? 'broken' : this.#phone ? 'open' : 'starting',
      large: isLarge(this.#phone),
      broken: this.#broken,
      clock: clockView(this.#phone?.network.clockDifference ?? 0),
      hasCode: holder !== undefined,
      name: holder?.displayName ?? '',
      holderClass: holder ? [holderClassText(holder.holderClass), ...(isChild ? [ageGroups.child] : [])].join(' · ') : '',
      childNote: isChild ? app.childNote : '',
      hasStock: this.#stock !== null,
      passesUntil: this.#stock?.untilUnixSeconds ? app.passesUntil(dateTimeText(this.#stock.untilUnixSeconds)) : '',
      passesLeft: app.passesLeft([...counts.values()].reduce((sum, count) => sum + count, 0)),
      passes: orderScenes([...counts.keys()]).map((scope) => ({ scope, label: sceneLabel(scope), count: counts.get(scope) ?? 0 })),
      languages: kLanguages.map((tag) => ({ tag, name: languageNames[tag], isOn: tag === currentLanguage() })),
      isSure: this.#isSure,
      withCards: this.#withCards,
      isRemoving: this.#isRemoving,
      problem: this.#problem ? problemView(this.#problem) : null,
      words: {
        loading: common.loading, tryAgain: common.tryAgain, language: common.language, cancel: common.cancel,
        holder: app.holder, elderMode: app.elderMode, passesTitle: app.passesTitle,
        removeTitle: app.removeTitle, removeText: app.removeText, removeButton: app.removeButton, removeSure: app.removeSure, removeCards: app.removeCards,
        removeCardsToo: app.removeCardsToo, removeYes: app.removeYes,
      },
    };
  }

  // What the template calls.

  retry(): void {
    this.#broken = null;
    void this.#start();
  }

  switchLarge({ detail }: Switched): void {
    void this.#phone!.wallet.change({ elderMode: detail.value });
    this.draw();
  }

  async speak({ currentTarget }: Tapped): Promise<void> {
    const tag = kLanguages.find((each) => each === currentTarget.dataset.tag);
    if (!tag) return;
    await setLanguage(tag);
    this.#say();
  }

  askSure(): void {
    this.#isSure = true;
    this.draw();
  }

  switchCards({ detail }: Switched): void {
    this.#withCards = detail.value;
    this.draw();
  }

  keep(): void {
    this.#isSure = false;
    this.#withCards = false;
    this.#problem = null;
    this.draw();
  }

  async remove(): Promise<void> {
    if (this.#isRemoving) return;
    this.#isRemoving = true;
    this.draw();
    this.#problem = await removeCode(this.#phone!, { withCards: this.#withCards });
    this.#isRemoving = false;
    this.draw();
    if (this.#problem) return;
    void wx.reLaunch({ url: '/pages/code/index?removed=1' });
  }

  async #start(): Promise<void> {
    await startLanguage();   // a link may open this page first of all
    this.#say();
    try {
      this.#phone = await openPhone();
    } catch (cause) {
      this.#broken = faultView(cause instanceof StorageRefused ? cause.fault : 'internal/bug');
      return this.draw();
    }
    const { network } = this.#phone;
    this.#ends.push(network.on('change', () => this.draw()), network.on('passes', () => { void this.#countPasses(); }));
    this.draw();
    await this.#countPasses();
  }

  #say(): void {
    wx.setNavigationBarTitle({ title: t().app.more });
    this.draw();
  }

  async #countPasses(): Promise<void> {
    if (!this.#phone) return;
    this.#stock = await this.#phone.wallet.stock().catch(() => null);
    this.draw();
  }
}

export const more = (): void => page(() => new MoreScreen(), ['retry', 'switchLarge', 'speak', 'askSure', 'switchCards', 'keep', 'remove']);
