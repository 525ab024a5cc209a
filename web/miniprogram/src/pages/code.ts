/** The first page: the code, or what stands in its way. */
import { isAway, type Problem } from '@citycode/client/api';
import { startCore } from '@citycode/client/core';
import { groupTyped, readTyped, type TypedCode } from '@citycode/elements/enrolment-code';
import { attributeLabel, faultText, localName, momentText, sceneLabel } from '@citycode/elements/phrases';
import { orderScenes } from '@citycode/elements/scene-order';
import { t } from '@citycode/elements/words';
import { lacksPasses, OpenScene } from '@citycode/holder/open-scene';
import { StorageRefused } from '@citycode/holder/store';
import { holdScreen, releaseScreen } from '../bright.js';
import { SymbolCanvas } from '../canvas.js';
import { city } from '../city.js';
import { canRunCore } from '../core.js';
import { clockView, faultView, problemView, type FaultView } from '../fault-view.js';
import { goTo, heldPlace, heldQuestion, holdPlace, takeSaid } from '../held.js';
import { startLanguage } from '../language.js';
import { isLarge, openPhone, removeCode, type Phone } from '../phone.js';
import { page, Screen, type View } from '../screen.js';
import { isOldApp } from '../version.js';

type State = 'starting' | 'broken' | 'enrol' | 'replace' | 'code';

interface Tapped {
  readonly currentTarget: { readonly dataset: { readonly scope?: string } };
}

export class CodeScreen extends Screen {
  #state: State = 'starting';
  #phone: Phone | null = null;
  /** Why nothing here works. */
  #broken: FaultView | null = null;
  /** The web app's address, where this program cannot run. */
  #elsewhere = false;

  #typed = '';
  #mistake: Exclude<TypedCode, { kind: 'code' }> | null = null;
  #problem: Problem | null = null;
  #busy: '' | 'enrolling' | 'fetching' = '';
  #removed = false;
  /** A sentence about the link that opened the program. */
  #note: FaultView | null = null;
  #offered = '';

  #scene: OpenScene | null = null;
  /** The place's record ended while its code was shown: until the person chooses, no other code stands there. */
  #isPlaceOver = false;
  #full = false;
  #isSeen = false;
  #canvas: SymbolCanvas | null = null;
  #ends: (() => void)[] = [];

  override opened({ removed }: { readonly removed?: string }): void {
    this.#removed = removed === '1';
    void this.#start();
  }

  override ready(): void {
    this.#canvas = new SymbolCanvas(this.host!, '#code');
    void this.#paint();
  }

