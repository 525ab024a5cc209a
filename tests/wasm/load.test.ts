import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Binding, CityCore, CoreBug, cVerbs, faultIds, holderCVerbs, startBinding, verifierCVerbs, type CoreModule } from '@citycode/wasm';
import { Holder } from '@citycode/wasm/holder';
import { holderNodeHost, loadCoreForNode, verifierNodeHost } from '@citycode/wasm/node';
import { SymbolReader } from '@citycode/wasm/reader';
import { Verifier } from '@citycode/wasm/verifier';
import { describe, expect, it } from 'vitest';
import { freshModule } from './raw-module.js';

/** A module that answers like a good one, with some verbs changed. */
function imitation(changed: Partial<CoreModule>): CoreModule {
  const good: Partial<CoreModule> = { _cc_version: () => 300, _cc_self_test: () => 0, _cc_verifier_open: () => 1, wasmMemory: { buffer: new ArrayBuffer(64) } };
  return { ...good, ...changed } as CoreModule;
}

describe('loading', () => {
  it.each(['simd', 'baseline'] as const)('starts the %s build, which passes its self-test', async (variant) => {
    await expect(loadCoreForNode(variant)).resolves.toBeInstanceOf(CityCore);
  });

  it.each(['simd', 'baseline'] as const)('starts the module of each role of the %s build, which passes its self-test and draws', async (variant) => {
    const roles = [new Holder(await startBinding(holderNodeHost, variant)), new Verifier(await startBinding(verifierNodeHost, variant))];
    for (const role of roles) expect(role.drawSvg('A').ok!.version).toBe(1);
  });

  it.each(['simd', 'baseline'] as const)('has in the modules of the %s build the verbs that their rows say, and no other', async (variant) => {
    const verbsIn = async (kind: 'holder' | 'verifier'): Promise<readonly string[]> => {
      const module = await freshModule(variant, kind);
      return Object.keys(cVerbs).filter((verb) => `_cc_${verb}` in module);
    };
    expect(await verbsIn('holder')).toEqual(holderCVerbs);
    expect(await verbsIn('verifier')).toEqual(verifierCVerbs);
    expect(holderCVerbs).not.toContain('scan_frame');
    expect(verifierCVerbs).not.toContain('write_presentation');
  });

  it('gives a holder\'s module to no facade that asks for more: it would not compile, and is a bug', async () => {
    // @ts-expect-error a holder's module has no reader
    const reader = new SymbolReader(await startBinding(holderNodeHost));
    expect(() => reader.scanFrame(new Uint8Array(1), { widthPx: 1, heightPx: 1, format: 'luma' })).toThrow(CoreBug);
  });

  it('refuses a module whose self-test fails', () => {
    expect(() => new Binding(imitation({ _cc_self_test: () => faultIds.indexOf('internal/bug') + 1 }))).toThrow(CoreBug);
  });

  it('refuses a module of another version of the contract', () => {
    expect(() => new Binding(imitation({ _cc_version: () => 400 }))).toThrow(CoreBug);
  });

  it('refuses a module that has no verifier left', () => {
    expect(() => new Binding(imitation({ _cc_verifier_open: () => 0 }))).toThrow(CoreBug);
  });

  it('throws CoreBug when a module stops, and stays refused afterwards', () => {
    let calls = 0;
    const core = new CityCore(new Binding(imitation({
      _cc_alloc: () => { calls++; throw new WebAssembly.RuntimeError('unreachable'); },
    })));
    expect(() => core.holder.drawSvg('A')).toThrow(CoreBug);
    expect(() => core.holder.drawSvg('A')).toThrow(CoreBug);
    expect(calls).toBe(1);
  });

  it('throws CoreBug when memory is out', () => {
    expect(() => new CityCore(new Binding(imitation({ _cc_alloc: () => 0 }))).holder.drawSvg('A')).toThrow(CoreBug);
  });
});

describe('what is generated', () => {
  it('is current', () => {
    const script = fileURLToPath(new URL('../../scripts/generate', import.meta.url));
    expect(() => execFileSync(script, ['--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
