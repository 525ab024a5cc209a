/** Requests and answers of this service's own addresses. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pagePolicy } from './pages.js';
import type { Message } from './words.js';

const kMostJsonBytes = 4096;
/** An address of this length is still taken by every server and proxy. */
const kMostFormBytes = 7000;

/** Why a request is not answered; `page` is what a person is shown in place of the sentence. */
export class RequestRefused extends Error {
  constructor(readonly status: number, sentence: string, readonly page: Message = 'error', options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'RequestRefused';
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store', 'Content-Length': Buffer.byteLength(body) }).end(body);
}

export function html(response: ServerResponse, status: number, body: string): void {
  response.setHeader('Content-Security-Policy', pagePolicy());
  send(response, status, 'text/html; charset=utf-8', body);
}

export function json(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location, 'Cache-Control': 'no-store', 'Content-Length': 0 }).end();
}

export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return null;
}

async function readBody(request: IncomingMessage, type: string, mostBytes: number): Promise<string> {
  if ((request.headers['content-type'] ?? '').split(';')[0]!.trim() !== type) throw new RequestRefused(415, `the body is ${type}`);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > mostBytes) throw new RequestRefused(413, `the body has at most ${mostBytes} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const text = await readBody(request, 'application/json', kMostJsonBytes);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch { /* said below */ }
  throw new RequestRefused(400, 'the body is an object of JSON');
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request, 'application/x-www-form-urlencoded', kMostFormBytes));
}
