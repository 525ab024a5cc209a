/** The site whose page this frame is in: who may speak to it, and who is told. The server has written its origin into this page. */
import { matchLanguage } from '@citycode/elements/languages';
import { speakFor } from '@citycode/elements/page-language';
import { t } from '@citycode/elements/words';
import type { FaultId } from '@citycode/wasm/types';
import { kVersion, ofOurs, readHello, type Told } from './vocabulary.js';

export class Site {
  #refused = false;

  constructor(readonly origin: string, private readonly page: Window) {}

  /** To that origin alone: if the window is of another one by now, nobody gets it. */
  tell(told: Told): void {
    this.page.postMessage({ citycode: kVersion, ...told }, this.origin);
  }

  refuse(fault: FaultId): void {
    this.tell({ type: 'refused', fault });
  }

  /** From now on the page is heard, and follows how high the frame is. */
  begin(drawn: Element): void {
    addEventListener('message', ({ origin, source, data }) => {
      if (origin === this.origin && source === this.page) this.#hear(data);
    });
    new ResizeObserver(() => this.tell({ type: 'size', height: Math.ceil(drawn.getBoundingClientRect().height) })).observe(drawn);
    this.#ready();
  }

  #hear(data: unknown): void {
    const said = ofOurs(data);
    if (!said) return;
    const hello = readHello(said);
    if (hello) void speakFor(matchLanguage([hello.language, ...navigator.languages])).then(() => this.#ready(), () => undefined);   // else it goes on in its own
    else if (!this.#refused) {
      this.#refused = true;   // once: two who do not understand each other would go on for ever
      this.refuse('request/malformed');
    }
  }

  #ready(): void {
    this.tell({ type: 'ready', title: t().common.product });
  }
}

function around(): Site | null {
  const origin = document.querySelector<HTMLMetaElement>('meta[name="citycode-host"]')?.content;
  return origin && window.parent !== window ? new Site(origin, window.parent) : null;
}

/** Null where this page is not in a frame, or in one of nobody's. */
export const site = around();
