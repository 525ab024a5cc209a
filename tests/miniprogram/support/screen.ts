/** The page that a person sees: what is on it, and what a finger does there. Elements are named by text, label or selector. */
import { canvasOf } from './selector-query.ts';
import { attributeOf, send, type ViewInstance, type ViewNode } from './view.ts';
import type { OpenPage } from './host.ts';

const { setTimeout: startTimer } = globalThis;
const kPollMs = 5;
/** A machine of two cores under load. */
const kTimeoutMs = 20_000;

/** Of the elements that have one without saying it; `aria-role` says another. */
const kRoles: Readonly<Record<string, string>> = {
  button: 'button', input: 'textbox', textarea: 'textbox', switch: 'switch', checkbox: 'checkbox', radio: 'radio', image: 'img',
  navigator: 'link', picker: 'combobox', slider: 'slider',
};

export interface Shown {
  readonly tag: string;
  readonly text: string;
  readonly node: ViewNode;
  readonly parent: Shown | null;
  readonly children: readonly Shown[];
  /** Its own text and its children, in order. */
  readonly parts: readonly (string | Shown)[];
}

export interface Described {
  readonly role: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly checked: boolean;
}

export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgba: Uint8ClampedArray;
}

export class Screen {
  private readonly states = new WeakMap<ViewNode, boolean>();
  private readonly typed = new WeakMap<ViewNode, string>();

  /** `top` is asked at each call: the screen is always the page that is open now. */
  constructor(
    private readonly top: () => OpenPage,
    private readonly follow: (url: string, openType: string) => void,
    private readonly told: () => string,
  ) {}

  get route(): string {
    return this.top().route;
  }

  /** A line for each block that has text of its own. */
  text(): string {
    return linesOf(show(this.top().root._exparserNode, null)).join('\n');
  }

  /** What a screen reader finds: everything with the role, by its name. */
  byRole(role: string): Described[] {
    return [...this.each()].filter((shown) => roleOf(shown) === role).map((shown) => ({
      role, name: nameOf(shown), disabled: isOn(shown.node, 'disabled'), checked: this.isChecked(shown.node),
    }));
  }

  has(what: string): boolean {
    return this.find(what).length > 0;
  }

  attribute(what: string, name: string): unknown {
    return attributeOf(this.one(what).node, name);
  }

  tap(what: string): void {
    const shown = this.one(what);
    for (let at: Shown | null = shown; at; at = at.parent) {
      if (isOn(at.node, 'disabled')) throw new Error(`${what} is disabled`);
      if (at.tag === 'navigator') {
        this.follow(String(attributeOf(at.node, 'url')), String(attributeOf(at.node, 'open-type') ?? 'navigate'));
        return;
      }
      if (!('tap' in (at.node._vt?.event ?? {}))) continue;
      this.expectHandler(at.node, 'tap');
      send(shown.node, 'tap', { x: 0, y: 0 });
      return;
    }
    throw new Error(`nothing hears a tap on ${what}`);
  }

  /** As if all of it was written at once. */
  type(what: string, text: string): void {
    const { node } = this.one(what);
    if (isOn(node, 'disabled')) throw new Error(`${what} is disabled`);
    this.typed.set(node, text);
    this.happen(node, what, 'input', { value: text, cursor: text.length, keyCode: 0 });
  }

  /** The key of the keyboard that ends the writing. */
  confirm(what: string): void {
    const { node } = this.one(what);
    this.happen(node, what, 'confirm', { value: this.valueOf(node) });
  }

  value(what: string): string {
    return this.valueOf(this.one(what).node);
  }

  /** A switch, a box, or one of several; the group of the latter two hears of it. */
  toggle(what: string): void {
    const shown = this.one(what);
    const { node, tag } = shown;
    if (isOn(node, 'disabled')) throw new Error(`${what} is disabled`);
    const group = this.groupOf(shown);
    if (tag === 'radio') for (const other of this.members(group)) this.states.set(other.node, false);
    this.states.set(node, tag === 'radio' || !this.isChecked(node));
    if (!group) return this.happen(node, what, 'change', { value: this.isChecked(node) });
    const chosen = this.members(group).filter((one) => this.isChecked(one.node)).map((one) => attributeOf(one.node, 'value'));
    this.happen(group.node, what, 'change', { value: tag === 'radio' ? chosen[0] : chosen });
  }

  /** A row of a picker. */
  choose(what: string, index: number): void {
    this.happen(this.one(what).node, what, 'change', { value: index });
  }

  canvas(what: string): Pixels {
    const canvas = canvasOf(this.one(what).node);
    if (!canvas) throw new Error(`nobody asked for the node of ${what}`);
    return { widthPx: canvas.width, heightPx: canvas.height, rgba: canvas.pixels.rgba.slice() };
  }

