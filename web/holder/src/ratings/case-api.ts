/** What a rater asks of the case that a bad rating opened: with the secret that this phone alone has, and nothing that tells who asks. */
import { askJson, type Answer } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';

export interface CaseKey {
  readonly officeId: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

/** `Case` is what the city shows of it. */
export class CaseApi<Case> {
  read(key: CaseKey): Promise<Answer<Case>> {
    return this.#post('read', key, {});
  }

  /** `contradicts`: the matter is not settled, whatever the office said. */
  answer(key: CaseKey, { number, text, contradicts }: { readonly number: number; readonly text: string; readonly contradicts: boolean }): Promise<Answer<Case>> {
    return this.#post('answer', key, { number, text, contradicts });
  }

  close(key: CaseKey): Promise<Answer<Case>> {
    return this.#post('close', key, {});
  }

  #post(what: string, { officeId, secret }: CaseKey, more: object): Promise<Answer<Case>> {
    const body = JSON.stringify({ office: officeId, secret: toBase64Url(secret), ...more });
    return askJson<Case>(`/v1/rating-cases/${what}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body, cache: 'no-store', referrerPolicy: 'no-referrer',
    }, { atOnce: true });
  }
}
