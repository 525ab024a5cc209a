/**
 * A city and its phones in this process, in the shape of the kit. JOIN: only until `@citycode/verify/portal` is there; then the real server, the real
 * kit and the phone of tests/verify stand here.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { CityPortal, PortalOptions, Question, SignIn, SignInAnswer } from '@citycode/openid/portal';

/** Older than that, a code opens nothing. */
const kCodeSeconds = 10;

interface Request {
  readonly portal: string;
  readonly question: Question;
  readonly drawn: Map<string, number>;
  openedBy: StandInPhone | null;
  end(answer: SignInAnswer): void;
  isOver: boolean;
  isCancelled: boolean;
}

export interface Person {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const person = (name: string, shown: string, type: string, number: string, isOver60: boolean): Person => ({
  name, attributes: { name: shown, 'document-type': type, 'document-number-masked': number, 'over-18': true, 'over-60': isOver60 },
});
export const kWang = person('Wang Xiaoming', '王小明', 'resident-identity-card', '1101**********1234', false);
export const kBudi = person('Budi Santoso', 'Budi Santoso', 'passport', 'B1*****89', true);

export class StandInCity {
  readonly #requests = new Map<string, Request>();
  /** For how long questions live here at most. */
  mostLifeSeconds = 300;
  isAway = false;

  readonly openPortal = async (options: PortalOptions): Promise<CityPortal> => {
    if (this.isAway) throw new Error('env/offline');
    return { ask: async (question) => this.#ask(options.id, question), close: () => {} };
  };

  phoneOf(person: Person): StandInPhone {
    return new StandInPhone(this, person);
  }

  /** What a portal knows this person by. */
  static pseudonym(portal: string, person: Person): string {
    return createHmac('sha256', 'the city’s secret').update(`${portal} ${person.name}`).digest('hex').slice(0, 32);
  }

  /** The latest question of a portal. */
  latest(portal: string): Request {
    return [...this.#requests.values()].filter((each) => each.portal === portal).at(-1)!;
  }

  at(address: string): Request {
    const [id, mark] = new URL(address).hash.replace('#portal=', '').split('.');
    const request = this.#requests.get(id!);
    if (!request || request.isOver) throw new Error('portal/unknown');
    const drawn = request.drawn.get(mark!);
    if (drawn === undefined) throw new Error('portal/bad-code');
    if (Date.now() - drawn > kCodeSeconds * 1000) throw new Error('portal/old-code');
    return request;
  }

  #ask(portal: string, question: Question): SignIn {
    if (this.isAway) throw new Error('env/offline');
    const id = randomBytes(16).toString('base64url'), life = Math.min(question.lifeSeconds ?? 300, this.mostLifeSeconds);
    let answered!: (answer: SignInAnswer) => void;
    const answer = new Promise<SignInAnswer>((resolve) => { answered = resolve; });
    const end = (given: SignInAnswer): void => {
      if (request.isOver) return;
      request.isOver = true;
      clearTimeout(timer);
      answered(given);
    };
    const request: Request = { portal, question, drawn: new Map(), openedBy: null, isOver: false, isCancelled: false, end };
    const timer = setTimeout(() => end({ outcome: 'expired' }), life * 1000).unref();
    this.#requests.set(id, request);
    return {
      id, expiresUnixSeconds: Date.now() / 1000 + life, answer,
      get state() { return request.isOver ? 'ended' : request.openedBy ? 'opened' : 'waiting'; },
      address() {
        const mark = randomBytes(8).toString('base64url');
        request.drawn.set(mark, Date.now());
        return `https://city.example/app/#portal=${id}.${mark}`;
      },
      cancel() {
        request.isCancelled = true;
        end({ outcome: 'expired' });
      },
    };
  }
}

export class StandInPhone {
  isWithdrawn = false;

  constructor(private readonly city: StandInCity, readonly person: Person) {}

  /** Scans what is drawn, or follows it. */
  open(address: string): Opened {
    const request = this.city.at(address);
    if (request.openedBy) throw new Error('portal/opened');
    request.openedBy = this;
    return new Opened(request, this);
  }
}

export class Opened {
  constructor(private readonly request: Request, private readonly phone: StandInPhone) {}

  get question(): Question {
    return this.request.question;
  }

  /** What the phone opens then, if it is to open anything. */
  agree({ without = [] }: { readonly without?: readonly string[] } = {}): string | null {
    const { question, portal } = this.request;
    if (without.some((name) => question.required.includes(name))) throw new Error('portal/incomplete');
    if (this.phone.isWithdrawn) {
      this.request.end({ outcome: 'failed', fault: 'status/revoked' });
      return null;
    }
    const asked = [...question.required, ...(question.optional ?? [])].filter((name) => name !== 'pseudonym' && !without.includes(name));
    const shown = Object.fromEntries(asked.map((name) => [name, this.phone.person.attributes[name]]));
    const attributes = { pseudonym: StandInCity.pseudonym(portal, this.phone.person), ...shown };
    const returnCode = question.returnTo === undefined ? null : randomBytes(16).toString('base64url');
    this.request.end({ outcome: 'signed-in', attributes, passDigest: randomBytes(32).toString('hex'), returnCode });
    return returnCode && `${question.returnTo}#citycode=${returnCode}`;
  }

  refuse(): void {
    this.request.end({ outcome: 'refused' });
  }
}

export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
