import type { FaultText } from '../common.words.js';
import type { SitesWords } from '../sites.words.js';

const noAnswer: FaultText = { what: '此码不是对本次提问的回应。', next: '请用手机扫描本页的提问码，再出示手机显示的码。' };

export const words: SitesWords = {
  about: {
    answer: {
      'audience/*': noAnswer,
      'scope/wrong-scene': noAnswer,
      'replay/seen': { what: '此回应已经用过。', next: '请等手机显示下一个码，再出示。' },
    },
  },

  landing: {
    title: '一个码，走遍城市生活',
    lead: '城市码是每人一个的签名二维码，任何手机浏览器都能出示和核验，没有网络也行。',
    stepsTitle: '三步体验',
    steps: [
      { title: '选一位市民', text: '在下面选一位演示市民，凭证会领到这台设备上。' },
      { title: '出示城市码', text: '选一个场景，比如地铁或医院。码每 5 秒自动更新。' },
      { title: '扫一扫', text: '在另一台设备或窗口打开扫码器，把码对准摄像头。' },
    ],
    citizensTitle: '演示市民',
    citizensLead: '这里的人物均为虚构。',
    choose: '选择',
    chooseName: (name) => `选择${name}`,
    preparingCode: '正在准备',
    openScanner: '打开扫码器',
    openScannerNote: '给工作人员：用摄像头扫码，当场得知是否有效。',
    openApp: '打开我的码',
    rate: '评价服务',
    notDemoTitle: '在这部手机上开通城市码',
    notDemoText: '服务窗口给了您一个 12 位的开通码，在这部手机上输入一次即可。',
    privacy: '扫码只看到该场景需要的内容，不会发给任何别的人。',
    loadingCitizens: '正在获取演示市民',
    placesTitle: '演示场所',
    placesLead: '用手机扫描场所张贴的码：先看清是谁在核验，再出示只在该场所有效的码。',
    sheet: '张贴页',
    sheetOf: (name) => `${name}的张贴页`,
    scanner: '扫码器',
    scannerOf: (name) => `${name}的扫码器`,
    portalText: '这个网站用城市码确认您是谁，不用密码。',
    portalOpen: '打开网站',
  },

  portal: {
    title: '示范税务局',
    heading: '不用密码登录',
    lead: '这是一个虚构的网站，它用城市码确认您是谁。回应之前，手机会先显示对方将看到什么。',
    signIn: '用城市码登录',
    left: (duration) => `本次提问剩余时间：${duration}`,
    scanTitle: '1. 用手机扫描此码',
    scanText: '手机会显示是谁在提问，那里的网址必须是：',
    openHere: '在本设备上打开',
    answerTitle: '2. 把回应码对准此摄像头',
    answerText: '手机随后会显示一个码，它只回应本次提问，只能用一次。',
    lookAgain: '再看一次',
    ended: { what: '本次提问已超时。', next: '请重新提问，旧提问的回应不再接受。' },
    again: '重新提问',
    signedIn: '您已登录',
    seen: '该网站只看到以下内容：',
    signOut: '退出',
    send: '提交我的纳税申报',
    sending: '正在提交',
    notSent: { what: '没有收到您的纳税申报。', next: '请稍后再按一次，按几次都只算一次。' },
    arrived: '谢谢，已收到您的纳税申报。',
    rateText: '这次服务怎么样？请用登录时的手机扫描此码；如果就是本设备，请打开链接。没有人知道是谁评的。',
    rate: '评价这次服务',
    rateImage: '评价这次服务',
  },

  sheet: {
    title: '入口张贴页',
    lead: '打印后贴在入口。扫描的人会出示只在本场所有效的码。',
    scan: '请用手机相机扫码',
    until: (day) => `有效期至${day}，请在此前重新打印。`,
    print: '打印',
    openHere: '在本设备上打开',
  },
};
