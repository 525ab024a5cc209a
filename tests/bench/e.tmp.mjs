import { loadCoreForNode } from '@citycode/wasm/node';
import { makeFilm } from './lib/film.mjs';
import { codeLikeText, modulesOf } from './lib/codes.mjs';
import { cpuTimed } from './lib/measure.mjs';
const core = await loadCoreForNode();
const film = makeFilm(1, 1, (s) => modulesOf(core, codeLikeText(100+s)));
const shape = { widthPx: 1280, heightPx: 720, format: 'luma' };
for (const f of film.filter(f=>!f.hasCode)) { const t=[]; for (let i=0;i<18;i++) t.push((await cpuTimed(async()=>core.scanFrame(f.luma, shape))).toFixed(1)); console.log('empty', f.scene, t.slice(6).join(' ')); }
for (const f of film.filter(f=>f.hasCode)) { const t=[]; for (let i=0;i<8;i++) t.push((await cpuTimed(async()=>core.scanFrame(f.luma, shape))).toFixed(1)); console.log('code', f.scene, t.join(' ')); }
