/**
 * <camera> and wx.createCameraContext: frames come after `initdone`, to a listener that was started, while the element has a
 * `frame-size`, is on the page that is shown, and the person allowed it; one element on a page
 * (developers.weixin.qq.com/miniprogram/dev/component/camera.html, …/api/media/camera/CameraContext.onCameraFrame.html).
 */
import { asks, Refusal } from './answers.ts';
import type { Session } from './session.ts';
import { attributeOf, pageOf, send, type ViewNode } from './view.ts';

interface CameraFrame {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayBuffer;
}

export class Camera {
  /** Each camera on a page, and whether it told `initdone`. */
  private readonly elements = new Map<ViewNode, boolean>();
  private readonly started = new Map<(frame: CameraFrame) => void, ViewNode>();

  /** `shown` is the page that the person sees. */
  constructor(private readonly session: Session, private readonly shown: () => Element | null) {}

  appeared(element: ViewNode): void {
    for (const other of this.elements.keys()) {
      if (pageOf(other) === pageOf(element)) this.session.device.trouble(new Error('a page may have one camera'));
    }
    this.elements.set(element, false);
    this.session.later(() => {
      if (!this.elements.has(element)) return;
      if (!this.session.device.askForCamera()) {
        send(element, 'error', { errMsg: 'insertCamera:fail auth deny' });
        return;
      }
      this.elements.set(element, true);
      send(element, 'initdone', { maxZoom: 10 });
    });
  }

  disappeared(element: ViewNode): void {
    this.elements.delete(element);
    for (const [listener, heard] of this.started) if (heard === element) this.started.delete(listener);
  }

  wentToBackground(): void {
    const element = this.current();
    if (element && this.elements.get(element)) send(element, 'stop', {});
  }

  /** How many listeners the frame reached. */
  show(rgba: Uint8Array, width: number, height: number): number {
    if (!this.session.foreground) return 0;
    const current = this.current();
    const heard = [...this.started].filter(([, element]) => element === current);
    for (const [listener] of heard) {
      const frame = this.session.realm.copy({ width, height, data: rgba }) as CameraFrame;
      this.session.run(() => listener(frame));
    }
    return heard.length;
  }

  private current(): ViewNode | undefined {
    return [...this.elements.keys()].find((element) => pageOf(element) === this.shown());
  }

  readonly createCameraContext = (): unknown => ({
    onCameraFrame: (listener: (frame: CameraFrame) => void) => ({
      start: asks(this.session, 'CameraFrameListener.start', () => {
        const element = this.current();
        if (!element || !this.elements.get(element)) throw new Refusal('the camera has not told initdone');
        if (attributeOf(element, 'frame-size') === undefined) throw new Refusal('the camera has no frame-size');
        this.started.set(listener, element);
      }),
      stop: asks(this.session, 'CameraFrameListener.stop', () => void this.started.delete(listener)),
    }),
    setZoom: asks(this.session, 'CameraContext.setZoom', ({ zoom }) => ({ zoom })),
  });
}
