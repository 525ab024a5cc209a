// Two browsers on two addresses of one machine, as two phones in a room: https by the server itself, with a certificate that neither knows.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { wrapDate } from '../support/test-clock.ts';
import { cameraIsCanvas, holdBeforeCamera } from './support/camera.ts';
import { kUnafraid } from './support/engines.ts';
import { enrol, expectOutcome, openGate, setClock, showTransit, type Photograph } from './support/gate.ts';
import { Page } from './support/page.ts';

/** Of the demo. */
const kPerson = '019b76da-a800-7000-8000-000000000001';

describe('a city for one room', () => {
  const [phones, gates] = [kUnafraid.phone(), kUnafraid.gate()];
  let city: CityServer;
  let phone: Page;
  let gate: Page;
  let photograph: Photograph;

  beforeAll(async () => {
    [city, phone, gate] = await Promise.all([CityServer.start({ lan: true }), Page.open(phones), Page.open(gates, wrapDate, cameraIsCanvas)]);
  });
  afterAll(async () => {
    await Promise.all([phones.close(), gates.close()]);
    await city?.end();
  });

  it('has a certificate for its addresses alone, good for some weeks', async () => {
    const [address] = city.lanOrigins;
    const { hostname, port } = new URL(address);
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const certificate = socket.getPeerX509Certificate()!;
    socket.destroy();
    expect(certificate.checkIP(hostname)).toBe(hostname);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('192.0.2.99')).toBeUndefined();
    expect(certificate.verify(certificate.publicKey), 'by itself').toBe(true);
    expect(new X509Certificate(certificate.raw).ca).toBe(false);
    expect(Date.parse(certificate.validTo) - Date.now()).toBeLessThan(91 * 86_400_000);
    await expect(fetch(`${address}/v1/city`), 'nobody who looks takes it').rejects.toThrow();
    const plain = await fetch(address.replace('https:', 'http:')).then(({ status }) => status, () => 'nothing');
    expect(plain).toBe('nothing');
  });

  it('enrols a phone and shows a code at the one address', async () => {
    await enrol(phone, city.lanOrigins[0], await city.atTheCounter('enrolment-code', '--person', kPerson));
    photograph = await showTransit(phone);
  });

  it('lets it in at the other', async () => {
    await openGate(gate, city.lanOrigins[1]);
    await setClock(gate, photograph);
    await holdBeforeCamera(gate, photograph.picture);
    await expectOutcome(gate, 'valid');
  });
});
