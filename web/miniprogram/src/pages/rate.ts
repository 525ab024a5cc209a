/** Say how a service was: one at a time, and below it what waits on this phone. Opened with a slip, or for the list. */
import { asking, isAway, problemOf, type Problem } from '@citycode/client/api';
import { askCore } from '@citycode/client/core';
import { cleanText, kNoOpinion, lengthOf, opensCase, sentText, withIndicator, withLevel, withReason, type Opinion } from '@citycode/elements/cc-rating/opinion';
import { indicatorsOf, isLevel, kReasons, type IndicatorName, type LevelNumber } from '@citycode/elements/cc-rating/terms';
import { dateTimeText, faultText, localName } from '@citycode/elements/phrases';
import { t } from '@citycode/elements/words';
import { kLaterWithinMs, stageOf, type RatingRecord } from '@citycode/holder/ratings/rating-steps';
import { faultOf } from '@citycode/holder/ratings/sending';
import { StorageRefused } from '@citycode/holder/store';
import { ratingsOf } from '@citycode/wasm/client/ratings';
import { kMaxRatingTextChars } from '@citycode/wasm/limits';
import { levels } from '@citycode/wasm/ratings';
import type { FaultId } from '@citycode/wasm/types';
import { faultView, problemView, type FaultView } from '../fault-view.js';
import { takeTicket } from '../held.js';
import { startLanguage } from '../language.js';
import { isLarge, openPhone, type Phone } from '../phone.js';
import { page, Screen, type View } from '../screen.js';

type State = 'starting' | 'broken' | 'checking' | 'form' | 'thanks' | 'list';

interface Tapped {
  readonly currentTarget: { readonly dataset: { readonly id?: string; readonly level?: number; readonly name?: string } };
}

interface Written {
  readonly detail: { readonly value: string };
}

/** The best first: most people are content, and their thumb is done at once. */
const kShownLevels = [5, 4, 3, 2, 1] as const;
const kRatedLevels = [1, 2, 3, 4, 5] as const;

const wordOf = (level: LevelNumber): string => t().rating.levels[levels[level]];

export class RateScreen extends Screen {
  #state: State = 'starting';
  #phone: Phone | null = null;
  /** Why nothing here works. */
  #broken: FaultView | null = null;
  /** Why a slip cannot be used. */
  #fault: FaultId | null = null;
  #problem: Problem | null = null;
  #busy = false;
  #away = false;
  /** The slip that this page was opened with. */
  #ticket: Uint8Array<ArrayBuffer> | null = null;
  #ends: (() => void)[] = [];

  #records: readonly RatingRecord[] = [];
  /** The service that is rated, or was. */
  #record: RatingRecord | null = null;
  #opinion: Opinion = kNoOpinion;
  /** Whoever pressed without a level. */
  #lacksLevel = false;
  #isMoreOpen = false;
  /** The last thing that was written did not fit. */
  #isFull = false;
  /** A number of somebody's is in the text. */
  #hasNumber = false;
  /** What the program last put into the field: while somebody writes, the field alone has the text. */
  #fieldText = '';
  /** What was said goes as soon as it can, and not some time within a day. */
  #isDue = false;

  override opened(): void {
    this.#ticket = takeTicket();
    void this.#start();
  }

