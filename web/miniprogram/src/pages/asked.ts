/** Who asks: a venue's sheet or a site's question. Nothing is shown or sent before the person says so. */
import { problemOf, type Problem } from '@citycode/client/api';
import { attributeLabel, durationText, localName, placeAddress, sceneLabel } from '@citycode/elements/phrases';
import { t } from '@citycode/elements/words';
import { needOf, readPlace, type Place } from '@citycode/holder/place';
import { answerRequest, openRequest, readRequest, type OpenedRequest } from '@citycode/holder/sign-in';
import { StorageRefused } from '@citycode/holder/store';
import { faultView, problemView } from '../fault-view.js';
import { heldQuestion, holdPlace, holdQuestion, takeScanned } from '../held.js';
import { isLarge, openPhone, type Phone } from '../phone.js';
import { page, Screen, type View } from '../screen.js';

type Step = 'checking' | 'asked' | 'sending' | 'signed-in' | 'refused' | 'over' | 'no-code';

const kTickMs = 1000;

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

export class AskedScreen extends Screen {
  #phone: Phone | null = null;
  #step: Step = 'checking';
  #place: Place | null = null;
  #request: OpenedRequest | null = null;
  /** Why there is nothing to answer. */
  #problem: Problem | null = null;
  #sendProblem: Problem | null = null;
  #ticked: readonly string[] = [];
  #secondsLeft = 0;
  #returnAddress = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  override opened(): void {
    this.draw();
    const scanned = takeScanned();
    this.#timer = setInterval(() => this.#look(), kTickMs);
    if (!scanned) void this.#readHeld();
    else void (scanned.kind === 'venue' ? this.#readVenue(scanned.bytes) : this.#readPortal(scanned.code));
  }

  override shown(): void {
    this.#look();   // a phone that slept over the end
  }

  override closed(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
  }

