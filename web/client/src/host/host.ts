/**
 * What JavaScript has not by itself, and each host gives in its own way: a page and Node (page.ts), a chat app's program. A build takes
 * one: `@citycode/client/host` is the page's, and who builds for another host puts that one in its place (docs/adr/0084).
 */
import type { AskingParts } from '../asking/parts.js';

export interface Host {
  /** From the system's generator for keys. */
  randomBytes(count: number): Promise<Uint8Array<ArrayBuffer>>;
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  toUtf8(text: string): Uint8Array<ArrayBuffer>;
  /** What is no UTF-8 is replaced, or refused with an exception. */
  fromUtf8(bytes: ArrayBuffer): string;
  /** RFC 4648 section 4, with padding. */
  toBase64(bytes: Uint8Array): string;
  /** With or without padding; null for anything else. */
  fromBase64(text: string): Uint8Array<ArrayBuffer> | null;
  /** False where no key can be made at all. */
  hasCrypto(): boolean;
  /** Calls `run` whenever nobody sees the page any more: the last moment in which one that is left, or a phone that is locked, can do something. */
  onHidden(run: () => void): () => void;
  readonly asking: AskingParts;
}