  /** Until the text is on the page, or the predicate has something. */
  async waitFor<Found>(what: string | (() => Found | Promise<Found>), timeoutMs = kTimeoutMs): Promise<Found> {
    const untilMs = performance.now() + timeoutMs;
    for (;;) {
      const found = await (typeof what === 'string' ? this.text().includes(what) as Found : what());
      if (found) return found;
      if (performance.now() > untilMs) throw new Error(`waited ${timeoutMs} ms for ${String(what)}; on the page:\n${this.text()}\n${this.told()}`);
      await new Promise((done) => startTimer(done, kPollMs));
    }
  }

  private *each(shown: Shown = show(this.top().root._exparserNode, null)): Generator<Shown> {
    yield shown;
    for (const child of shown.children) yield* this.each(child);
  }

  private find(what: string): Shown[] {
    const all = [...this.each()];
    if (/^[#.]/.test(what)) {
      const nodes = new Set(this.top().root._exparserNode.shadowRoot?.querySelectorAll(what));
      return all.filter(({ node }) => nodes.has(node));
    }
    const labelled = all.filter(({ node }) => attributeOf(node, 'aria-label') === what || attributeOf(node, 'placeholder') === what);
    if (labelled.length > 0) return labelled;
    return all.filter(({ text, children }) => text === what && !children.some((child) => child.text === what));
  }

  private one(what: string): Shown {
    const found = this.find(what);
    if (found.length === 1) return found[0]!;
    throw new Error(`${found.length === 0 ? 'nothing is' : `${found.length} elements are`} named ${what}; on the page:\n${this.text()}\n${this.told()}`);
  }

  private groupOf(shown: Shown): Shown | null {
    let at: Shown | null = shown;
    while (at && !['radio-group', 'checkbox-group'].includes(at.tag)) at = at.parent;
    return at;
  }

  private members(group: Shown | null): Shown[] {
    return group ? [...this.each(group)].filter(({ tag }) => tag === 'radio' || tag === 'checkbox') : [];
  }

  private happen(node: ViewNode, what: string, event: string, detail: object): void {
    if (!(event in (node._vt?.event ?? {}))) throw new Error(`${what} does not hear ${event}`);
    this.expectHandler(node, event);
    send(node, event, detail);
  }

  /** The engine says nothing when a handler is not there. */
  private expectHandler(node: ViewNode, event: string): void {
    const owner = (node as unknown as { ownerShadowRoot: { getHostNode(): ViewNode } }).ownerShadowRoot.getHostNode();
    const { handler = '' } = node._vt?.event[event] ?? {};
    const caller = (owner as unknown as { __methodCaller?: ViewInstance }).__methodCaller;
    if (caller && typeof caller[handler] !== 'function') throw new Error(`there is no method "${handler}" for ${event}`);
  }

  private isChecked(node: ViewNode): boolean {
    return this.states.get(node) ?? isOn(node, 'checked');
  }

  private valueOf(node: ViewNode): string {
    return this.typed.get(node) ?? String(attributeOf(node, 'value') ?? '');
  }
}

/** What is hidden is not there; an element between components is not seen. */
function show(node: ViewNode, parent: Shown | null): Shown {
  const children: Shown[] = [], parts: (string | Shown)[] = [];
  const shown = { tag: (node._vt?.tagName ?? '').replace(/^wx-/, ''), text: '', node, parent, children, parts };
  for (const child of node.__wxSlotChildren ?? []) collect(child);
  shown.text = shown.text.trim();
  return shown;

  function collect(child: ViewNode): void {
    if (child.textContent !== undefined && !child._vt?.tagName) {
      const own = child.textContent.replace(/\s+/g, ' ');
      parts.push(own);
      shown.text += own;
    } else if (child.__virtual) {
      for (const one of child.__wxSlotChildren ?? []) collect(one);
    } else if (!isOn(child, 'hidden')) {
      const one = show(child, shown);
      children.push(one);
      parts.push(one);
      shown.text += isInline(one) ? one.text : ` ${one.text} `;
    }
  }
}

function linesOf({ parts }: Shown): string[] {
  const lines: string[] = [''];
  for (const part of parts) {
    if (typeof part === 'string' || isInline(part)) lines.push(`${lines.pop()}${typeof part === 'string' ? part : part.text}`);
    else lines.push(...linesOf(part), '');
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

const isInline = ({ tag }: Shown): boolean => tag === 'text';

function isOn(node: ViewNode, attribute: string): boolean {
  const value = attributeOf(node, attribute);
  return value === '' || Boolean(value);
}

function roleOf({ tag, node }: Shown): string | undefined {
  return (attributeOf(node, 'aria-role') ?? attributeOf(node, 'role') ?? kRoles[tag]) as string | undefined;
}

function nameOf({ text, node }: Shown): string {
  return String(attributeOf(node, 'aria-label') ?? (text || attributeOf(node, 'placeholder') || ''));
}