  override shown(): void {
    this.#isSeen = true;
    if (wx.canIUse('setVisualEffectOnCapture')) wx.setVisualEffectOnCapture({ visualEffect: 'hidden' });   // no copy of the code in somebody's album
    this.#takeSaid();
    if (this.#state === 'code' && !this.#isPlaceOver && (!this.#scene!.scope || this.#scene!.place !== heldPlace())) this.#scene!.openFirst(heldPlace());
    this.#scene?.look();   // the code of before stays where it was: coming back costs no pass
    void this.#paint();
    if (this.#state !== 'starting') wx.setNavigationBarTitle({ title: t().app.title });   // in another language than before, maybe
    this.draw();
  }

  override hidden(): void {
    this.#isSeen = false;
    this.#closeFull();
    if (wx.canIUse('setVisualEffectOnCapture')) wx.setVisualEffectOnCapture({ visualEffect: 'none' });
    void this.#canvas?.clear();   // the task switcher's picture
  }

  override closed(): void {
    this.hidden();
    this.#scene?.stop();
    for (const end of this.#ends.splice(0)) end();
  }

  override view(): View {
    if (this.#state === 'starting') return { state: 'starting' };
    const words = t();
    const wallet = this.#phone?.wallet;
    const place = heldPlace();
    const { scope = '', shown = null, fault = null, scopes = [] } = this.#scene ?? {};
    return {
      state: this.#state,
      large: isLarge(this.#phone),
      isDemo: this.#phone?.network.demo === true,
      away: this.#phone?.network.away === true,
      broken: this.#broken,
      address: this.#elsewhere ? `${city().origin}/app/` : '',
      note: this.#note,
      problem: this.#problem && !this.#busy && !this.#mistake ? problemView(this.#problem) : null,
      mistake: this.#mistakeText(),
      removed: this.#removed,
      waiting: heldQuestion() ? words.app.enrolThen(heldQuestion()!.name) : '',
      typed: this.#typed,
      busy: this.#busy,
      scene: sceneLabel(scope),
      chips: scopes.map((each) => ({ scope: each, label: sceneLabel(each), isOn: each === scope })),
      fault: this.#isPlaceOver ? faultView('time/expired', 'place') : fault ? faultView(fault, null, this.#phone?.network.away && lacksPasses(fault) ? faultText('env/offline').what : '') : null,
      canFetch: !this.#isPlaceOver && lacksPasses(fault),
      notices: this.#notices(),
      hasCode: shown !== null && fault === null,
      full: this.#full,
      placeName: place ? words.places.onlyFor(localName(place.venue.name)) : '',
      willSee: this.#willSee(),
      lives: shown ? words.app.lives(momentText(shown.slotUnixSeconds * 1000)) : '',
      imageName: words.code.imageName(sceneLabel(scope)),
      replaceText: words.app.replaceText(wallet?.device?.holder.displayName ?? ''),
      words: {
        offline: words.app.offline, demo: words.common.demo, tryAgain: words.common.tryAgain, close: words.common.close, more: words.app.more, scan: words.chat.scan, rate: words.chat.rate,
        enrolTitle: words.enrol.title, enrolLead: words.app.enrolLead, enrolLabel: words.app.enrolLabel, enrolHint: words.enrol.hint, enrolWhere: words.app.enrolWhere, errorTitle: words.enrol.errorTitle,
        enrol: this.#busy === 'enrolling' ? words.app.enrolling : this.#busy === 'fetching' ? words.app.fetchingPasses : words.app.enrolButton,
        removed: words.app.removed, replaceTitle: words.app.replaceTitle, replaceYes: words.app.replaceYes, replaceNo: words.app.replaceNo,
        scenes: words.app.scenes, fullScreen: words.app.fullScreen, brightness: words.app.brightness, leave: words.places.leave,
        fetch: this.#phone?.network.fetching ? words.app.fetchingPasses : words.app.fetchNow, preparing: words.code.preparing,
        address: words.chat.address, copyAddress: words.chat.copyAddress,
      },
    };
  }

  // What the template calls.

  retry(): void {
    this.#broken = null;
    this.#state = 'starting';
    this.draw();
    void this.#start();
  }

  copyAddress(): void {
    wx.setClipboardData({ data: `${city().origin}/app/` });
  }

  type(event: { readonly detail: { readonly value: string } }): string {
    this.#typed = groupTyped(event.detail.value);
    return this.#typed;
  }

  submit(): void {
    if (this.#busy) return;
    const read = readTyped(this.#typed);
    this.#mistake = read.kind === 'code' ? null : read;
    if (read.kind === 'code') void this.#enrol(read.code);
    this.draw();
  }

  choose({ currentTarget }: Tapped): void {
    const { scope } = currentTarget.dataset;
    if (!scope) return;
    this.#isPlaceOver = false;
    this.#scene!.place = heldPlace();
    this.#scene!.open(scope);
  }

  toggleFull(): void {
    if (this.#full) this.#closeFull();
    else if (this.#scene?.shown) {
      this.#full = true;
      holdScreen();
      this.draw();
      void this.#paint();
    }
  }

  async fetchPasses(): Promise<void> {
    await this.#phone?.network.press();
    this.#scene?.again();
  }

  leavePlace(): void {
    holdPlace(null);
    void this.#phone?.wallet.visit(null).catch(() => undefined);   // they expire within the day
    this.#scene!.openFirst(null);
  }

  useNew(): void {
    void this.#replace();
  }

  keepOld(): void {
    this.#offered = '';
    this.#state = 'code';
    this.#scene!.openFirst(heldPlace());
    this.draw();
  }

  openScan(): void { void wx.navigateTo({ url: '/pages/scan/index' }); }
  openMore(): void { void wx.navigateTo({ url: '/pages/more/index' }); }
  openRate(): void { void wx.navigateTo({ url: '/pages/rate/index' }); }

  async #start(): Promise<void> {
    await startLanguage();
    wx.setNavigationBarTitle({ title: t().app.title });
    const { noModule, oldApp } = t().chat;
    if (isOldApp()) return this.#break({ ...oldApp, id: t().common.faultId('env/module-not-loaded') }, true);
    if (!canRunCore()) return this.#break({ ...noModule, id: t().common.faultId('env/module-not-loaded') }, true);
    try {
      await startCore();
    } catch (_) {
      return this.#break(faultView('env/module-not-loaded'));
    }
    try {
      this.#phone = await openPhone();
    } catch (cause) {
      return this.#break(faultView(cause instanceof StorageRefused ? cause.fault : 'internal/bug'));
    }
    const { network, wallet } = this.#phone;
    const scene = this.#scene = this.#openScene(this.#phone);
    this.#ends.push(network.on('change', () => this.draw()), network.on('passes', () => scene.passesCame()));
    this.#state = wallet.device ? 'code' : 'enrol';
    if (wallet.device) this.#scene!.openFirst(heldPlace());
    this.#takeSaid();
    this.draw();
  }

  #break(fault: FaultView, elsewhere = false): void {
    this.#state = 'broken';
    this.#broken = fault;
    this.#elsewhere = elsewhere;
    this.draw();
  }

  /** What a link said that opened the program, once the phone is there. */
  #takeSaid(): void {
    if (!this.#phone) return;
    const said = takeSaid();
    if (!said) return;
    this.#note = null;
    const { chat, common } = t();
    switch (said.kind) {
      case 'other-city':
        this.#note = { ...chat.otherCity, id: common.faultId('code/not-city-code') };
        break;
      case 'enrol':
        void this.#offer(said.code);
        break;
      case 'place':
      case 'ticket':
        goTo(said, (next) => wx.navigateTo(next));
        break;
      case 'nothing':
    }
  }

  async #offer(code: string): Promise<void> {
    this.#typed = groupTyped(code);
    this.#mistake = null;
    this.#problem = null;
    if (!this.#phone!.wallet.device) {
      this.#state = 'enrol';
    } else if (await this.#phone!.cameWith(this.#typed)) {
      this.#note = { what: t().chat.sameCode, next: '', id: '' };
    } else {
      this.#offered = this.#typed;
      this.#scene!.stop();
      this.#state = 'replace';
    }
    this.draw();
  }

  async #enrol(code: string): Promise<void> {
    const { wallet, network } = this.#phone!;
    this.#busy = 'enrolling';
    this.#problem = null;
    this.#removed = false;
    this.#note = null;
    this.draw();
    this.#problem = await wallet.enrol(code);
    if (!this.#problem) {
      await this.#phone!.remember(code);
      this.#busy = 'fetching';
      this.draw();
      await network.fetchPasses({ atOnce: true });
      this.#state = 'code';
      this.#typed = '';
      if (heldQuestion()) void wx.navigateTo({ url: '/pages/asked/index' });   // who asked is answered first
      else this.#scene!.openFirst(heldPlace());
    } else if (isAway(this.#problem)) network.away = true;
    this.#busy = '';
    this.draw();
  }

  async #replace(): Promise<void> {
    const offered = this.#offered;
    const problem = await removeCode(this.#phone!);
    if (!problem) return goTo({ kind: 'enrol', code: offered }, () => undefined);   // to a page with another phone
    this.#note = problemView(problem);
    this.draw();
  }

  /** Of the phone that is open now. */
  #openScene({ wallet, network }: Phone): OpenScene {
    return new OpenScene({
      wallet, network, order: orderScenes, isCovered: () => !this.#isSeen,
      changed: () => {
        this.draw();
        void this.#paint();
      },
      placeEnded: () => {
        this.#isPlaceOver = true;
        holdPlace(null);
        void wallet.visit(null).catch(() => undefined);
        this.draw();
        void this.#paint();
      },
    });
  }

  async #paint(): Promise<void> {
    if (!this.#canvas || this.#state !== 'code') return;
    const { shown } = this.#scene!;
    if (!shown || !this.#isSeen) return this.#canvas.clear();
    const fault = await this.#canvas.draw(shown.text);
    if (!fault) return;
    this.#scene!.fault = fault;
    this.draw();
  }

  #closeFull(): void {
    if (!this.#full) return;
    this.#full = false;
    releaseScreen();
    this.draw();
    void this.#paint();
  }

  #willSee(): string {
    const shown = this.#scene?.shown;
    if (!shown) return '';
    const names = shown.contents.names.map(attributeLabel);
    return names.length > 0 ? t().app.willSee(names.join(t().common.listSeparator)) : t().app.willSeeNothing;
  }

  #notices(): readonly FaultView[] {
    const { app } = t();
    const network = this.#phone?.network;
    if (!network) return [];
    const clock = clockView(network.clockDifference);
    const refused = network.problem ?? (this.#scene?.fault ? network.cityProblem : null);
    return [
      ...(clock ? [clock] : []),
      ...(refused && ['issue/quota-reached', 'request/clock-differs'].indexOf(refused.fault) < 0 ? [problemView(refused)] : []),
      ...(this.#scene?.shown?.reused && !this.#scene.fault ? [{ what: network.away ? app.reusedOffline : app.reusedOnline, next: '', id: '' }] : []),
    ];
  }

  #mistakeText(): string {
    const words = t().enrol;
    switch (this.#mistake?.kind) {
      case 'empty': return words.empty;
      case 'length': return words.length(this.#mistake.count);
      case 'characters': return words.characters(this.#mistake.characters);
      default: return '';
    }
  }
}

export const code = (): void => page(() => new CodeScreen(), [
  'retry', 'copyAddress', 'type', 'submit', 'choose', 'toggleFull', 'fetchPasses', 'leavePlace', 'useNew', 'keepOld', 'openScan', 'openMore', 'openRate',
]);
