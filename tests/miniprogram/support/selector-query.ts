/** wx.createSelectorQuery: where an element is on the page, and the node of a canvas (…/api/wxml/NodesRef.fields.html). */
import { CanvasNode } from './canvas.ts';
import type { Session } from './session.ts';
import { attributeOf, sizeOnPage, type ViewNode } from './view.ts';

interface Fields {
  readonly id?: boolean;
  readonly dataset?: boolean;
  readonly size?: boolean;
  readonly rect?: boolean;
  readonly node?: boolean;
}

type Told = (found: unknown) => void;
interface Question { readonly nodes: () => unknown; readonly told: Told | undefined }

const canvases = new WeakMap<ViewNode, CanvasNode>();

export const canvasOf = (element: ViewNode): CanvasNode | undefined => canvases.get(element);

/** `root` is the component whose elements are asked for, the page's own unless `in` says another. */
export function selectorQuery(session: Session, root: ViewNode | undefined): unknown {
  const questions: Question[] = [];

  const look = (element: ViewNode | null, fields: Fields): unknown => {
    if (!element) return null;
    const { width, height } = sizeOnPage(element);
    return {
      ...(fields.id ? { id: element.id } : {}),
      ...(fields.dataset ? { dataset: { ...element.dataset } } : {}),
      ...(fields.size ? { width, height } : {}),
      ...(fields.rect ? { left: 0, top: 0, right: width, bottom: height } : {}),
      ...(fields.node ? { node: nodeOf(session, element, width, height) } : {}),
    };
  };

  const query = {
    in(component: object) {
      root = session.nodes.get(component);
      if (!root) session.device.trouble(new Error('createSelectorQuery().in() got no component'));
      return query;
    },
    select: (selector: string) => reference((fields) => look(root?.shadowRoot?.querySelector(selector) ?? null, fields)),
    selectAll: (selector: string) => reference((fields) => (root?.shadowRoot?.querySelectorAll(selector) ?? []).map((element) => look(element, fields))),
    exec(told?: Told) {
      session.later(() => {
        const found = questions.map(({ nodes }) => session.realm.copy(nodes()));
        questions.forEach((question, index) => question.told?.(found[index]));
        told?.(session.realm.copy(found));
      });
      return query;
    },
  };

  const reference = (find: (fields: Fields) => unknown) => {
    const ask = (fields: Fields, told?: Told) => {
      questions.push({ nodes: () => find(fields), told });
      return query;
    };
    return {
      fields: ask,
      node: (told?: Told) => ask({ node: true }, told),
      boundingClientRect: (told?: Told) => ask({ id: true, dataset: true, rect: true, size: true }, told),
    };
  };
  return query;
}

function nodeOf(session: Session, element: ViewNode, width: number, height: number): CanvasNode | null {
  if (attributeOf(element, 'type') !== '2d') return null;
  let canvas = canvases.get(element);
  if (!canvas) canvases.set(element, canvas = new CanvasNode(session.realm, width, height, session.later));
  return canvas;
}
