/** Draws the icon, once as SVG and once as PNG in the sizes that phones ask for. No drawing library: it is six rectangles. */
import { deflateSync, crc32 as zlibCrc32 } from 'node:zlib';

/** In units of 1/64 of the side: x, y, width, height, corner, colour. Later ones lie on top. */
const ink = [15, 76, 138], paper = [255, 255, 255];
const shapes = [
  [0, 0, 64, 64, 14, ink],
  [14, 14, 36, 36, 7, paper],
  [21, 21, 22, 22, 3, ink],
  [27, 27, 10, 10, 1.5, paper],
];

export function iconSvg() {
  const hex = (c) => `#${c.map((v) => v.toString(16).padStart(2, '0')).join('')}`;
  const rects = shapes.map(([x, y, w, h, r, c]) => `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${hex(c)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${rects.join('')}</svg>\n`;
}

function covers([x, y, w, h, r], px, py) {
  const dx = Math.max(x + r - px, px - (x + w - r), 0);
  const dy = Math.max(y + r - py, py - (y + h - r), 0);
  return px >= x && px <= x + w && py >= y && py <= y + h && dx * dx + dy * dy <= r * r;
}

const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
const crc32 = zlibCrc32 ?? ((bytes) => { let c = 0xffffffff; for (const b of bytes) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; });

function chunk(type, body) {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

/** `bleed` fills the corners too, for systems that cut icons to a shape of their own. */
export function iconPng(sidePx, bleed = false) {
  const samples = 4;   // a pixel is the mean of 4 × 4
  const list = bleed ? [[-1, -1, 66, 66, 0, ink], ...shapes] : shapes;
  const rows = Buffer.alloc(sidePx * (1 + sidePx * 4));
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      const sum = [0, 0, 0, 0];
      for (let s = 0; s < samples * samples; s++) {
        const px = (x + ((s % samples) + 0.5) / samples) * 64 / sidePx, py = (y + (Math.floor(s / samples) + 0.5) / samples) * 64 / sidePx;
        const top = list.findLast((shape) => covers(shape, px, py));
        if (top) { sum[0] += top[5][0]; sum[1] += top[5][1]; sum[2] += top[5][2]; sum[3]++; }
      }
      const at = y * (1 + sidePx * 4) + 1 + x * 4;
      for (let c = 0; c < 3; c++) rows[at + c] = sum[3] ? Math.round(sum[c] / sum[3]) : 0;
      rows[at + 3] = Math.round(sum[3] * 255 / (samples * samples));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sidePx, 0);
  header.writeUInt32BE(sidePx, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
