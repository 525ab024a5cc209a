import type { SigninWords } from '../signin.words.js';

export const words: SigninWords = {
  faults: {
    'portal/bad-code': { what: '這不是網站用來登入的碼。', next: '請用本應用程式掃描網站頁面上的碼。' },
    'portal/old-code': { what: '這不是網站現在顯示的碼。', next: '請把手機對準螢幕本身：螢幕的照片不被接受。' },
    'portal/unknown': { what: '這次請求已經結束。', next: '請在網站上重新發起。' },
    'portal/opened': { what: '另一部手機已經開啟了這次請求。', next: '如果不是您的手機，請不要在那裡登入；否則請在網站上重新發起。' },
    'portal/answer-broken': { what: '無法讀取這個回答。', next: '請在網站上重新發起。' },
    'portal/incomplete': { what: '回答缺少網站需要的內容。', next: '請重新發起，並保留勾選。' },
    'portal/not-registered': { what: '該網站沒有為此登記。', next: '請告知該網站。' },
  },

  asked: {
    title: '在此網站登入？',
    there: '您正在另一處登入：顯示這個網址的螢幕。它就在您面前嗎？是您自己在那裡開始的嗎？',
    here: '您正在本裝置上登入這個網址的網站。是您自己在那裡開始的嗎？',
    sentToYou: '如果這個碼或連結是別人傳給您的，請不要出示。',
    siteNeeds: '該網站需要看到',
    siteMaySee: '您願意的話，它還可以看到',
    left: (duration) => `回應剩餘時間：${duration}`,
    agree: '是，登入',
    answering: '正在傳送您的回應',
    answered: '已回應',
    answeredText: (name) => `請在${name}繼續。它只看到您勾選的內容。`,
    refused: '已拒絕',
    refusedText: (name) => `已告知${name}您不登入。它沒有看到您的任何資訊。`,
  },

  signIn: {
    begin: '用我的城市碼登入',
    thisDevice: '我的碼在本裝置上',
    otherDevice: '我的碼在另一部手機上',
    scan: '請用手機掃描',
    address: '手機會顯示是誰在請求，那裡的網址必須是：',
    image: '登入',
    opened: '手機已收到請求',
    openedText: '請在手機上回應，本頁會自動繼續。',
    comingBack: '正在接收手機的回應',
    done: '您已登入',
    again: '重新發起',
    refused: { what: '您在手機上拒絕了。', next: '沒有傳送任何內容。如要登入，請重新發起。' },
    expired: { what: '這次請求沒有及時得到回應。', next: '請重新發起。對舊請求的回應不再被接受。' },
    otherBrowser: { what: '這個瀏覽器沒有發起請求。', next: '請回到開始登入的瀏覽器，或在這裡重新發起。' },
  },
};
