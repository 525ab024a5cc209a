// A portal's own server with the built kit, the running city as relay, and a phone: what each of them learns, and how each sign-in ends.
import { openPortal, type CityPortal, type PortalOptions, type Question, type SignIn } from '@citycode/verify/portal';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';
import { Phone } from './phone.js';
import { random, registerPortal, type Registered } from './registered.js';

const kOrigin = 'https://tax.example';
const kReturn = `${kOrigin}/back`;

let city: CityServer;
let phone: Phone;
const open: CityPortal[] = [];

beforeAll(async () => {
  city = await CityServer.start();
  phone = await Phone.of(city, 'Wang Xiaoming');
});
afterEach(() => Promise.all(open.splice(0).map((portal) => portal.close())));
afterAll(() => city?.end());

const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const register = (id: string): Promise<Registered> => registerPortal(city, id, { origin: kOrigin, returnTo: kReturn });

async function portalOf(registered: Registered, more: Partial<PortalOptions> = {}): Promise<CityPortal> {
  const portal = await openPortal({ city: city.origin, ...registered, ...more });
  open.push(portal);
  return portal;
}

const question: Question = { scene: 'sign-in', purpose: 'Sign in to your account', required: ['name', 'pseudonym'], optional: ['document-type', 'over-18'] };
const opened = async (asked: SignIn) => phone.open(await asked.address());

