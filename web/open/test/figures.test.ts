import { describe, expect, it } from 'vitest';
import { inOrder, kBestFirst, readFigures, responseRate, shares, silent, type Cell } from '../src/figures.js';

const cell = (change: Partial<Cell> = {}): Cell => ({
  office: 'tax', item: 'file', channel: 'on-site', year: 2026, services: 200, ratings: 50, unusual: 0, shownSinceDay: '2026-11-27',
  levels: { 'very-dissatisfied': 2, 'dissatisfied': 3, 'basically-satisfied': 5, 'satisfied': 15, 'very-satisfied': 25 }, ...change,
});

describe('a figure', () => {
  it('says how many answered and how many said nothing', () => {
    expect(responseRate(cell())).toBe(0.25);
    expect(silent(cell())).toBe(150);
    expect(responseRate(cell({ services: 0 }))).toBeNull();
  });

  it('says neither where anybody can press', () => {
    expect([responseRate(cell({ channel: 'kiosk' })), silent(cell({ channel: 'kiosk' }))]).toEqual([null, null]);
    expect(shares(cell({ channel: 'kiosk' })).at(-1)).toBe(0);
  });

  it('never counts silence as content: a bar is of all services', () => {
    expect(kBestFirst[0]).toBe('very-satisfied');
    expect(shares(cell())).toEqual([0.125, 0.075, 0.025, 0.015, 0.01, 0.75]);
    expect(shares(cell()).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 10);
    expect(shares(cell({ services: 0, ratings: 0, levels: {} as Cell['levels'] })), 'nothing divided by nothing').toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('stands with its office, its item and its way, the newest year first', () => {
    const cells = [cell({ office: 'z' }), cell({ channel: 'kiosk' }), cell({ year: 2025 }), cell(), cell({ channel: 'online' })];
    expect(inOrder(cells).map(({ office, channel, year }) => `${office} ${channel} ${year}`)).toEqual(['tax on-site 2026', 'tax on-site 2025', 'tax online 2026', 'tax kiosk 2026', 'z on-site 2026']);
  });
});

describe('what the city answers', () => {
  it('is read as figures', () => {
    expect(readFigures({ cells: [cell()], hidden: 3, nowUnixSeconds: 1 })).toEqual({ cells: [cell()], hidden: 3 });
  });

  it.each([null, 1, 'x', {}, { cells: {} }, { cells: [null, 1, {}, cell({ services: -1 }), cell({ ratings: 1.5 }), cell({ channel: 'fax' as 'kiosk' }), { ...cell(), levels: null }], hidden: '3' }])(
    'is nothing when it is no figure: %#', (strange) => {
      expect(readFigures(strange)).toEqual({ cells: [], hidden: 0 });
    });
});
