/** The portal and the phones of `scripts/bench signin`: what they need of the city they ask it over HTTP. Prints one JSON object. */
import { openPortal } from '@citycode/verify/portal';
import { Phone } from '../../verify/phone.js';

const [origin, countText, inFlightText, id, key, sealingKey, phonesText] = process.argv.slice(2) as [string, string, string, string, string, string, string];
const count = Number(countText), inFlight = Number(inFlightText);
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64url'));

interface Sample { readonly wholeMs: number; readonly toldMs: number }

/** A device may ask for 512 passes a day. */
const kNames = ['Wang Xiaoming', 'Sun Qian', 'Zhou Wei', 'Liu Jianguo', 'Zhao Yi', 'Chen Guiying'];

const server = {
  origin,
  async enrolmentCodeFor(latinName: string): Promise<string> {
    const { citizens } = (await (await fetch(`${origin}/v1/demo/citizens`)).json()) as { citizens: { id: string; latinName: string }[] };
    const citizenId = citizens.find((each) => each.latinName === latinName)!.id;
    const made = await fetch(`${origin}/v1/demo/enrolment-codes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ citizenId }) });
    return ((await made.json()) as { enrolmentCode: string }).enrolmentCode;
  },
};

const phones = await Promise.all(Array.from({ length: Number(phonesText) }, (_, i) => Phone.of(server as never, kNames[i % kNames.length]!)));
const portal = await openPortal({ city: origin, id, key: bytes(key), sealingKey: bytes(sealingKey) });

async function signIn(phone: Phone): Promise<Sample> {
  const begin = performance.now();
  const asked = await portal.ask({ scene: 'sign-in', purpose: 'Sign in', required: ['name', 'pseudonym'] });
  const question = await phone.open(await asked.address());
  const { answer } = await phone.sealed(question, ['name', 'pseudonym']);
  const told = asked.answer.then((ended) => ({ ended, atMs: performance.now() }));
  const sent = performance.now();
  await phone.send(question, answer);
  const { ended, atMs } = await told;
  if (ended.outcome !== 'signed-in') throw new Error(`a sign-in ended as ${JSON.stringify(ended)}`);
  return { wholeMs: atMs - begin, toldMs: atMs - sent };
}

const samples: Sample[] = [];
let begun = 0;
async function one(): Promise<void> {
  while (begun < count) {
    begun += 1;
    samples.push(await signIn(phones[begun % phones.length]!));
  }
}
const begin = performance.now();
await Promise.all(Array.from({ length: inFlight }, one));
console.log(JSON.stringify({ wallSeconds: (performance.now() - begin) / 1000, wholeMs: samples.map(({ wholeMs }) => wholeMs), toldMs: samples.map(({ toldMs }) => toldMs) }));
await portal.close();
