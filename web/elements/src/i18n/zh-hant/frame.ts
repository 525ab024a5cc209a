import type { FrameWords } from '../frame.words.js';

export const words: FrameWords = {
  frame: {
    codeTitle: '出示城市碼',
    codeText: '您的城市碼在本市的應用程式裡，會在單獨的視窗開啟。它從不在別的網站裡顯示。',
    codeOpen: '開啟我的城市碼',
    rateText: '本市的網頁會在單獨的視窗開啟，帶著您選的評價。在那裡按下傳送之前什麼都不會送出，本網站也不會知道。',
    rateOpen: '前往本市的網頁',
    verifyText: '本網站只知道碼是否有效，不知道其他內容。',
    covered: '這次點按沒有生效：有東西遮住了這個框，或者它沒有完整顯示。請讓它完整顯示片刻，再按一次。',
    alone: '本頁供辦事機構的網站嵌入使用。',
    firstPage: '前往本市首頁',
  },
};
