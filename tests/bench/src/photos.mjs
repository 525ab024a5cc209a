// Photographs, folder by folder: how many each reader reads and how long it takes, all of them on the same pixels in one run.
// What counts as read, and where the truth comes from: lib/photo-set.mjs. --quick takes a seeded sample of each folder;
// --peers=zxing_wasm,… runs those peers only.
import { loadCoreForNode } from '@citycode/wasm/node';
import { cpuTimed, median, quick, report, say, seed } from '../lib/measure.mjs';
import { families, loadPeers, ourReader } from '../lib/photo-readers.mjs';
import { judge, listPhotos, photoRoot, photosAreThere, pixelsOf, turned } from '../lib/photo-set.mjs';
import { randomFrom } from '../lib/film.mjs';

const kQuickSeconds = 45;
const kQuickPerFolder = 3;
/** ZXing's own runner asks this many of its folders at every right angle (test/blackbox of zxing-cpp). */
const kZxingMinima = { 'zxing/qrcode-1': 8, 'zxing/qrcode-2': 53, 'zxing/qrcode-3': 18, 'zxing/qrcode-4': 15, 'zxing/qrcode-5': 16, 'zxing/qrcode-6': 15 };

if (!photosAreThere()) {
  say(`photos: ${photoRoot} is missing, so there is nothing to measure`);
  process.exit(2);
}

/** The same few of each folder for the same seed, the folders in turn, so that a stop for time is fair. */
function sampleOf(photos) {
  const random = randomFrom(seed);
  const folders = new Map();
  for (const photo of photos) folders.set(photo.folder, [...(folders.get(photo.folder) ?? []), photo]);
  const drawn = [...folders.values()].map((all) => all.map((photo) => [random(), photo]).sort(([a], [b]) => a - b).map(([, photo]) => photo));
  return Array.from({ length: kQuickPerFolder }, (_, i) => drawn.map((all) => all[i]).filter(Boolean)).flat();
}

const core = await loadCoreForNode();
const { readers: peers, missing } = await loadPeers();
for (const [name, why] of Object.entries(missing)) say(`photos: ${name} cannot run here: ${why}`);
const wanted = process.argv.find((arg) => arg.startsWith('--peers='))?.slice(8).split(',') ?? Object.keys(peers);
const readers = { citycode: ourReader(core), ...Object.fromEntries(Object.entries(peers).filter(([name]) => wanted.includes(name))) };
const names = Object.keys(readers);

const photos = quick ? sampleOf(listPhotos()) : listPhotos();
const results = [];
const troubles = Object.fromEntries(names.map((name) => [name, 0]));

async function readAll(pixels, round) {
  const answers = {};
  const ms = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[(i + round) % names.length];   // nobody always goes first
    ms[name] = await cpuTimed(async () => {
      try {
        answers[name] = await readers[name](pixels);
      } catch {
        answers[name] = [];
        troubles[name]++;
      }
    });
  }
  return { answers, ms };
}

await readAll(await pixelsOf(photos[0]), 0);   // warms up
for (const name of names) troubles[name] = 0;
const start = performance.now();
for (const [index, photo] of photos.entries()) {
  if (quick && performance.now() - start > kQuickSeconds * 1000) break;
  const { answers, ms } = await readAll(await pixelsOf(photo), index);
  results.push({ photo, verdicts: judge(photo, answers, families), ms });
}

/** ZXing's minima at 0, 90, 180 and 270 degrees, ours only. */
async function atRightAngles() {
  const counts = {};
  for (const photo of listPhotos().filter(({ kind }) => kind !== 'places')) {
    let pixels = await pixelsOf(photo);
    counts[photo.folder] ??= [0, 0, 0, 0];
    for (let quarter = 0; quarter < 4; quarter++, pixels = turned(pixels)) {
      const { citycode } = judge(photo, { citycode: readers.citycode(pixels) }, families);
      counts[photo.folder][quarter] += photo.kind === 'none' ? citycode.falseReads : Number(citycode.read);
    }
  }
  return counts;
}

const withCode = (list) => list.filter(({ photo }) => photo.kind !== 'none');
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
function figuresOf(name, list) {
  return {
    images_read: list.filter(({ verdicts }) => verdicts[name].read).length,
    images_total: withCode(list).length,
    false_reads: list.reduce((sum, { verdicts }) => sum + verdicts[name].falseReads, 0),
    mean_ms: mean(list.map(({ ms }) => ms[name])),
    median_ms: median(list.map(({ ms }) => ms[name])),
  };
}

const folders = [...new Set(results.map(({ photo }) => photo.folder))].sort();
const byFolder = Object.fromEntries(folders.map((folder) =>
  [folder, Object.fromEntries(names.map((name) => [name, figuresOf(name, results.filter(({ photo }) => photo.folder === folder))]))]));
const boofcv = results.filter(({ photo }) => photo.kind === 'places');
const ours = figuresOf('citycode', results);
const gain = (list, peer) => figuresOf('citycode', list).images_read / figuresOf(peer, list).images_read;
const angles = quick ? null : await atRightAngles();

const short = (name) => name.slice(0, 10).padStart(12);
say(`\n${'images read / mean ms'.padEnd(26)}${'of'.padStart(4)}${names.map(short).join('')}`);
for (const folder of folders)
  say(`${folder.padEnd(26)}${String(byFolder[folder].citycode.images_total).padStart(4)}${names.map((name) => {
    const { images_read: read, mean_ms: ms } = byFolder[folder][name];
    return `${read}/${ms.toFixed(0)}`.padStart(12);
  }).join('')}`);

report('photos', {
  ...ours,
  recall_gain_ratio: gain(results, 'zxing_wasm'),
  boofcv_images_read: figuresOf('citycode', boofcv).images_read,
  boofcv_images_total: boofcv.length,
  boofcv_recall_gain_ratio: gain(boofcv, 'zxing_wasm'),
  time_to_zxing_wasm_ratio: ours.mean_ms / figuresOf('zxing_wasm', results).mean_ms,
  folders_below_zxing_wasm: folders.filter((folder) => byFolder[folder].citycode.images_read < byFolder[folder].zxing_wasm.images_read).join(' '),
  ...(angles && { read_at_0_90_180_270: angles, zxing_minima: Object.fromEntries(Object.entries(kZxingMinima).filter(([folder]) => angles[folder])) }),
  folders: byFolder,
}, {
  peers: Object.fromEntries([
    ...names.slice(1).map((name) => [name, { ...figuresOf(name, results), refused_images: troubles[name] }]),
    ...Object.entries(missing).map(([name, why]) => [name, { missing: why }]),
  ]),
  notes: 'ms are processor time of the process, so that other work on the machine does not count; Node, one thread, RGBA pixels decoded once by sharp for all; ours is the WebAssembly module with effort "picture" and one symbol; '
    + 'zxing_wasm has formats QRCode and its defaults; paulmillr_qr has the effort its documentation advises for photographs.',
});
