import type { FrameWords } from '../frame.words.js';

export const words: FrameWords = {
  frame: {
    codeTitle: '出示城市码',
    codeText: '您的城市码在本市的应用里，会在单独的窗口打开。它从不在别的网站里显示。',
    codeOpen: '打开我的城市码',
    rateText: '本市的页面会在单独的窗口打开，带着您选的评价。在那里按下发送之前什么都不会发出，本网站也不会知道。',
    rateOpen: '前往本市的页面',
    verifyText: '本网站只知道码是否有效，不知道其他内容。',
    covered: '这次点按没有生效：有东西遮住了这个框，或者它没有完整显示。请让它完整显示片刻，再按一次。',
    alone: '本页供办事机构的网站嵌入使用。',
    firstPage: '前往本市首页',
  },
};
