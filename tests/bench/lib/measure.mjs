// What all benchmarks share: the options, medians, and the one JSON object of the result.
import { cpus } from 'node:os';

export const quick = process.argv.includes('--quick');
export const seed = Number(process.argv.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? 1);

export const say = (...words) => console.error(...words);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that one call takes, awaited. */
export async function timed(call) {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

/**
 * Milliseconds of processor time that one call takes, awaited: what a machine that others use too still tells, and on a
 * quiet one the same as `timed` for what runs in one thread.
 */
export async function cpuTimed(call) {
  const start = process.cpuUsage();
  await call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/**
 * Runs several ways of doing the same in turn (A B C A B C), so that a busy machine is busy for all.
 * Each sample is the mean of `inner` calls. Answers samples in milliseconds for each name.
 */
export async function inTurn(ways, { rounds, inner = 1 }) {
  const samples = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, call] of Object.entries(ways))
      samples[name].push((await timed(async () => { for (let i = 0; i < inner; i++) await call(i); })) / inner);
  return samples;
}

const rounded = (value) => (Array.isArray(value) ? value.map(rounded) : typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value);
const roundedAll = (object) => Object.fromEntries(Object.entries(object).map(([name, value]) =>
  [name, value !== null && typeof value === 'object' && !Array.isArray(value) ? roundedAll(value) : rounded(value)]));

/** docs: the shape of a benchmark's answer. `metrics` values may be arrays of samples: then median and spread. */
export function report(bench, metrics, { peers = {}, notes } = {}) {
  const values = {};
  const spread = {};
  for (const [name, value] of Object.entries(metrics)) {
    values[name] = Array.isArray(value) ? median(value) : value;
    if (Array.isArray(value)) spread[name] = [Math.min(...value), Math.max(...value)];
  }
  const medians = Object.fromEntries(Object.entries(peers).map(([peer, figures]) =>
    [peer, Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Array.isArray(value) ? median(value) : value]))]));
  const machine = { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.versions.node };
  console.log(JSON.stringify({
    bench, machine, metrics: roundedAll(values), spread: roundedAll(spread), peers: roundedAll(medians), seed, ...(notes ? { notes } : {}),
  }));
}
