import type { PictureSource } from '@citycode/elements/cc-scanner/camera';
import { CcScanner, type VerdictDetail } from '@citycode/elements/cc-scanner/component';
import { t } from '@citycode/elements/words';
import type { VerifierState } from '@citycode/verifier/api';
import type { Frame, FrameRequest, SeenPart } from '@citycode/wasm/client';
import type { FaultId, Outcome, ScanAnswer } from '@citycode/wasm/types';
import type { PropertyValues } from 'lit';
import { again } from './again.js';
import type { CcScanner as Shape } from './api.js';
import { soon } from './core.js';
import { GivenPicture, type GivenSource } from './given-picture.js';
import { faultOf, readerFor, scanWith, type Reader } from './readers.js';
import { SaysItsLanguage } from './says-its-language.js';

const kSettings = ['city', 'scene', 'venue', 'rootKey', 'keep'] as const;

/** What the page brings may stand still: then no new frame comes, and the one that is there is looked at so often. */
const kStillMs = 250;
const kWhole: SeenPart = { left: 0, top: 0, right: 1, bottom: 1 };

/** Text of a code of ours is ASCII; of another's it is read as what most of them are. */
const textOf = (answer: ScanAnswer): string => new TextDecoder().decode(answer.symbols[0]?.bytes);

/**
 * Scans city codes with the camera, a picture file, or what the page brings as `source`. With `city` and `scene` each code gets a verdict, from
 * lists that are kept fresh and last without a network; without them the symbols are read and nobody is judged.
 *
 * It pauses after a verdict until `resume()`, which a `<cc-verdict for>` calls when it is cleared. In a form its value is the text of the last
 * code if it was valid, or, without a city, of the last that was read: a server must verify it anew.
 *
 * @tag cc-scanner
 * @fires {CustomEvent<{verdict: Verdict, source: 'camera' | 'picture'}>} cc-verdict - a code was verified; scanning has paused
 * @fires {CustomEvent<{answer: ScanAnswer, source: 'camera' | 'picture'}>} cc-symbols - symbols were read, where no city is named
 * @fires {CustomEvent<{fault: FaultId}>} cc-fault - something keeps it from scanning, or no code was in a picture; `detail.fault` says why
 * @fires {Event} cc-state - `state` may be another
 * @slot top - over the upper edge of the picture
 * @slot bottom - under the scanner's own tools
 * @csspart picture - the video element with the camera's picture
 * @csspart finder - the frame where a code is to be held
 * @csspart tools - the row of buttons below
 * @attr {'light'|'dark'|'auto'} scheme - its colours; `light` when left out, `auto` follows the person's system
 * @cssproperty --cc-accent - buttons
 * @cssproperty --cc-corner - how round corners are, 12px
 */