  override closed(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  override view(): View {
    const { app, common, rate, rating } = t();
    return {
      state: this.#state,
      large: isLarge(this.#phone),
      away: this.#away,
      broken: this.#broken,
      fault: this.#fault ? faultView(this.#fault) : null,
      problem: this.#problem ? problemView(this.#problem) : null,
      busy: this.#busy,
      form: this.#state === 'form' ? this.#form() : null,
      thanks: this.#state === 'thanks' ? this.#thanks() : null,
      services: this.#records.map((record) => this.#service(record)),
      words: {
        loading: common.loading, tryAgain: common.tryAgain, close: common.close, offline: app.offline,
        title: rate.title, checking: rate.checking, nobody: rate.nobody, tellsLater: rate.tellsLater, tellsNow: rate.tellsNow, sending: rate.sending,
        sendLater: rate.sendLater, sendNow: rate.sendNow, thanks: rate.thanks, listTitle: rate.listTitle, listEmpty: rate.listEmpty, remove: rate.remove,
        levelTitle: rating.levelTitle, choose: rating.choose, reasonsTitle: rating.reasonsTitle, more: rating.more, clear: rating.clear,
        textLabel: rating.textLabel, textWarning: rating.textWarning, full: rating.full,
      },
    };
  }

  // What the template calls.

  retry(): void {
    this.#state = 'starting';
    void this.#start();
  }

  choose({ currentTarget }: Tapped): void {
    const { level } = currentTarget.dataset;
    if (!isLevel(level)) return;
    this.#opinion = withLevel(this.#opinion, level);
    this.#lacksLevel = false;
    this.draw();
  }

  tick({ currentTarget }: Tapped): void {
    const reason = kReasons.find((each) => each === currentTarget.dataset.name);
    if (!reason) return;
    this.#opinion = withReason(this.#opinion, reason, this.#opinion.reasons.indexOf(reason) < 0);
    this.draw();
  }

  rateIndicator({ currentTarget }: Tapped): void {
    const { name, level } = currentTarget.dataset;
    if (isLevel(level)) this.#rateIndicator(name, level);
  }

  clearIndicator({ currentTarget }: Tapped): void {
    this.#rateIndicator(currentTarget.dataset.name, null);
  }

  toggleMore(): void {
    this.#isMoreOpen = !this.#isMoreOpen;
    this.#fieldText = this.#opinion.text;   // the field is made anew
    this.draw();
  }

  write({ detail }: Written): void {
    const text = cleanText(detail.value);
    this.#isFull = lengthOf(text) === kMaxRatingTextChars && lengthOf(detail.value) > kMaxRatingTextChars;
    this.#opinion = { ...this.#opinion, text };
    if (text !== detail.value) {
      // A value that the template has already changes nothing in the field: first it gets the field's own.
      this.#fieldText = detail.value;
      this.draw();
      this.#fieldText = text;
    }
    this.draw();
    void this.#lookForNumbers(text);
  }

  sendLater(): void {
    void this.#say(false);
  }

  sendNow(): void {
    void this.#say(true);
  }

  close(): void {
    this.#fault = null;
    this.draw();
  }

  rateThis({ currentTarget }: Tapped): void {
    const record = this.#find(currentTarget.dataset.id);
    if (record) this.#show(record);
  }

  sendThisNow({ currentTarget }: Tapped): void {
    const record = this.#find(currentTarget.dataset.id);
    if (record && !this.#busy) void this.#thank(record, true);
  }

  async removeThis({ currentTarget }: Tapped): Promise<void> {
    this.#fault = null;
    this.#problem = null;
    const record = this.#find(currentTarget.dataset.id);
    if (record) await this.#phone!.ratings.remove(record.id).catch((cause: unknown) => { this.#problem = problemOf(faultOf(cause)); });
    await this.#read();
  }

  async #start(): Promise<void> {
    await startLanguage();   // a link may open this page first of all
    wx.setNavigationBarTitle({ title: t().rate.title });
    this.draw();
    try {
      this.#phone = await openPhone();
    } catch (cause) {
      this.#state = 'broken';
      this.#broken = faultView(cause instanceof StorageRefused ? cause.fault : 'internal/bug');
      return this.draw();
    }
    const { parts } = asking();
    this.#away = !parts.online();
    this.#ends.push(
      parts.onOnline(() => this.#hearNetwork(false)), parts.onOffline(() => this.#hearNetwork(true)),
      this.#phone.ratings.onChange(() => { void this.#read(); }));
    if (this.#ticket) return this.#take(this.#ticket);
    this.#state = 'list';
    await this.#read();
  }

  async #take(ticket: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#state = 'checking';
    this.draw();
    const taken = await this.#phone!.ratings.take(ticket);
    if (taken.ok) this.#show(taken.ok);
    else {
      this.#fault = taken.fault!;
      this.#state = 'list';
    }
    await this.#read();
    await this.#askToken();
  }

  /** While there is a network. Who is refused one is told before they write much. */
  async #askToken(): Promise<void> {
    const problem = await this.#phone!.ratings.run();
    this.#away = problem !== null && isAway(problem);
    await this.#read();
    if (this.#state !== 'form' || !this.#record?.refusal) return;
    this.#fault = this.#record.refusal;
    this.#state = 'list';
    this.draw();
  }

  #hearNetwork(away: boolean): void {
    this.#away = away;
    this.draw();
  }

  #show(record: RatingRecord): void {
    if (record.id !== this.#record?.id) this.#forgetOpinion();
    this.#record = record;
    this.#isDue = (record.open?.sendAtMs ?? 0) <= Date.now();
    this.#problem = null;
    const stage = stageOf(record);
    if (stage === 'ticket' || stage === 'token') this.#state = 'form';
    else {
      this.#fault = record.refusal;
      this.#state = stage === 'refused' ? 'list' : 'thanks';
    }
    this.#toTop();
  }

  #forgetOpinion(): void {
    this.#opinion = kNoOpinion;
    this.#lacksLevel = false;
    this.#isFull = false;
    this.#hasNumber = false;
    this.#fieldText = '';
    this.#isMoreOpen = !isLarge(this.#phone);   // little at once
  }

  async #say(isNow: boolean): Promise<void> {
    if (this.#busy || !this.#record) return;
    const { level, indicators, reasons, text } = this.#opinion;
    this.#lacksLevel = level === null;
    if (level === null) return this.draw();
    this.#busy = true;
    this.draw();
    const kept = await this.#phone!.ratings.rate(this.#record.id, { level, indicators, reasons, text: sentText(text) }, { isNow, isCase: opensCase(level) });
    this.#busy = false;
    if (kept.ok) return this.#thank(kept.ok, isNow);
    this.#problem = problemOf(kept.fault!);
    this.draw();
  }

  /** The page says what became of it at once; what is to go now goes meanwhile. */
  async #thank(record: RatingRecord, isNow: boolean): Promise<void> {
    const { ratings } = this.#phone!;
    this.#record = record;
    this.#fault = null;
    this.#problem = null;
    this.#isDue = isNow;
    this.#busy = isNow;
    this.#state = 'thanks';
    this.#toTop();
    const problem = await (isNow ? ratings.sendNow(record.id) : ratings.run({ atOnce: true })).catch((cause: unknown) => problemOf(faultOf(cause)));
    await this.#read();
    this.#busy = false;
    this.#away = problem !== null && isAway(problem);
    this.#problem = this.#away ? null : problem;
    if (this.#record.refusal) this.#show(this.#record);
    this.draw();
  }

  /** What is kept, and of the service on the screen how it is now. */
  async #read(): Promise<void> {
    this.#records = await this.#phone!.ratings.list().catch(() => []);
    this.#record = this.#find(this.#record?.id) ?? this.#record;
    this.draw();
  }

