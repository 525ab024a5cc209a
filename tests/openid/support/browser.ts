/** A person's browser, as far as a sign-in needs one: cookies with their paths, and answers that are looked at one by one. */

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Headers;
}

export class Browser {
  #cookies: Cookie[] = [];

  async get(address: string | URL, accept = 'text/html'): Promise<Answer> {
    return this.#ask(new URL(address), { headers: { accept, 'accept-language': 'en' } });
  }

  async post(address: string | URL, body: object | string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = new URL(address);
    return this.#ask(url, {
      method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { origin: url.origin, 'content-type': 'application/json', ...more },
    });
  }

  /** As far as the answers lead within one site; the address that leads elsewhere, or the page where it ends. */
  async follow(address: string | URL, site: string): Promise<Answer & { readonly address: string }> {
    let at = String(address);
    for (let steps = 0; steps < 10; steps += 1) {
      const answer = await this.get(at);
      if (answer.location === null) return { ...answer, address: at };
      const next = new URL(answer.location, at);
      next.hash ||= new URL(at).hash;   // browsers carry it along
      at = next.href;
      if (next.origin !== site) return { ...answer, address: at };
    }
    throw new Error(`it leads round and round: ${at}`);
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  async #ask(url: URL, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const sent = this.#cookies.filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
    const cookie: Record<string, string> = sent.length === 0 ? {} : { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') };
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, ...cookie } });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text(), headers: answer.headers };
  }

  #keep(line: string): void {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim());
    const [name, value] = [pair!.slice(0, pair!.indexOf('=')), pair!.slice(pair!.indexOf('=') + 1)];
    const path = attributes.find((each) => each.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    const isOver = attributes.some((each) => each.toLowerCase().startsWith('expires=') && Date.parse(each.slice(8)) <= Date.now());
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    if (!isOver) this.#cookies.push({ name: name!, value, path });
  }
}
