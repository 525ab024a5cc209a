/** The real city with the phones of its people, each of whom enrols once. */
import { CityServer } from '../../support/city-server.js';
import { Phone, type OpenedQuestion } from '../../verify/phone.js';

export interface Person {
  readonly latinName: string;
  readonly name: string;
}
export const kWang: Person = { latinName: 'Wang Xiaoming', name: '王小明' };
export const kAmara: Person = { latinName: 'Amara Okafor', name: 'Amara Okafor' };
export const kZhou: Person = { latinName: 'Zhou Wei', name: '周伟' };

export class City {
  readonly #phones = new Map<Person, Promise<Phone>>();

  private constructor(readonly server: CityServer) {}

  static async start(): Promise<City> {
    return new City(await CityServer.start());
  }

  /** Scans what is drawn, or follows it. Rejects with the city's fault. */
  async open(person: Person, address: string): Promise<Opened> {
    let phone = this.#phones.get(person);
    if (!phone) this.#phones.set(person, phone = Phone.of(this.server, person.latinName));
    return new Opened(await phone, await (await phone).open(address));
  }

  /** What the city says of an address that a phone opens: a fault, or nothing. */
  async faultOf(person: Person, address: string): Promise<string> {
    return this.open(person, address).then(() => '', (cause: Error) => cause.message);
  }

  /** The whole way of a phone; what it opens then, if it is to open anything. */
  async agree(person: Person, address: string): Promise<string | null> {
    return (await this.open(person, address)).agree();
  }

  end(): Promise<void> {
    return this.server.end();
  }
}

export class Opened {
  constructor(private readonly phone: Phone, private readonly question: OpenedQuestion) {}

  get ask(): OpenedQuestion['ask'] {
    return this.question.ask;
  }

  async agree({ without = [] }: { readonly without?: readonly string[] } = {}): Promise<string | null> {
    const code = await this.phone.answer(this.question, this.#allBut(without));
    return code && `${this.ask.returnAddress}#citycode=${code}`;
  }

  async refuse(): Promise<void> {
    await this.phone.answer(this.question, null);
  }

  /** The phone is reported lost between what it says and the city hearing it. */
  async agreeAndBeLost(): Promise<void> {
    const { answer } = await this.phone.sealed(this.question, this.#allBut([]));
    await this.phone.reportLost();
    await this.phone.send(this.question, answer);
  }

  #allBut(without: readonly string[]): string[] {
    return [...this.ask.required, ...this.ask.optional].filter((name) => !without.includes(name));
  }
}
