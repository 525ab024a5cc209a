// Which scene is opened, when passes are asked for, and that a place's record which is over leaves no other code in its place.
import { beforeEach, expect, it, vi } from 'vitest';
import type { ShownCode } from '../src/presenter.js';
import type { Outcome } from '@citycode/wasm/types';

const codes = vi.hoisted(() => ({ next: null as ((outcome: unknown) => void) | null, bindings: [] as unknown[] }));
vi.mock('../src/code-clock.js', () => ({
  CodeClock: class {
    constructor(_presenter: unknown, onCode: (outcome: unknown) => void) { codes.next = onCode; }
    start(): void {}
    stop(): void { codes.next = null; }
    look(): void {}
    again(): void {}
  },
}));
vi.mock('../src/presenter.js', () => ({ Presenter: class { constructor(_scope: string, _source: unknown, binding: unknown) { codes.bindings.push(binding); } } }));

const { OpenScene } = await import('../src/open-scene.js');

const shown = (text: string): Outcome<ShownCode> => ({ ok: { text, slotUnixSeconds: 0, contents: { names: [], values: {} }, reused: false } });
const placeOf = (scopes: string[], expiresUnixSeconds = Infinity) => ({ venue: { venueId: 'v', scopes, expiresUnixSeconds }, ownScopes: [] }) as never;

let asked: number;
let changed: number;
let ended: number;
let settings: { lastScope?: string };

function scene(scopes = ['transit', 'identity']): InstanceType<typeof OpenScene> {
  const wallet = { device: { scopes }, get settings() { return settings; }, change: async (change: typeof settings) => { settings = { ...settings, ...change }; } };
  return new OpenScene({
    wallet: wallet as never, network: { fetchPasses: async () => { asked += 1; } }, order: (all) => [...all].sort(), isCovered: () => false,
    changed: () => { changed += 1; }, placeEnded: () => { ended += 1; },
  });
}

beforeEach(() => {
  [asked, changed, ended, settings, codes.bindings.length] = [0, 0, 0, {}, 0];
});

it('opens the scene of before, else the first, and remembers what a person chose', () => {
  const open = scene();
  open.openFirst(null);
  expect(open.scope).toBe('identity');
  open.open('transit');
  expect(settings).toEqual({ lastScope: 'transit' });
  open.openFirst(null);
  expect(open.scope).toBe('transit');
});

it('asks for passes with the first code, and once for each new lack of them', () => {
  const open = scene();
  open.openFirst(null);
  codes.next!(shown('a'));
  codes.next!(shown('b'));
  expect([asked, open.shown?.text, open.fault]).toEqual([1, 'b', null]);
  codes.next!({ fault: 'env/no-passes-left' });
  codes.next!({ fault: 'env/no-passes-left' });
  expect([asked, open.shown, open.fault]).toEqual([2, null, 'env/no-passes-left']);
  codes.next!({ fault: 'internal/bug' });
  expect(asked).toBe(2);
  expect(changed).toBeGreaterThanOrEqual(6);
});

it('never shows one scene’s code under another’s name', () => {
  const open = scene();
  open.openFirst(null);
  codes.next!(shown('of identity'));
  open.open('transit');
  expect(open.shown).toBeNull();
});

it('shows of the person’s scenes what the place checks, bound to it, and does not remember the choice', () => {
  const open = scene(['transit', 'identity', 'medical']);
  open.openFirst(placeOf(['medical', 'court']));
  expect([open.scopes, open.scope, settings]).toEqual([['medical'], 'medical', {}]);
  expect(codes.bindings).toEqual([{ audience: 'venue:v' }]);
  open.openFirst(placeOf(['court']));
  expect([open.scopes, open.scope, open.fault, codes.next]).toEqual([[], 'court', 'issue/scope-not-for-holder', null]);
});

it('ends with the place’s record, and leaves no other code in its place', () => {
  const open = scene();
  open.openFirst(placeOf(['transit'], 1));
  codes.next!(shown('too late'));
  expect([open.shown, ended, codes.next]).toEqual([null, 1, null]);
});

it('opens another scene when the one that is open is the person’s no more', () => {
  const scopes = ['transit', 'identity'];
  const open = scene(scopes);
  open.open('transit');
  scopes.splice(0, 1);
  open.passesCame();
  expect(open.scope).toBe('identity');
});
