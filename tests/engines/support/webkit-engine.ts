/** WebKitGTK over WebDriver: Debian's WebKitWebDriver with a window of our own (webkit_window.py says why), on a screen that is not there. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { isNoteOfRequest, kWindowSizePx, tellOfPolicy, type Engine, type Tab } from './tab.ts';

const kDriver = process.env['CITYCODE_WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver';
const kWindow = join(import.meta.dirname, 'webkit_window.py');
/** WebKitGTK knows no manifests, and says so of every policy that names them. */
const kNoteOfManifest = "Unrecognized Content-Security-Policy directive 'manifest-src'";
const kBrowserName = 'WebKitGTK';
/** Driver and window start in a second; this is for a machine that is busy with builds. */
const kStartTimeoutMs = 30_000;
const kAskEveryMs = 20;

type Environment = Readonly<Record<string, string>>;

/** A screen and a session bus for every window of the engine. They end when their input does, also when this process is killed. */
class Desktop {
  private constructor(private readonly process: ChildProcess, readonly environment: Environment) {}

  static async start(): Promise<Desktop> {
    const tell = 'echo "$DISPLAY" "$XAUTHORITY" "$DBUS_SESSION_BUS_ADDRESS"; read -r _';
    const child = spawn('xvfb-run', ['--auto-servernum', '--server-args=-screen 0 1280x1024x24 -nolisten tcp', 'dbus-run-session', '--', 'sh', '-c', tell],
      { stdio: ['pipe', 'pipe', 'ignore'] });
    const refuse = (why: string): never => { throw new Error(`WebKit has no screen here (${why}): run scripts/setup test, and then xvfb-run true`); };
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>,
      once(child, 'error').then(([cause]) => refuse(String(cause))),
      once(child, 'exit').then(([status]) => refuse(`xvfb-run ended with ${status}`)),
    ]);
    const [DISPLAY = '', XAUTHORITY = '', DBUS_SESSION_BUS_ADDRESS = ''] = line.split(' ');
    return new Desktop(child, { DISPLAY, XAUTHORITY, DBUS_SESSION_BUS_ADDRESS });
  }

  async end(): Promise<void> {
    await endOf(this.process, () => this.process.stdin!.end());
  }
}

async function endOf(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  end();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A driver of its own, with the one window that a driver has. */
class WebKitTab implements Tab {
  readonly #lines: string[] = [];
  readonly #awaited = new Map<string, () => void>();
  #driver: WebDriver | null = null;

  private constructor(private readonly process: ChildProcess, private readonly folder: string) {
    for (const input of [process.stdout!, process.stderr!]) createInterface({ input }).on('line', (line) => this.#hear(line));
  }

  static async open(environment: Environment, before: readonly (() => void)[]): Promise<WebKitTab> {
    const [port, folder] = await Promise.all([freePort(), mkdtemp(join(tmpdir(), 'citycode-webkit-'))]);
    const tab = new WebKitTab(spawn(kDriver, [`--port=${port}`], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } }), folder);
    const script = [tellOfPolicy, ...before].map((run) => `(${String(run)})();`).join('\n');
    await tab.#start(`http://127.0.0.1:${port}`, script).catch(async (cause: unknown) => {
      await tab.close();
      throw cause;
    });
    return tab;
  }

  async #start(address: string, script: string): Promise<void> {
    const deadlineMs = Date.now() + kStartTimeoutMs;
    while (!await fetch(`${address}/status`).then(({ ok }) => ok, () => false)) {
      if (this.process.exitCode !== null || Date.now() > deadlineMs) throw new Error(`WebKit's driver did not start: ${this.#lines.join('\n')}`);
      await setTimeout(kAskEveryMs);
    }
    const { width, height } = kWindowSizePx;
    const options = { binary: kWindow, args: [this.folder, script, String(width), String(height)] };
    const capabilities = new Capabilities(new Map<string, unknown>([['browserName', kBrowserName], ['webkitgtk:browserOptions', options]]));
    // The driver waits for ever for a window that ended.
    this.#driver = await Promise.race([
      new Builder().usingServer(address).withCapabilities(capabilities).build(),
      setTimeout(kStartTimeoutMs, null, { ref: false }),
    ]);
    if (!this.#driver) throw new Error(`WebKit's window did not open: run scripts/setup test (${this.#lines.join('\n')})`);
  }

  async version(): Promise<string> {
    return `${kBrowserName}/${(await this.#driver!.getCapabilities()).getBrowserVersion()}`;
  }

  async goto(url: string): Promise<void> {
    await this.#driver!.get(url);
  }

  async reload(): Promise<void> {
    await this.#driver!.navigate().refresh();
  }

  async evaluate<Args extends unknown[], Result>(ask: (...args: Args) => Result | Promise<Result>, ...args: Args): Promise<Result> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${String(ask)})(...arguments[0])).then((answer) => done({ answer }), (cause) => done({ cause: String(cause) }));`;
    const { answer, cause } = await this.#driver!.executeAsyncScript<{ answer: Result; cause?: string }>(script, args);
    if (cause !== undefined) throw new Error(`in the page: ${cause}`);
    return answer;
  }

  async pressAt(x: number, y: number): Promise<void> {
    await this.#driver!.actions().move({ x: Math.round(x), y: Math.round(y) }).click().perform();
  }

  async type(text: string): Promise<void> {
    await this.#driver!.actions().sendKeys(text).perform();
  }

  async picture(): Promise<Uint8Array> {
    return Buffer.from(await this.#driver!.takeScreenshot(), 'base64');
  }

  /** The console comes by another way than answers do: what was said before a word of ours has come with it. */
  async complaints(): Promise<readonly string[]> {
    const word = `heard ${randomUUID()}`;
    const heard = new Promise<void>((resolve) => { this.#awaited.set(word, resolve); });
    await this.#driver!.executeScript((said: string) => { console.log(said); }, word);
    await heard;
    this.#awaited.delete(word);
    return this.#lines.flatMap((line) => /CONSOLE (?:\w+ )?ERROR (.*)/u.exec(line)?.[1] ?? [])
      .filter((text) => !isNoteOfRequest(text) && !text.startsWith(kNoteOfManifest));
  }

  async close(): Promise<void> {
    await this.#driver?.quit();
    await endOf(this.process, () => this.process.kill());
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #hear(line: string): void {
    this.#lines.push(line);
    for (const [word, tell] of this.#awaited) if (line.endsWith(word)) tell();
  }
}

export class WebKitEngine implements Engine {
  readonly name = 'WebKit';
  #desktop: Promise<Desktop> | null = null;
  readonly #open: Promise<WebKitTab>[] = [];

  async open(before: readonly (() => void)[]): Promise<Tab> {
    if (!existsSync(kDriver)) throw new Error(`WebKit's driver is not at ${kDriver}: run scripts/setup test, or name it in CITYCODE_WEBKIT_DRIVER`);
    this.#desktop ??= Desktop.start();
    const tab = this.#desktop.then(({ environment }) => WebKitTab.open(environment, before));
    this.#open.push(tab);
    return tab;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#open.map(async (tab) => (await tab).close()));
    await (await this.#desktop?.catch(() => null))?.end();
  }
}
