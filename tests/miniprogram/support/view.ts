/**
 * Pages on a screen: the vendor's own compiler of WXML and its component engine (miniprogram-simulate with j-component and
 * exparser), over jsdom. Both hosts draw with it; what of it the package's code sees is the host's matter.
 */
import { createRequire } from 'node:module';
import type { PackageFolder } from './package-folder.ts';

/** A node of exparser, as far as it is used here. */
export interface ViewNode {
  readonly $$: Element;
  readonly id: string;
  readonly dataset: Record<string, unknown>;
  readonly shadowRoot?: { querySelector(selector: string): ViewNode | null; querySelectorAll(selector: string): ViewNode[] };
  readonly textContent?: string;
  readonly __virtual?: boolean;
  readonly __wxSlotChildren?: ViewNode[];
  readonly _vt?: {
    readonly tagName: string;
    readonly attrs: readonly { readonly name: string; readonly value: unknown }[];
    readonly event: Record<string, { readonly name: string; readonly handler: string }>;
  };
}

/** What a component's own code has as `this`, in the engine. */
export interface ViewInstance {
  readonly _exparserNode: ViewNode;
  setData(changes: object): void;
  triggerEvent(name: string, detail: unknown, options?: object): void;
  readonly [member: string]: unknown;
}

export interface ViewRoot {
  readonly _exparserNode: ViewNode;
  readonly dom: Element;
  readonly instance: ViewInstance;
  attach(parent: Element): void;
  detach(): void;
  triggerPageLifeTime(name: string): void;
}

interface Simulate {
  load(path: string, options: { rootPath: string }): string;
  render(id: string, properties?: object): ViewRoot;
}

const load = createRequire(import.meta.url);
const { JSDOM } = load('jsdom') as { JSDOM: new (html: string) => { readonly window: Window & typeof globalThis } };
const dom = new JSDOM('<!doctype html><html><head></head><body></body></html>');
export const document = dom.window.document;
Object.assign(globalThis, { window: dom.window, document });
// What the vendor's compiler asks before it says which functions its templates have.
Object.assign(dom.window, { __webview_engine_version__: 0.02 });

export const simulate = load('miniprogram-simulate') as Simulate;
const loadAsSimulate = createRequire(load.resolve('miniprogram-simulate'));
export const engine = loadAsSimulate('j-component') as { register(definition: object): string; create(id: string, properties?: object): ViewRoot };
const compiler = loadAsSimulate('miniprogram-compiler') as { wxmlToJs(folder: string): string };
const exparser = createRequire(loadAsSimulate.resolve('j-component'))('miniprogram-exparser') as {
  Event: { create(name: string, detail: unknown, options: object): unknown; dispatchEvent(node: ViewNode, event: unknown): void };
  addGlobalErrorListener(listener: (error: Error) => boolean | void): void;
};

let onError: (error: unknown) => void = () => {};
exparser.addGlobalErrorListener((error) => { onError(error); return false; });
/** What a component's code threw while the engine called it. */
export const hearErrors = (listener: (error: unknown) => void): void => { onError = listener; };

/** Where compiled templates are kept by their names: each package has its own. What they add to Function.prototype is added once. */
export function templateGlobals(): object {
  return { get wxs_nf_init() { return 'nv_length' in Function.prototype || undefined; }, set wxs_nf_init(_) {} };
}

/** The template of each page and component; the vendor's compiler refuses what it cannot read. */
export function compileTemplates({ templates }: PackageFolder): (path: string) => unknown {
  const known = compiled.get(templates);
  if (known) return known;
  const code = new Function('__WXML_GLOBAL__', '$gwx', compiler.wxmlToJs(templates)) as (values: object) => (path: string) => unknown;
  const made = code(templateGlobals());
  compiled.set(templates, made);
  return made;
}
const compiled = new Map<string, (path: string) => unknown>();

export function attributeOf(node: ViewNode, name: string): unknown {
  const camel = name.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase());
  return node._vt?.attrs.find((attribute) => attribute.name === name || attribute.name === camel)?.value;
}

/** As a person's finger or the system causes it. Touches climb up to the page, the rest does not. */
export function send(node: ViewNode, event: string, detail: unknown): void {
  const climbs = event === 'tap' || event === 'longpress';
  exparser.Event.dispatchEvent(node, exparser.Event.create(event, detail, { bubbles: climbs, composed: climbs, capturePhase: true }));
}

/** The page's own element among those of all pages that are open. */
export function pageOf(node: ViewNode): Element | null {
  let element: Element | null = node.$$;
  while (element && element.parentElement !== document.body) element = element.parentElement;
  return element;
}

export const kWindowWidthPx = 375;
const kPxOfUnit: Readonly<Record<string, number>> = { px: 1, rpx: kWindowWidthPx / 750, '%': kWindowWidthPx / 100, vw: kWindowWidthPx / 100 };

/** What its style says; jsdom lays nothing out. A canvas that nobody styles is 300 by 150. */
export function sizeOnPage(node: ViewNode): { width: number; height: number } {
  const style = dom.window.getComputedStyle(node.$$);
  const px = (text: string, otherwise: number): number => {
    const [, size, unit = ''] = /^([\d.]+)(px|rpx|%|vw)$/.exec(text) ?? [];
    return size === undefined ? otherwise : Number(size) * (kPxOfUnit[unit] ?? 1);
  };
  return { width: px(style.width, 300), height: px(style.height, 150) };
}

/** Puts a package's styles on the page; returns how they are taken away. */
export function addStyle(wxss: string): () => void {
  const style = document.createElement('style');
  style.textContent = wxss.replace(/@import[^;]*;/g, '').replace(/([\d.]+)rpx/g, (_, size: string) => `${Number(size) * kPxOfUnit['rpx']!}px`);
  document.head.append(style);
  return () => style.remove();
}

/** Tells of every element of a kind that comes onto a page, and that goes. */
export function watchElements(tag: string, appeared: (node: ViewNode) => void, disappeared: (node: ViewNode) => void): () => void {
  const each = (nodes: NodeList, told: (node: ViewNode) => void): void => {
    for (const node of nodes) {
      if (!(node instanceof dom.window.Element)) continue;
      const found = [...(node.matches(`wx-${tag}`) ? [node] : []), ...node.querySelectorAll(`wx-${tag}`)];
      for (const element of found) told((element as Element & { __wxElement: ViewNode }).__wxElement);
    }
  };
  const observer = new dom.window.MutationObserver((changes) => {
    for (const { addedNodes, removedNodes } of changes) {
      each(removedNodes, disappeared);
      each(addedNodes, appeared);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
