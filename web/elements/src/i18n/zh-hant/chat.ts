import type { ChatWords } from '../chat.words.js';

export const words: ChatWords = {
  chat: {
    noModule: { what: '這個聊天應用程式無法執行城市碼。', next: '請更新聊天應用程式，或在手機瀏覽器開啟下面的網址。' },
    oldApp: { what: '聊天應用程式的版本太舊，無法使用城市碼。', next: '請更新聊天應用程式，或在手機瀏覽器開啟下面的網址。' },
    otherCity: { what: '這個連結或二維碼屬於另一座城市。', next: '請用那座城市自己的小程式或網頁開啟。' },
    notOurs: { what: '您的手機不回應這種二維碼。', next: '請找旁邊有城市標誌的二維碼，再把手機對準它。' },
    cameraDenied: { what: '這裡不允許使用相機。', next: '請在本小程式的設定中允許相機，然後返回。' },
    address: '瀏覽器網址',
    copyAddress: '複製網址',
    openSettings: '開啟設定',
    scan: '掃描場所或網站的碼',
    scanHint: '請把手機對準門口、螢幕或單據上的二維碼。',
    rate: '評價服務',
    sameCode: '這部手機已經有這個連結的城市碼。',
    goBack: (site) => `要在${site}繼續，請在開始時使用的瀏覽器開啟這個網址：`,
  },
};
