/** An empty project of somebody else's, with one of the packages in it, packed, and nothing else of ours. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The folder in web/ of a package is its name. */
export type Package = 'verify' | 'embed';

export interface Ended {
  readonly out: string;
  readonly complaints: string;
  readonly status: number;
}

export class Project {
  private constructor(readonly folder: string, private readonly name: Package) {}

  /** `where`: a folder from which the dependencies of a test can be found; otherwise there are none. */
  static async withPacked(name: Package, where = tmpdir()): Promise<Project> {
    const project = new Project(await mkdtemp(join(where, 'citycode-kit-')), name);
    await run('npm', ['pack', '--silent', '--pack-destination', project.folder], { cwd: resolve(import.meta.dirname, '../../web', name) });
    const tarball = (await readdir(project.folder)).find((name) => name.endsWith('.tgz'))!;
    await project.write('package.json', JSON.stringify({ name: 'somebody-else', version: '1.0.0', private: true, type: 'module' }));
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`], { cwd: project.folder });
    return project;
  }

  get installed(): string {
    return join(this.folder, 'node_modules/@citycode', this.name);
  }

  /** Another project, whose kit may be damaged. */
  async copy(): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), 'citycode-kit-'));
    await cp(this.folder, folder, { recursive: true });
    return new Project(folder, this.name);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(join(this.folder, name, '..'), { recursive: true });
    await writeFile(join(this.folder, name), content);
  }

  node(script: string, ...args: readonly string[]): Promise<Ended> {
    return this.run([process.execPath], script, ...args);
  }

  /** What a script prints, and how it ended; `host` is what runs it. */
  async run([command, ...words]: readonly string[], script: string, ...args: readonly string[]): Promise<Ended> {
    await this.write('script.mjs', script);
    const child = spawn(command!, [...words, 'script.mjs', ...args], { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, complaints] = ['', ''];
    child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
    child.stderr.on('data', (text: Buffer) => { complaints += text.toString(); });
    const [status] = (await once(child, 'close')) as [number];
    return { out: out.trim(), complaints: complaints.trim(), status };
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