  override view(): View {
    const words = t();
    const ask = this.#request?.ask;
    const venue = this.#place?.venue;
    const name = localName(venue?.name ?? ask?.name);
    return {
      step: this.#step,
      large: isLarge(this.#phone),
      problem: this.#problem ? problemView(this.#problem, 'place') : this.#step === 'over' ? faultView('portal/unknown') : null,
      sendProblem: this.#sendProblem ? problemView(this.#sendProblem) : null,
      isVenue: venue !== undefined,
      isSite: ask !== undefined,
      name,
      address: venue?.address ? placeAddress(venue.address) : '',
      checks: venue ? words.common.venueChecks(venue.scopes.map(sceneLabel).join(words.common.listSeparator)) : '',
      origin: ask?.origin ?? '',
      purpose: ask?.purpose ?? '',
      where: ask ? (ask.returnAddress ? words.asked.here : words.asked.there) : '',
      required: ask ? ask.required.map(attributeLabel) : [],
      optional: ask ? ask.optional.map((attribute) => ({ attribute, label: attributeLabel(attribute), isTicked: this.#ticked.indexOf(attribute) >= 0 })) : [],
      left: ask ? words.asked.left(durationText(this.#secondsLeft)) : '',
      endText: this.#step === 'signed-in' ? words.asked.answeredText(name) : this.#step === 'refused' ? words.asked.refusedText(name) : '',
      returnAddress: this.#returnAddress,
      words: {
        checking: words.places.checking, venueTitle: words.places.venueTitle, venueAgree: this.#step === 'sending' ? words.app.fetchingPasses : words.places.venueAgree, decline: words.places.decline,
        title: words.asked.title, sentToYou: words.asked.sentToYou, needs: words.asked.siteNeeds, maySee: words.asked.siteMaySee,
        agree: this.#step === 'sending' ? words.asked.answering : words.asked.agree, answered: words.asked.answered, refused: words.asked.refused,
        back: words.common.back, enrolFirst: words.app.enrolThen(name), goBack: words.chat.goBack(name), copyAddress: words.chat.copyAddress, enrolTitle: words.enrol.title,
      },
    };
  }

  // What the template calls.

  tick({ detail }: { readonly detail: { readonly value: readonly string[] } }): void {
    this.#ticked = detail.value;
    this.draw();
  }

  async agree(): Promise<void> {
    if (this.#step !== 'asked' || !this.#phone) return;
    if (!this.#phone.wallet.device) {
      this.#step = 'no-code';
      holdQuestion({ name: localName(this.#place?.venue.name ?? this.#request?.ask.name), place: this.#place, request: this.#request });
      this.draw();
      return;
    }
    if (this.#place) return this.#use(this.#place, this.#phone);
    if (!this.#request) return;
    const { required, optional } = this.#request.ask;
    await this.#send([...required, ...optional.filter((name) => this.#ticked.indexOf(name) >= 0)]);
  }

  async decline(): Promise<void> {
    if (this.#step === 'sending') return;
    if (this.#request && this.#step === 'asked') return this.#send(null);
    this.leave();
  }

  leave(): void {
    void wx.reLaunch({ url: '/pages/code/index' });
  }

  copyReturn(): void {
    wx.setClipboardData({ data: this.#returnAddress });
  }

  /** Asked before this phone had a code; now it has one. */
  async #readHeld(): Promise<void> {
    const question = heldQuestion();
    holdQuestion(null);
    if (!question || !(await this.#open())) return this.leave();
    this.#place = question.place;
    this.#request = question.request;
    this.#step = 'asked';
    this.#look();
    this.draw();
  }

  async #readVenue(record: Uint8Array): Promise<void> {
    const phone = await this.#open();
    if (!phone) return;
    const read = await readPlace(record, phone.wallet, nowUnixSeconds());
    if (read.ok) this.#place = read.ok;
    else this.#problem = problemOf(read.fault!);
    this.#step = 'asked';
    this.draw();
  }

  async #readPortal(livingCode: string): Promise<void> {
    const opening = openRequest(livingCode);   // at once: it lives ten seconds
    const phone = await this.#open();
    if (!phone) return;
    const read = await readRequest(livingCode, opening, phone.wallet, nowUnixSeconds());
    if (read.ok) this.#request = read.ok;
    else this.#problem = read.problem;
    this.#step = 'asked';
    this.#look();
    this.draw();
  }

  async #open(): Promise<Phone | null> {
    try {
      this.#phone = await openPhone();
      return this.#phone;
    } catch (cause) {
      this.#problem = problemOf(cause instanceof StorageRefused ? cause.fault : 'internal/bug');
      this.draw();
      return null;
    }
  }

  async #use(place: Place, { wallet, network }: Phone): Promise<void> {
    this.#step = 'sending';
    this.draw();
    holdPlace(place);
    await wallet.visit(needOf(place)).catch(() => undefined);   // without them the code page says what is missing
    if (needOf(place)) await network.fetchPasses({ atOnce: true });
    this.leave();
  }

  async #send(given: readonly string[] | null): Promise<void> {
    const request = this.#request!;
    this.#step = 'sending';
    this.#sendProblem = null;
    this.draw();
    const sent = await answerRequest(request, given, this.#phone!.wallet);
    if ((this.#step as Step) !== 'sending') return;   // its time went by
    if (sent.ok === undefined) {
      this.#step = sent.problem.fault === 'portal/unknown' ? 'over' : 'asked';
      this.#sendProblem = sent.problem;
    } else {
      this.#step = given ? 'signed-in' : 'refused';
      this.#returnAddress = sent.ok;
    }
    this.draw();
  }

  #look(): void {
    if (!this.#request || (this.#step !== 'asked' && this.#step !== 'sending')) return;
    this.#secondsLeft = Math.max(0, Math.ceil(this.#request.ask.expiresUnixSeconds - Date.now() / 1000));
    if (this.#secondsLeft === 0) this.#step = 'over';
    this.draw();
  }
}

export const asked = (): void => page(() => new AskedScreen(), ['tick', 'agree', 'decline', 'leave', 'copyReturn']);
