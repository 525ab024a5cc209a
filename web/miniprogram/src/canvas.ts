/** The symbol on a canvas: whole modules of the core's own pixels, white around them. */
import { askCore } from '@citycode/client/core';
import type { FaultId } from '@citycode/wasm/types';

interface CanvasNode {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    fillStyle: string;
    fillRect(x: number, y: number, width: number, height: number): void;
    createImageData(width: number, height: number): { readonly data: Uint8ClampedArray };
    putImageData(image: object, x: number, y: number): void;
  };
}

interface Found {
  readonly node: CanvasNode;
  readonly width: number;
}

const kMostPixelsPerModule = 64;

export class SymbolCanvas {
  #wanted = 0;

  constructor(private readonly host: WechatMiniprogram.Component.TrivialInstance, private readonly id: string) {}

  /** Nothing of the symbol is left. */
  async clear(): Promise<void> {
    this.#wanted += 1;
    const found = await this.#find();
    if (found) this.#paint(found, null);
  }

  /** Null, or why it could not be drawn. What was asked for before and is not there yet never comes. */
  async draw(text: string): Promise<FaultId | null> {
    const wanted = ++this.#wanted;
    const found = await this.#find();
    if (!found) return null;   // the page was left
    const side = Math.floor(found.width * wx.getWindowInfo().pixelRatio);
    const drawn = await askCore(async (core) => {
      const small = await core.drawPixels(text, 'M', 1);
      return small.ok ? core.drawPixels(text, 'M', Math.min(kMostPixelsPerModule, Math.max(1, Math.floor(side / small.ok.sidePx)))) : small;
    });
    if (wanted !== this.#wanted) return null;
    if (!drawn.ok) return drawn.fault!;
    this.#paint(found, drawn.ok);
    return null;
  }

  #paint({ node, width }: Found, drawn: { readonly sidePx: number; readonly rgba: Uint8ClampedArray } | null): void {
    const side = Math.max(drawn?.sidePx ?? 1, Math.floor(width * wx.getWindowInfo().pixelRatio));
    node.width = side;
    node.height = side;
    const context = node.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, side, side);
    if (!drawn) return;
    const image = context.createImageData(drawn.sidePx, drawn.sidePx);
    image.data.set(drawn.rgba);
    const edge = Math.floor((side - drawn.sidePx) / 2);
    context.putImageData(image, edge, edge);
  }

  #find(): Promise<Found | null> {
    return new Promise((resolve) => {
      this.host.createSelectorQuery().select(this.id).fields({ node: true, size: true }).exec((found: readonly (Found | null)[]) => {
        resolve(found[0] && found[0].node ? found[0] : null);
      });
    });
  }
}