  #find(id: string | undefined): RatingRecord | null {
    return this.#records.find((record) => record.id === id) ?? null;
  }

  #rateIndicator(name: string | undefined, level: LevelNumber | null): void {
    const indicator = this.#indicators().find((each) => each === name);
    if (!indicator) return;
    this.#opinion = withIndicator(this.#opinion, indicator, level);
    this.draw();
  }

  #indicators(): readonly IndicatorName[] {
    return this.#record ? indicatorsOf(this.#record.way) : [];
  }

  /** The rule is the core's. */
  async #lookForNumbers(text: string): Promise<void> {
    const screened = await askCore((core) => ratingsOf(core).screenText(text));
    if (this.#opinion.text !== text) return;
    this.#hasNumber = screened.ok !== undefined && screened.ok !== text;
    this.draw();
  }

  #toTop(): void {
    this.draw();
    if (wx.canIUse('pageScrollTo')) void wx.pageScrollTo({ scrollTop: 0, duration: 0 });
  }

  #form(): View {
    const { rate, rating } = t();
    const { itemName, officeName, endedUnixSeconds, expiresUnixSeconds } = this.#record!;
    const { level, indicators, reasons, text } = this.#opinion;
    return {
      item: localName(itemName),
      office: localName(officeName),
      when: `${rate.ended(dateTimeText(endedUnixSeconds))} ${rate.until(dateTimeText(expiresUnixSeconds))}`,
      levels: kShownLevels.map((each) => ({ level: each, word: wordOf(each), isOn: each === level })),
      lacksLevel: this.#lacksLevel,
      hasLevel: level !== null,
      reasons: opensCase(level) ? kReasons.map((name) => ({ name, word: rating.reasons[name], isOn: reasons.indexOf(name) >= 0 })) : [],
      isMoreOpen: this.#isMoreOpen,
      indicators: this.#indicators().map((name) => {
        const rated = indicators[name] ?? null;
        const title = rating.indicators[name];
        return {
          name, title, isRated: rated !== null, said: rated === null ? '' : wordOf(rated), clearLabel: rating.clearOne(title),
          levels: kRatedLevels.map((each) => ({ level: each, label: `${title}: ${each}, ${wordOf(each)}`, isOn: each === rated })),
        };
      }),
      text: this.#fieldText,
      count: rating.count(lengthOf(text), kMaxRatingTextChars),
      isFull: this.#isFull,
      hasNumber: this.#hasNumber,
    };
  }

  #thanks(): View {
    const { rate } = t();
    return { what: this.#whatNow(), ofCase: this.#record!.replySecret ? rate.caseText : '' };
  }

  #whatNow(): string {
    const { rate } = t();
    if (this.#busy && !this.#away) return rate.sending;
    if (stageOf(this.#record!) === 'sent') return rate.sentText;
    return this.#isDue ? rate.waitsText : rate.laterText;
  }

  #service(record: RatingRecord): View {
    const { rate } = t();
    const item = localName(record.itemName);
    const stage = stageOf(record);
    return {
      id: record.id,
      item,
      office: localName(record.officeName),
      what: this.#whatOf(record),
      faultId: record.refusal ? t().common.faultId(record.refusal) : '',
      canRate: stage === 'ticket' || stage === 'token',
      canSend: stage === 'rated',
      canRemove: stage !== 'rated',
      rateLabel: rate.rateOf(item),
      sendLabel: rate.sendNowOf(item),
      removeLabel: rate.removeOf(item),
    };
  }

  #whatOf(record: RatingRecord): string {
    const { rate } = t();
    switch (stageOf(record)) {
      case 'refused': {
        const { what, next } = faultText(record.refusal!);
        return `${what} ${next}`;
      }
      case 'sent':
        return rate.sent;
      case 'rated': {
        const { written, ratedAtMs, sendAtMs } = record.open!;
        return written && sendAtMs! > Date.now() ? rate.sentBefore(dateTimeText((ratedAtMs! + kLaterWithinMs) / 1000)) : rate.sentSoon;
      }
      default:
        return `${rate.notRated}. ${rate.until(dateTimeText(record.expiresUnixSeconds))}`;
    }
  }
}

export const rate = (): void => page(() => new RateScreen(), [
  'retry', 'choose', 'tick', 'rateIndicator', 'clearIndicator', 'toggleMore', 'write', 'sendLater', 'sendNow', 'close', 'rateThis', 'sendThisNow', 'removeThis',
]);
