import type { ListsWords } from '../lists.words.js';

export const words: ListsWords = {
  lists: {
    lead: '從不連網的掃碼器，可以從檔案載入本市名單，或掃描另一台掃碼器顯示的名單碼。',
    fromFile: '從檔案載入名單',
    scan: '掃描名單碼',
    scanLead: '將相機對準另一台掃碼器上變換的碼，直到各部分全部收齊。',
    progress: (have, total) => `已收到 ${have} / ${total} 部分`,
    beginAgain: '重新開始',
    taken: '名單已開始使用。',
    earlierStays: '繼續使用原來的名單。',
    giveTitle: '提供給另一台掃碼器',
    show: '以碼呈現名單',
    showLead: '讓另一台掃碼器對準此碼，直到收齊所有部分。',
    part: (index, total) => `第 ${index} / ${total} 部分`,
    save: '將名單存為檔案',
  },
};
