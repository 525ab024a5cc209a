import type { ChatWords } from '../chat.words.js';

export const words: ChatWords = {
  chat: {
    noModule: { what: '这个聊天应用无法运行城市码。', next: '请更新聊天应用，或在手机浏览器中打开下面的网址。' },
    oldApp: { what: '聊天应用的版本太旧，无法使用城市码。', next: '请更新聊天应用，或在手机浏览器中打开下面的网址。' },
    otherCity: { what: '这个链接或二维码属于另一座城市。', next: '请用那座城市自己的小程序或网页打开。' },
    notOurs: { what: '您的手机不回应这种二维码。', next: '请找旁边有城市标志的二维码，再把手机对准它。' },
    cameraDenied: { what: '这里不允许使用相机。', next: '请在本小程序的设置中允许相机，然后返回。' },
    address: '浏览器网址',
    copyAddress: '复制网址',
    openSettings: '打开设置',
    scan: '扫描场所或网站的码',
    scanHint: '请把手机对准门口、屏幕或小票上的二维码。',
    rate: '评价服务',
    sameCode: '这部手机已经有这个链接的城市码。',
    goBack: (site) => `要在${site}继续，请在开始时使用的浏览器中打开这个网址：`,
  },
};
