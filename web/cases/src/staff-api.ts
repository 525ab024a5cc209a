/** What staff ask of the city (docs/api.md). */
import { askJson, type Answer } from '@citycode/client/api';
import type { CaseSeen, Written } from '@citycode/elements/cc-case/types';

export interface OfficeCase extends CaseSeen {
  /** The city's name for it. */
  readonly case: string;
}

export interface OfficeCases {
  /** Empty: whoever is above all offices. */
  readonly office: string;
  readonly cases: readonly OfficeCase[];
}

export class StaffApi {
  constructor(private readonly secret: string) {}

  list(): Promise<Answer<OfficeCases>> {
    return this.#post('list', {});
  }

  read({ office, case: id }: OfficeCase): Promise<Answer<OfficeCase>> {
    return this.#post('read', { office, case: id });
  }

  answer({ office, case: id }: OfficeCase, { number, text, decides }: Written): Promise<Answer<OfficeCase>> {
    return this.#post('answer', { office, case: id, number, text, settled: decides });
  }

  makeComplex({ office, case: id }: OfficeCase): Promise<Answer<OfficeCase>> {
    return this.#post('complex', { office, case: id });
  }

  #post<T>(what: string, body: unknown): Promise<Answer<T>> {
    return askJson<T>(`/v1/office-cases/${what}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.secret}` }, body: JSON.stringify(body), cache: 'no-store',
    }, { atOnce: true });
  }
}