export class CityScanner extends CcScanner implements Omit<Shape, keyof HTMLElement> {
  static readonly formAssociated = true;
  static override properties = {
    city: { type: String },
    scene: { type: String },
    venue: { type: String },
    rootKey: { type: String, attribute: 'root-key' },
    keep: { type: String },
    source: { attribute: false },
    name: { type: String, reflect: true },
    required: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  /** The city's address: `https://` and an authority. */
  declare city: string;
  /** Where codes are asked for, by a name of the city's list: `transit`, `culture-and-sport`, … */
  declare scene: string;
  /** This place, where codes are asked for one place alone. */
  declare venue: string;
  /** The city's root key as base64url, from somewhere you trust. Without it the first list's root is believed, and pinned. */
  declare rootKey: string;
  /** `browser` (default): lists and what was seen outlast the page, and it works without a network. `memory`: they do not. */
  declare keep: 'browser' | 'memory';
  /** A `MediaStream`, a canvas or a video in place of the camera; null for the camera. */
  declare source: GivenSource | null;
  /** The name of its value in a form. */
  declare name: string;
  /** A form is not sent before a code was read. */
  declare required: boolean;
  /** Does not look, and sends nothing. */
  declare disabled: boolean;

  readonly #internals = this.attachInternals();
  #reader: Promise<Reader> | null = null;
  #opened: Reader | null = null;
  #value = '';
  /** By its own attribute or by the fieldset that it stands in: an attribute of its own would outlast the fieldset's. */
  #isOff = false;
  /** What was last told to the page. */
  #fault: FaultId | null = null;
  /** The text of the last symbol. */
  #read = '';

  constructor() {
    super();
    this.city = '';
    this.scene = '';
    this.venue = '';
    this.rootKey = '';
    this.keep = 'browser';
    this.source = null;
    this.name = '';
    this.required = false;
    this.disabled = false;
    new SaysItsLanguage(this);
    this.addEventListener('cc-verdict', (event) => this.#take((event as CustomEvent<VerdictDetail>).detail.verdict.outcome === 'valid' ? this.#read : ''));
    this.addEventListener('cc-symbols', () => this.#take(this.#read));
  }

  /** The text of the last code, or ''. */
  get value(): string { return this.#value; }
  /** How old the lists are and what is wrong; null before they are asked for, and where no city is named. */
  get state(): VerifierState | null { return this.#opened?.verifier?.state ?? null; }
  /** The form that it belongs to. */
  get form(): HTMLFormElement | null { return this.#internals.form; }
  /** As of every input of a form. */
  get validity(): ValidityState { return this.#internals.validity; }
  /** What the browser says when it is not valid. */
  get validationMessage(): string { return this.#internals.validationMessage; }
  /** Whether a form looks at its validity. */
  get willValidate(): boolean { return this.#internals.willValidate; }
  /** False when it is not valid; fires `invalid` then. */
  checkValidity(): boolean { return this.#internals.checkValidity(); }
  /** The same, and tells the person. */
  reportValidity(): boolean { return this.#internals.reportValidity(); }

  formResetCallback(): void {
    this.#take('');
    this.resume();
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#isOff = isDisabled;
    this.#startAnew();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen(this.#opened);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unlisten();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (kSettings.some((each) => changed.has(each))) this.#forgetReader();
  }

  override updated(changed: PropertyValues<this>): void {
    const isFirst = changed.get('source') === undefined && changed.has('source');
    if (!isFirst && changed.has('source')) this.#startAnew();
    const fault = this.cameraFault ?? this.note;
    if (fault !== this.#fault) {
      this.#fault = fault;
      if (fault) this.dispatchEvent(new CustomEvent<{ fault: FaultId }>('cc-fault', { detail: { fault }, bubbles: true, composed: true }));
    }
    if (changed.has('required')) this.#take(this.#value);
  }

  protected override startCamera(): void {
    if (!this.#isOff) super.startCamera();
  }

  #startAnew(): void {
    if (!this.hasUpdated || !this.isConnected) return;   // it starts when it is shown
    this.stopCamera();
    this.startCamera();
    this.requestUpdate();
  }

  /** What the page brings is held by nobody. */
  protected override get aims(): boolean {
    return !this.source;
  }

  protected override pictureSource(video: HTMLVideoElement): PictureSource {
    return this.source ? new GivenPicture(video, this.source) : super.pictureSource(video);
  }

  protected override watchPicture(video: HTMLVideoElement, onFrame: () => void): () => void {
    const stop = super.watchPicture(video, onFrame);
    if (!this.source) return stop;
    const timer = setInterval(onFrame, kStillMs);
    return () => {
      stop();
      clearInterval(timer);
    };
  }

  /** Of what the page brings, all: it may be shown elsewhere. */
  protected override seen(video: HTMLVideoElement): SeenPart | null {
    return this.source ? kWhole : super.seen(video);
  }

  protected override canRead(patient: boolean): Promise<unknown> {
    return patient ? this.#keepOpening() : soon(this.#openReader());
  }

  protected override async scan(frame: Frame, how: FrameRequest): Promise<Outcome<ScanAnswer>> {
    const outcome = await scanWith(this.#reader ?? this.#openReader(), frame, how);
    if (outcome.ok?.symbols.length) this.#read = textOf(outcome.ok);
    return outcome;
  }

  #openReader(): Promise<Reader> {
    const { city, scene, venue, rootKey, keep } = this;
    const reader = this.#reader = readerFor({ city, scene, venue, rootKey, keep });
    reader.then((opened) => { if (this.#reader === reader) this.#adopt(opened); }, () => undefined);   // said where it is awaited
    return reader;
  }

  /** What may come back is tried again, at a pace; what the page has to mend is not, until it says something else. */
  async #keepOpening(): Promise<Reader> {
    let reader = this.#reader ?? this.#openReader();
    for (let failures = 1; ; failures += 1) {
      try {
        return await reader;
      } catch (cause) {
        if (!faultOf(cause).startsWith('env/')) throw cause;
        await again(failures);
        if (this.#reader !== reader || !this.isConnected) throw cause;
        reader = this.#openReader();
      }
    }
  }

  #forgetReader(): void {
    this.#unlisten();
    this.#reader = null;
    this.#opened = null;
    this.note = null;
    if (this.hasUpdated && this.isConnected) void this.awaitReading();
  }

  #adopt(opened: Reader): void {
    this.#opened = opened;
    if (this.isConnected) this.#listen(opened);
    this.#tellState();
  }

  readonly #tellState = (): void => { this.dispatchEvent(new Event('cc-state')); };

  #listen(opened: Reader | null): void {
    opened?.verifier?.addEventListener('change', this.#tellState);
  }

  #unlisten(): void {
    this.#opened?.verifier?.removeEventListener('change', this.#tellState);
  }

  #take(value: string): void {
    this.#value = value;
    this.#internals.setFormValue(value || null);
    if (this.required && !value) this.#internals.setValidity({ valueMissing: true }, t().scanner.aim, this.renderRoot.querySelector('video') ?? undefined);
    else this.#internals.setValidity({});
  }
}
