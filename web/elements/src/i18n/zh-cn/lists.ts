import type { ListsWords } from '../lists.words.js';

export const words: ListsWords = {
  lists: {
    lead: '从不联网的扫码器，可以从文件载入本市名单，或扫描另一台扫码器显示的名单码。',
    fromFile: '从文件载入名单',
    scan: '扫描名单码',
    scanLead: '将摄像头对准另一台扫码器上变换的码，直到各部分全部收齐。',
    progress: (have, total) => `已收到 ${have} / ${total} 部分`,
    beginAgain: '重新开始',
    taken: '名单已开始使用。',
    earlierStays: '继续使用原来的名单。',
    giveTitle: '提供给另一台扫码器',
    show: '以码显示名单',
    showLead: '让另一台扫码器对准此码，直到收齐所有部分。',
    part: (index, total) => `第 ${index} / ${total} 部分`,
    save: '将名单存为文件',
  },
};
