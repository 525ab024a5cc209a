/** The public figures as the city gives them (docs/api.md), and what can be read off them. */
import { channels, levels, type ChannelName, type LevelName } from '@citycode/wasm/ratings';

export interface Cell {
  readonly office: string;
  readonly item: string;
  readonly channel: ChannelName;
  /** ISO year of the weeks in it. */
  readonly year: number;
  readonly services: number;
  readonly ratings: number;
  readonly levels: Readonly<Record<LevelName, number>>;
  readonly unusual: number;
  /** ISO day on which these numbers were shown first. */
  readonly shownSinceDay: string;
}

export interface Figures {
  readonly cells: readonly Cell[];
  /** Cells with too few ratings to be shown. */
  readonly hidden: number;
}

/** The best first, as the form has them. */
export const kBestFirst: readonly LevelName[] = Object.values(levels).reverse();

const kChannelOrder: readonly ChannelName[] = Object.values(channels).map(({ name }) => name);

/** Whether a service is known to have ended for each rating: at a kiosk anybody presses. */
export const countsServices = (channel: ChannelName): boolean => Object.values(channels).find(({ name }) => name === channel)?.ticket !== 'none';

/** Who said nothing; null where nobody knows how many were served. */
export const silent = ({ channel, services, ratings }: Cell): number | null => (countsServices(channel) ? Math.max(0, services - ratings) : null);

/** Of all services that ended, 0 to 1; null where that is not known. */
export const responseRate = ({ channel, services, ratings }: Cell): number | null =>
  (countsServices(channel) && services > 0 ? Math.min(1, ratings / services) : null);

/** Shares of a bar: the five levels, the best first, and silence; together 1. */
export function shares(cell: Cell): readonly number[] {
  const parts = [...kBestFirst.map((level) => cell.levels[level] ?? 0), silent(cell) ?? 0];
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (all === 0 ? 0 : part / all));
}

/** By office, item, channel in the order of ratings.def, the newest year first. */
export const inOrder = (cells: readonly Cell[]): readonly Cell[] => [...cells].sort((a, b) =>
  a.office.localeCompare(b.office) || a.item.localeCompare(b.item) || kChannelOrder.indexOf(a.channel) - kChannelOrder.indexOf(b.channel) || b.year - a.year);

const kNumbers = ['year', 'services', 'ratings', 'unusual'] as const;

/** Anything that is not a figure as this page knows it is left out, and nothing is drawn of it. */
export function readFigures(answer: unknown): Figures {
  const { cells, hidden } = (answer ?? {}) as { readonly cells?: unknown; readonly hidden?: unknown };
  const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  const isCell = (cell: unknown): cell is Cell => {
    const each = cell as Partial<Record<keyof Cell, unknown>> | null;
    return typeof each === 'object' && each !== null && typeof each.office === 'string' && typeof each.item === 'string' && kNumbers.every((name) => isCount(each[name]))
      && kChannelOrder.includes(each.channel as ChannelName) && typeof each.levels === 'object' && each.levels !== null
      && kBestFirst.every((level) => isCount((each.levels as Record<string, unknown>)[level] ?? 0)) && typeof each.shownSinceDay === 'string';
  };
  return { cells: inOrder(Array.isArray(cells) ? cells.filter(isCell) : []), hidden: isCount(hidden) ? hidden : 0 };
}
