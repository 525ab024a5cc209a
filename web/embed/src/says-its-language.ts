import { currentLanguage } from '@citycode/elements/words';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The page may be in a language that we do not speak: then a screen reader and hyphenation must know which one the element's is. */
export class SaysItsLanguage implements ReactiveController {
  constructor(private readonly element: ReactiveControllerHost & HTMLElement) {
    element.addController(this);
  }

  hostUpdate(): void {
    if (this.element.lang !== currentLanguage()) this.element.lang = currentLanguage();
  }
}
