import type { FaultText } from '../common.words.js';
import type { SitesWords } from '../sites.words.js';

const noAnswer: FaultText = { what: '此碼不是對本次提問的回應。', next: '請用手機掃描本頁的提問碼，再出示手機顯示的碼。' };

export const words: SitesWords = {
  about: {
    answer: {
      'audience/*': noAnswer,
      'scope/wrong-scene': noAnswer,
      'replay/seen': { what: '此回應已經用過。', next: '請等手機顯示下一個碼，再出示。' },
    },
  },

  landing: {
    title: '一個碼，走遍城市生活',
    lead: '城市碼是每人一個的簽章條碼，任何手機瀏覽器都能出示和查驗，沒有網路也行。',
    stepsTitle: '三步驟體驗',
    steps: [
      { title: '選一位市民', text: '在下面選一位示範市民，憑證會領到這台裝置上。' },
      { title: '出示城市碼', text: '選一個場景，例如捷運或醫院。碼每 5 秒自動更新。' },
      { title: '掃一掃', text: '在另一台裝置或視窗開啟掃碼器，把碼對準相機。' },
    ],
    citizensTitle: '示範市民',
    citizensLead: '這裡的人物均為虛構。',
    choose: '選擇',
    chooseName: (name) => `選擇${name}`,
    preparingCode: '正在準備',
    openScanner: '開啟掃碼器',
    openScannerNote: '給工作人員：用相機掃碼，當場得知是否有效。',
    openApp: '開啟我的碼',
    rate: '評價服務',
    notDemoTitle: '在這支手機上開通城市碼',
    notDemoText: '服務櫃檯給了您一個 12 位的開通碼，在這支手機上輸入一次即可。',
    privacy: '掃碼只看到該場景需要的內容，不會傳給任何別的人。',
    loadingCitizens: '正在取得示範市民',
    placesTitle: '示範場所',
    placesLead: '用手機掃描場所張貼的碼：先看清是誰在查驗，再出示只在該場所有效的碼。',
    sheet: '張貼頁',
    sheetOf: (name) => `${name}的張貼頁`,
    scanner: '掃碼器',
    scannerOf: (name) => `${name}的掃碼器`,
    portalText: '這個網站用城市碼確認您是誰，不用密碼。',
    portalOpen: '開啟網站',
  },

  portal: {
    title: '示範稅務局',
    heading: '不用密碼登入',
    lead: '這是一個虛構的網站，它用城市碼確認您是誰。回應之前，手機會先顯示對方將看到什麼。',
    signIn: '用城市碼登入',
    left: (duration) => `本次提問剩餘時間：${duration}`,
    scanTitle: '1. 用手機掃描此碼',
    scanText: '手機會顯示是誰在提問，那裡的網址必須是：',
    openHere: '在本裝置上開啟',
    answerTitle: '2. 把回應碼對準此相機',
    answerText: '手機隨後會顯示一個碼，它只回應本次提問，只能用一次。',
    lookAgain: '再看一次',
    ended: { what: '本次提問已逾時。', next: '請重新提問，舊提問的回應不再接受。' },
    again: '重新提問',
    signedIn: '您已登入',
    seen: '該網站只看到以下內容：',
    signOut: '登出',
    send: '提交我的納稅申報',
    sending: '正在提交',
    notSent: { what: '沒有收到您的納稅申報。', next: '請稍後再按一次，按幾次都只算一次。' },
    arrived: '謝謝，已收到您的納稅申報。',
    rateText: '這次服務怎麼樣？請用登入時的手機掃描此碼；如果就是本裝置，請開啟連結。沒有人知道是誰評的。',
    rate: '評價這次服務',
    rateImage: '評價這次服務',
  },

  sheet: {
    title: '入口張貼頁',
    lead: '列印後貼在入口。掃描的人會出示只在本場所有效的碼。',
    scan: '請用手機相機掃碼',
    until: (day) => `有效期至${day}，請在此前重新列印。`,
    print: '列印',
    openHere: '在本裝置上開啟',
  },
};