describe('a portal', () => {
  it('is told who signed in, and nothing that was not ticked', async () => {
    const portal = await portalOf(await register('told'));
    const asked = await portal.ask(question);
    expect(asked.state).toBe('waiting');
    const address = await asked.address();
    expect(address.startsWith(`${city.origin}/app/#portal=${asked.id}.0.`)).toBe(true);
    const seen = await phone.open(address);
    expect(seen.ask).toMatchObject({ portalId: 'told', origin: kOrigin, purpose: question.purpose, required: ['name', 'pseudonym'], optional: ['document-type', 'over-18'], returnAddress: '' });
    await expect.poll(() => asked.state).toBe('opened');
    await phone.answer(seen, ['name', 'pseudonym', 'over-18']);
    const answer = await asked.answer;
    expect(answer).toEqual({
      outcome: 'signed-in', attributes: { 'name': '王小明', 'over-18': true, 'pseudonym': expect.stringMatching(/^[0-9a-f]{24}$/u) as unknown },
      passDigest: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown, returnCode: null,
    });
    expect(asked.state).toBe('ended');
  });

  it('knows a person again, and two portals cannot tell that it is the same one', async () => {
    const pseudonymAt = async (portal: CityPortal): Promise<unknown> => {
      const asked = await portal.ask(question);
      await phone.answer(await opened(asked), ['name', 'pseudonym']);
      const answer = await asked.answer;
      return answer.outcome === 'signed-in' ? answer.attributes['pseudonym'] : answer;
    };
    const [one, other] = [await portalOf(await register('one')), await portalOf(await register('other'))];
    const first = await pseudonymAt(one);
    expect(await pseudonymAt(one)).toBe(first);
    expect(await pseudonymAt(other)).not.toBe(first);
  });

  it('is brought back the code that the answer has, where the phone returns', async () => {
    const portal = await portalOf(await register('returns'));
    const asked = await portal.ask({ ...question, returnTo: kReturn });
    const seen = await opened(asked);
    expect(seen.ask.returnAddress).toBe(kReturn);
    const brought = await phone.answer(seen, ['name', 'pseudonym']);
    expect(await asked.answer).toMatchObject({ outcome: 'signed-in', returnCode: brought });
  });

  it('is told that somebody refused, and whoever cancels or waits too long that it is over', async () => {
    const portal = await portalOf(await register('ends'));
    const refused = await portal.ask(question);
    await phone.answer(await opened(refused), null);
    expect(await refused.answer).toEqual({ outcome: 'refused', returnCode: null });

    const cancelled = await portal.ask(question);
    const seen = await opened(cancelled);
    cancelled.cancel();
    expect(await cancelled.answer).toEqual({ outcome: 'expired' });
    await expect.poll(() => phone.answer(seen, ['name', 'pseudonym']).then(() => '', (cause: Error) => cause.message)).toBe('portal/unknown');

    const short = await portal.ask({ ...question, lifeSeconds: 1 });
    expect(await short.answer).toEqual({ outcome: 'expired' });
    await expect(short.address().then((address) => phone.open(address))).rejects.toThrow(/portal\/(unknown|bad-code)/u);
  });

  it('gives a code to the first phone alone', async () => {
    const portal = await portalOf(await register('first'));
    const asked = await portal.ask(question);
    const address = await asked.address();
    const other = await Phone.of(city, 'Sun Qian');
    const seen = await phone.open(address);
    await expect(other.open(address)).rejects.toThrow('portal/opened');
    await expect(other.send({ ...seen, ticket: base64Url(random(16)) }, (await other.sealed(seen, ['name', 'pseudonym'])).answer)).rejects.toThrow('portal/opened');
    await phone.answer(seen, ['name', 'pseudonym']);
    expect(await asked.answer).toMatchObject({ outcome: 'signed-in', attributes: { name: '王小明' } });
  });

  it('takes an answer also when the relay was started again between request and answer', async () => {
    const portal = await portalOf(await register('restarted'));
    const asked = await portal.ask(question);
    const seen = await opened(asked);
    await city.stop();
    await city.startAgain();
    await phone.answer(seen, ['name', 'pseudonym']);
    expect(await asked.answer).toMatchObject({ outcome: 'signed-in' });
  });

  it.each([-300, 300])('signs people in with a clock that is %i s off', async (seconds) => {
    const portal = await portalOf(await register(`clock${seconds > 0 ? '-ahead' : '-behind'}`), { now: () => Date.now() + seconds * 1000 });
    const asked = await portal.ask(question);
    expect(Math.abs(asked.expiresUnixSeconds - Date.now() / 1000 - 180)).toBeLessThan(5);
    await phone.answer(await opened(asked), ['name', 'pseudonym']);
    expect(await asked.answer).toMatchObject({ outcome: 'signed-in' });
  });

  it('is not signed in to by a phone that was reported lost in between', async () => {
    const portal = await portalOf(await register('lost'));
    const lost = await Phone.of(city, 'Zhou Wei');
    const asked = await portal.ask(question);
    const seen = await lost.open(await asked.address());
    const { answer } = await lost.sealed(seen, ['name', 'pseudonym']);
    await lost.reportLost();
    await lost.send(seen, answer);
    expect(await asked.answer).toEqual({ outcome: 'failed', fault: 'revocation/revoked' });
  });

  it('says what an answer lacks, and reads none that was sealed to another key', async () => {
    const registered = await register('sealed');
    const portal = await portalOf(registered);
    const incomplete = await portal.ask(question);
    await phone.answer(await opened(incomplete), ['pseudonym']);
    expect(await incomplete.answer).toEqual({ outcome: 'failed', fault: 'portal/incomplete' });

    const other = await portalOf({ ...registered, sealingKey: random(32) });
    const asked = await other.ask(question);   // its record says the registered key
    await phone.answer(await opened(asked), ['name', 'pseudonym']);
    expect(await asked.answer).toEqual({ outcome: 'failed', fault: 'portal/answer-broken' });
  });

  it('asks nothing as somebody else, for another scene or address, or after it was taken off the list', async () => {
    const registered = await register('strict');
    const portal = await portalOf(registered);
    const refused = (asked: Promise<unknown>): Promise<string> => asked.then(() => '', (cause: { fault: string }) => cause.fault);
    expect(await refused((await portalOf({ ...registered, key: random(32) })).ask(question))).toBe('issue/unknown-device');
    expect(await refused((await portalOf({ ...registered, id: 'nobody' })).ask(question))).toBe('request/not-found');
    expect(await refused((await portalOf({ ...(await register('another')), id: 'strict' })).ask(question))).toBe('portal/bad-request');
    expect(await refused(portal.ask({ ...question, scene: 'identity', required: ['name'], optional: [] }))).toBe('portal/bad-request');
    expect(await refused(portal.ask({ ...question, returnTo: `${kOrigin}/elsewhere` }))).toBe('portal/not-registered');
    for (const returnTo of [`${kOrigin}/back#x`, 'https://tax.example@evil.example/', `${kOrigin}:8443/back`]) expect(await refused(portal.ask({ ...question, returnTo }))).toBe('portal/bad-request');
    for (const lifeSeconds of [0, 301, 1.5]) expect(await refused(portal.ask({ ...question, lifeSeconds }))).toBe('start/bad-option');
    expect(await refused(openPortal({ city: city.origin, ...registered, key: random(31) }))).toBe('start/bad-option');

    const asked = await portal.ask(question);
    await city.atTheCounter('remove-portal', '--id', 'strict');
    expect(await asked.answer).toMatchObject({ outcome: expect.stringMatching(/expired|failed/u) as unknown });
    expect(await refused(portal.ask(question))).toBe('issue/unknown-device');
  });

  it('is opened while the city is away, and asks when it is there again', async () => {
    const registered = await register('early');
    await city.stop();
    const portal = await portalOf(registered);
    await expect(portal.ask(question)).rejects.toMatchObject({ fault: 'env/offline' });
    await city.startAgain();
    const asked = await portal.ask(question);
    await phone.answer(await opened(asked), ['name', 'pseudonym']);
    expect(await asked.answer).toMatchObject({ outcome: 'signed-in' });
  });

  it('leaves nothing open when it is closed', async () => {
    const portal = await portalOf(await register('closing'));
    const asked = await portal.ask(question);
    const address = await asked.address();
    await portal.close();
    expect(await asked.answer).toEqual({ outcome: 'expired' });
    await expect(phone.open(address)).rejects.toThrow('portal/unknown');
  });

  it('signs fifty people in at once', async () => {
    const portal = await portalOf(await register('many'));
    const answers = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
      const asked = await portal.ask(question);
      await phone.answer(await opened(asked), i % 2 ? ['name', 'pseudonym'] : null);
      return (await asked.answer).outcome;
    }));
    expect(answers.filter((outcome) => outcome === 'signed-in').length).toBe(25);
    expect(answers.filter((outcome) => outcome === 'refused').length).toBe(25);
  }, 60_000);
});
