/** A verifying device's verbs: lists, verdicts, keys of sealed scenes, and the memory of what was seen. */
import { copied, json, nothing, words, type Answer } from '../binding.js';
import { joined } from '../bytes.js';
import type { VerifierCVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import { kKeyBytes } from '../sizes.js';
import { decodeUtf8 } from '../utf8.js';
import { Role } from './role.js';
import type { ListKind, ListProgress, MergedReplay, SceneKey, StatusListSummary, Verdict, VerifyRequest } from './verifier.types.js';

const listKinds: Record<ListKind, number> = { 'trust-list': 1, 'status-list': 2 };

export class Verifier extends Role<VerifierCVerb> {
  /** Verifies and adopts a status list or a delta, of an issuer of the loaded trust list. */
  loadStatusList(list: Uint8Array, nowUnixSeconds: number): Outcome<StatusListSummary> {
    return this.core.ask('load_status_list', [list, nowUnixSeconds], json<StatusListSummary>);
  }

  /**
   * Holds these keys of sealed scenes from now on, in place of those before, which are wiped. The first fault ends it, and
   * then none is held. The module's copies on the way in are wiped; the caller wipes its own.
   */
  holdSceneKeys(keys: readonly SceneKey[]): Outcome<true> {
    this.core.ask('forget_scene_keys', [], nothing);
    for (const { scopeId, utcDay, secret } of keys) {
      const loaded: Outcome<true> = secret.length === kKeyBytes ? this.core.ask('load_scene_key', [scopeId, utcDay, secret], nothing) : refused('scope/bad-scene-key');
      if (loaded.ok) continue;
      this.core.ask('forget_scene_keys', [], nothing);
      return refused(loaded.fault!);
    }
    return { ok: true };
  }

  /** A verdict for anything that was scanned; a fault only for a request that makes no sense. */
  verifyCode(text: string | Uint8Array, request: VerifyRequest): Outcome<Verdict> {
    const { nowUnixSeconds, clockAheadSeconds, scopeName, venueId, nonce } = request;
    const told = this.core.ask('tell_clock_ahead', [clockAheadSeconds ?? 0], nothing);
    if (!told.ok) return refused(told.fault!);
    return this.core.ask('verify_code', [text, nowUnixSeconds, scopeName, venueId ?? '', nonce ?? null], json<Verdict>);
  }

  /** What the city's server said its time is, and this host's clock then: a clock that went back is believed again when they agree. */
  confirmTime(serverUnixSeconds: number, nowUnixSeconds: number): Outcome<true> {
    return this.core.ask('confirm_time', [serverUnixSeconds, nowUnixSeconds], nothing);
  }

  // ---- Lists as codes ------------------------------------------------------------------------------------------

  /** A signed list as texts for QR codes, each with `partBytes` (32 to 700) of it. */
  splitList(list: Uint8Array, kind: ListKind, partBytes: number): Outcome<readonly string[]> {
    return this.core.ask('split_list', [list, listKinds[kind], partBytes], (answer) => decodeUtf8(answer).split('\n'));
  }

  /** Takes one part of a list; `begin` forgets the parts that came before. */
  joinListPart(text: string | Uint8Array, kind: ListKind, begin = false): Outcome<ListProgress> {
    return this.core.ask('join_list_part', [text, listKinds[kind], begin ? 1 : 0], (answer) => {
      const total = words(answer).getUint32(0, true);
      const have = words(answer).getUint32(4, true);
      return { total, have, list: have === total ? answer.slice(8) : null };
    });
  }

  // ---- The replay memory ---------------------------------------------------------------------------------------

  /** What was seen here from `sinceUnixSeconds` on, for the venue's other terminals: payloads to be signed one by one. */
  shareReplay(venueId: string, sinceUnixSeconds: number, nowUnixSeconds: number): Outcome<readonly Uint8Array[]> {
    return this.core.ask('share_replay', [venueId, sinceUnixSeconds, nowUnixSeconds], readPayloads);
  }

  /** The bytes that the terminal's key has to sign for one payload. */
  shareToBeSigned(payload: Uint8Array, terminal: Uint8Array): Outcome<Uint8Array> {
    return this.core.ask('sign_share', [payload, terminal, null], copied);
  }

  /** The share, once signed. */
  writeShare(payload: Uint8Array, terminal: Uint8Array, signature: Uint8Array): Outcome<Uint8Array> {
    return this.core.ask('sign_share', [payload, terminal, signature], copied);
  }

  /** Takes a share in, if one of `terminals` signed it. On replay/memory-full it is offered again later. */
  mergeReplay(share: Uint8Array, venueId: string, terminals: readonly Uint8Array[], nowUnixSeconds: number): Outcome<MergedReplay> {
    if (terminals.some((key) => key.length !== kKeyBytes)) return refused('request/malformed');
    return this.core.ask('merge_replay', [share, venueId, joined(terminals), nowUnixSeconds], json<MergedReplay>);
  }

  /** The replay memory for this terminal's own next start. */
  saveReplay(nowUnixSeconds: number): Outcome<Uint8Array<ArrayBuffer>> {
    return this.core.ask('save_replay', [nowUnixSeconds], copied);
  }

  /** Restores what `saveReplay` gave. */
  loadReplay(saved: Uint8Array, nowUnixSeconds: number): Outcome<MergedReplay> {
    return this.core.ask('load_replay', [saved, nowUnixSeconds], json<MergedReplay>);
  }
}

/** The answer of cc_share_replay. */
function readPayloads(answer: Answer): readonly Uint8Array[] {
  const view = words(answer);
  const payloads: Uint8Array[] = [];
  let at = 4;
  for (let left = view.getUint32(0, true); left > 0; left--) {
    const size = view.getUint32(at, true);
    payloads.push(answer.slice(at + 4, at + 4 + size));
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return payloads;
}
