/**
 * `<citycode-frame portal="ID" kind="code|rate|verify" ticket scene>` on a page of somebody else's (docs/embed.md): the city's frame, as high as
 * what is in it, and what it tells as events. Built to one file, /embed/v1.js; the city is where that file came from.
 */
import { kVersion, ofOurs, type Hello, type Kind, type Told } from '../vocabulary.js';

const city = new URL((document.currentScript as HTMLScriptElement).src).origin;

/** Whoever is not the registered site gets no frame, and a browser says no more than that nothing came. */
const kPatienceMs = 20_000;
const kMostPx = 4000;

const kSandbox = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms';

class CitycodeFrame extends HTMLElement {
  static readonly observedAttributes = ['portal', 'kind', 'ticket', 'scene'];

  readonly #inside = this.attachShadow({ mode: 'open' });
  readonly #language = new MutationObserver(() => this.#greet());
  #frame: HTMLIFrameElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    addEventListener('message', this.#hear);
    this.#language.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.#open();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#hear);
    this.#language.disconnect();
    clearTimeout(this.#timer);
    this.#frame = null;
    this.#inside.replaceChildren();
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.#frame) this.#open();
  }

  #open(): void {
    const kind = this.getAttribute('kind') as Kind;
    const value = (name: string): string => encodeURIComponent(this.getAttribute(name) ?? '');
    const fragment = kind === 'rate' ? `rate=${value('ticket')}` : kind === 'verify' ? `verify&scene=${value('scene')}` : kind;
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', kSandbox);
    frame.referrerPolicy = 'origin';
    frame.allow = kind === 'verify' ? 'camera' : '';
    frame.title = 'Citycode';
    frame.src = `${city}/frame/${value('portal')}/#${fragment}`;
    // Properties, which a policy without inline styles lets pass.
    Object.assign(frame.style, { display: 'block', width: '100%', height: '0', border: '0' });
    this.style.display ||= 'block';
    this.#frame = frame;
    this.#inside.replaceChildren(frame, document.createElement('slot'));   // what stands between the tags, until there is a frame
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      frame.remove();
      this.#tell('refused', { fault: 'env/module-not-loaded' });
    }, kPatienceMs);
  }

  readonly #hear = ({ origin, source, data }: MessageEvent): void => {
    const frame = this.#frame;
    if (!frame || origin !== city || source !== frame.contentWindow) return;
    const told = ofOurs(data) as (Told & { readonly citycode: unknown }) | null;
    if (told?.citycode !== kVersion) return;
    if (told.type === 'size') frame.style.height = `${Math.min(Math.max(Number(told.height) || 0, 0), kMostPx)}px`;
    else if (told.type === 'ready') this.#ready(frame, told.title);
    else if (told.type === 'opened') this.#tell('opened', {});
    else if (told.type === 'checked') this.#tell('checked', { outcome: told.outcome, scene: told.scene });
    else if (told.type === 'refused') {
      clearTimeout(this.#timer);
      this.#tell('refused', { fault: told.fault });
    }
  };

  #ready(frame: HTMLIFrameElement, title: string): void {
    clearTimeout(this.#timer);
    frame.title = String(title);
    const waiting = this.#inside.querySelector('slot');
    if (!waiting) return;   // it says so again in another language
    waiting.remove();
    this.#greet();
    this.#tell('ready', {});
  }

  /** To the city's origin alone: where the frame could not be had, a page of the browser's own gets nothing. */
  #greet(): void {
    const hello: Hello = { type: 'hello', language: this.closest<HTMLElement>('[lang]')?.lang ?? '' };
    this.#frame?.contentWindow?.postMessage({ citycode: kVersion, ...hello }, city);
  }

  #tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(`citycode-${type}`, { detail, bubbles: true }));
  }
}

if (!customElements.get('citycode-frame')) customElements.define('citycode-frame', CitycodeFrame);
