/** The camera: reads the code of a place, a site or a slip, and goes to who asks. */
import { t } from '@citycode/elements/words';
import { decodeUtf8 } from '@citycode/wasm/utf8';
import { readFrame } from '../core.js';
import { faultView, type FaultView } from '../fault-view.js';
import { goTo } from '../held.js';
import { hasWords } from '../language.js';
import { readAddress, type Said } from '../links.js';
import { page, Screen, type View } from '../screen.js';

interface Camera {
  onCameraFrame(heard: (frame: { readonly width: number; readonly height: number; readonly data: ArrayBuffer }) => void): { start(): void; stop(): void };
}

export class ScanScreen extends Screen {
  #fault: FaultView | null = null;
  #isDenied = false;
  #listener: { start(): void; stop(): void } | null = null;
  #isReading = false;
  #isDone = false;

  override opened(): void {
    if (!hasWords()) void wx.reLaunch({ url: '/pages/code/index' });
  }

  override shown(): void {
    this.#isDone = false;
    this.#isDenied = false;
    this.draw();
  }

  override hidden(): void {
    this.#stop();
  }

  override closed(): void {
    this.#stop();
  }

  override view(): View {
    const { chat, common } = t();
    return {
      fault: this.#fault,
      isDenied: this.#isDenied,
      words: { hint: chat.scanHint, back: common.back, openSettings: chat.openSettings, tryAgain: common.tryAgain, camera: chat.scan },
    };
  }

  /** Frames may be asked for from now on. */
  begin(): void {
    this.#stop();
    this.#listener = (wx.createCameraContext() as unknown as Camera).onCameraFrame(({ data, width, height }) => { void this.#see(data, width, height); });
    this.#listener.start();
  }

  refuse(): void {
    this.#stop();
    this.#isDenied = true;
    const { cameraDenied } = t().chat;
    this.#fault = { ...cameraDenied, id: t().common.faultId('env/camera-denied') };
    this.draw();
  }

  lose(): void {
    this.#stop();
    this.#fault = faultView('env/camera-lost');
    this.draw();
  }

  openSettings(): void {
    wx.openSetting({
      success: ({ authSetting }) => {
        if (!authSetting['scope.camera']) return;
        this.#isDenied = false;
        this.#fault = null;
        this.draw();   // the camera is there again, and begins
      },
    });
  }

  back(): void {
    void wx.navigateBack();
  }

  #stop(): void {
    this.#listener?.stop();
    this.#listener = null;
  }

  async #see(rgba: ArrayBuffer, widthPx: number, heightPx: number): Promise<void> {
    if (this.#isReading || this.#isDone) return;   // never queued: the next frame is younger
    this.#isReading = true;
    const found = await readFrame(rgba, widthPx, heightPx);
    this.#isReading = false;
    if (this.#isDone || !this.#listener) return;
    if (!found.ok) {
      if (found.fault) this.#say(faultView(found.fault));
      return;
    }
    this.#take(readAddress(decodeUtf8(found.ok)));
  }

  #take(said: Said): void {
    const { chat, common } = t();
    switch (said.kind) {
      case 'nothing': return this.#say({ ...chat.notOurs, id: common.faultId('code/not-city-code') });
      case 'other-city': return this.#say({ ...chat.otherCity, id: common.faultId('code/not-city-code') });
      default:
        this.#isDone = true;
        this.#stop();
        wx.vibrateShort({ type: 'light' });
        goTo(said, (next) => wx.redirectTo(next));
    }
  }

  #say(fault: FaultView): void {
    if (this.#fault?.id === fault.id && this.#fault.what === fault.what) return;
    this.#fault = fault;
    this.draw();
  }

}

export const scan = (): void => page(() => new ScanScreen(), ['begin', 'refuse', 'lose', 'openSettings', 'back']);
