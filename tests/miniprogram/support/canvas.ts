/** `<canvas type="2d">` with pixels of its own: what is drawn can be read. Rectangles and pictures, along the axes. */
import type { Realm } from './realm.ts';

type Colour = readonly [number, number, number, number];

export class CanvasNode {
  readonly pixels: { rgba: Uint8ClampedArray } = { rgba: new Uint8ClampedArray() };
  private context: Context2d | null = null;
  private widthPx: number;
  private heightPx: number;

  /** As wide and high as it is on the page, until the package says how many pixels it wants. */
  constructor(private readonly realm: Realm, widthPx: number, heightPx: number, readonly later: (work: () => void) => void) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.clear();
  }

  get width(): number { return this.widthPx; }
  set width(value: number) { this.widthPx = Math.floor(value); this.clear(); }
  get height(): number { return this.heightPx; }
  set height(value: number) { this.heightPx = Math.floor(value); this.clear(); }

  getContext(kind: string): Context2d | null {
    if (kind !== '2d') return null;
    return this.context ??= new Context2d(this, this.realm);
  }

  requestAnimationFrame(draw: (timeMs: number) => void): number {
    this.later(() => draw(performance.now()));
    return 1;
  }

  private clear(): void {
    this.pixels.rgba = new Uint8ClampedArray(this.widthPx * this.heightPx * 4);
    this.context?.reset();
  }
}

interface State { fillStyle: string; scaleX: number; scaleY: number; left: number; top: number }
const kFresh: State = { fillStyle: '#000000', scaleX: 1, scaleY: 1, left: 0, top: 0 };

class Context2d {
  imageSmoothingEnabled = true;
  private state: State = { ...kFresh };
  private saved: State[] = [];

  constructor(readonly canvas: CanvasNode, private readonly realm: Realm) {}

  get fillStyle(): string { return this.state.fillStyle; }
  set fillStyle(value: string) { if (colourOf(value)) this.state.fillStyle = value; }

  save(): void { this.saved.push({ ...this.state }); }
  restore(): void { this.state = this.saved.pop() ?? this.state; }
  reset(): void { this.state = { ...kFresh }; this.saved = []; }
  scale(x: number, y: number): void { this.state.scaleX *= x; this.state.scaleY *= y; }
  translate(x: number, y: number): void { this.state.left += x * this.state.scaleX; this.state.top += y * this.state.scaleY; }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    if (b !== 0 || c !== 0) throw new Error('this canvas does not turn');
    Object.assign(this.state, { scaleX: a, scaleY: d, left: e, top: f });
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.paint(x, y, width, height, colourOf(this.state.fillStyle) ?? [0, 0, 0, 255]);
  }

  clearRect(x: number, y: number, width: number, height: number): void {
    this.paint(x, y, width, height, [0, 0, 0, 0]);
  }

  createImageData(width: number, height: number): { width: number; height: number; data: Uint8ClampedArray } {
    return { width, height, data: new this.realm.own.Uint8ClampedArray(width * height * 4) };
  }

  getImageData(left: number, top: number, width: number, height: number): { width: number; height: number; data: Uint8ClampedArray } {
    const image = this.createImageData(width, height);
    this.each(left, top, width, height, (at, from) => image.data.set(this.canvas.pixels.rgba.subarray(at, at + 4), from));
    return image;
  }

  /** Whatever the transform, as the standard has it. */
  putImageData(image: { width: number; height: number; data: Uint8ClampedArray }, left: number, top: number): void {
    this.each(left, top, image.width, image.height, (at, from) => this.canvas.pixels.rgba.set(image.data.subarray(from, from + 4), at));
  }

  private paint(x: number, y: number, width: number, height: number, colour: Colour): void {
    const { scaleX, scaleY, left, top } = this.state;
    const fromX = Math.round(left + x * scaleX), fromY = Math.round(top + y * scaleY);
    const toX = Math.round(left + (x + width) * scaleX), toY = Math.round(top + (y + height) * scaleY);
    this.each(fromX, fromY, toX - fromX, toY - fromY, (at) => this.canvas.pixels.rgba.set(colour, at));
  }

  private each(left: number, top: number, width: number, height: number, work: (at: number, from: number) => void): void {
    for (let y = Math.max(top, 0); y < Math.min(top + height, this.canvas.height); y++) {
      for (let x = Math.max(left, 0); x < Math.min(left + width, this.canvas.width); x++) {
        work((y * this.canvas.width + x) * 4, ((y - top) * width + x - left) * 4);
      }
    }
  }
}

const kNamed: Readonly<Record<string, Colour>> = { black: [0, 0, 0, 255], white: [255, 255, 255, 255], transparent: [0, 0, 0, 0] };

function colourOf(text: string): Colour | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text)?.slice(1).map((digit) => digit + digit);
  const parts = short ?? /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text)?.slice(1);
  const [red = 0, green = 0, blue = 0] = parts?.map((part) => parseInt(part, 16)) ?? /^rgb\((\d+), ?(\d+), ?(\d+)\)$/.exec(text)?.slice(1).map(Number) ?? [NaN];
  return kNamed[text] ?? (Number.isNaN(red) ? null : [red, green, blue, 255]);
}
