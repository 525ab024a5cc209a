/** What tests ask a page. These functions run in it and use nothing from outside themselves. */

declare global {
  /** Every element below this one, those inside of components too. */
  var elementsIn: (root: ParentNode) => Element[];
  /** Whole, before anybody draws it. */
  var openPicture: (pngBase64: string) => Promise<HTMLImageElement>;
}

/** Runs before anything of the page: what the others look with. */
export function bringEyes(): void {
  globalThis.elementsIn = (root) => [...root.querySelectorAll('*')]
    .flatMap((element) => [element, ...(element.shadowRoot ? elementsIn(element.shadowRoot) : [])]);
  globalThis.openPicture = async (pngBase64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${pngBase64}`;
    await picture.decode();
    return picture;
  };
}

export type Role = 'button' | 'radio' | 'textbox' | 'img';

export interface Wanted {
  readonly role: Role;
  /** The accessible name, or what it begins with. */
  readonly name: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Brings the thing into view and says where it is; null while it is not there or moves, or something lies over its middle. */
export async function boxOf({ role, name }: Wanted): Promise<Box | null> {
  const kinds = { button: 'button', radio: 'input[type=radio]', textbox: 'input:not([type]), input[type=text]', img: 'img[alt], [role=img]' };
  const nameOf = (element: Element): string => {
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent).join(' ');
    return (element.getAttribute('aria-label') || labels || element.getAttribute('alt') || element.textContent || '').replace(/\s+/gu, ' ').trim();
  };
  const found = elementsIn(document).find((element) => element.matches(kinds[role]) && element.checkVisibility() && nameOf(element).startsWith(name));
  if (!found) return null;
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { left, top, width, height } = found.getBoundingClientRect();
  let met = document.elementFromPoint(left + width / 2, top + height / 2);
  while (met?.shadowRoot) {
    const inner = met.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
    if (!inner || inner === met) break;
    met = inner;
  }
  if (!found.contains(met)) return null;
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  const later = found.getBoundingClientRect();
  return later.left === left && later.top === top && later.width === width && later.height === height ? { left, top, width, height } : null;
}

/** The words of the first element that the last selector names inside of what those before it name; null while there is none. */
export function wordsIn(path: readonly string[]): string | null {
  const wordsOf = (node: Node): string => {
    if (node instanceof Element && node.matches('style, script, noscript')) return '';
    const children = [...(node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : []), ...node.childNodes];
    return node.nodeType === Node.TEXT_NODE ? `${node.textContent ?? ''} ` : children.map(wordsOf).join('');
  };
  let within: Element[] = elementsIn(document);
  for (const [i, selector] of path.entries()) {
    const found = within.find((element) => element.matches(selector));
    if (!found) return null;
    if (i === path.length - 1) return wordsOf(found).replace(/\s+/gu, ' ').trim();
    within = [...elementsIn(found), ...(found.shadowRoot ? elementsIn(found.shadowRoot) : [])];
  }
  return null;
}

/** An attribute of the first element of this kind; null while there is none. */
export function attributeOf(selector: string, attribute: string): string | null {
  return elementsIn(document).find((element) => element.matches(selector))?.getAttribute(attribute) ?? null;
}

/** What stands in the code on the screen. */
export function shownAddress(): string {
  return (elementsIn(document).find((element) => element.matches('cc-code')) as Element & { readonly text: string }).text;
}

/** What a page needs without a network lies on its device a moment after it was first open, not at once. */
export function filesAreKept(): Promise<boolean> {
  return navigator.serviceWorker.ready.then(() => true);
}

/** It is this moment on the page, and stays it, however slow the machine is; timers and the camera go on. */
export function stopClockAt(unixSeconds: number): void {
  globalThis.testClock = { stoppedAtMs: Math.round(unixSeconds * 1000) };
}
