import type { SigninWords } from '../signin.words.js';

export const words: SigninWords = {
  faults: {
    'portal/bad-code': { what: '这不是网站用来登录的码。', next: '请用本应用扫描网站页面上的码。' },
    'portal/old-code': { what: '这不是网站现在显示的码。', next: '请把手机对准屏幕本身：屏幕的照片不被接受。' },
    'portal/unknown': { what: '这次请求已经结束。', next: '请在网站上重新发起。' },
    'portal/opened': { what: '另一部手机已经打开了这次请求。', next: '如果不是您的手机，请不要在那里登录；否则请在网站上重新发起。' },
    'portal/answer-broken': { what: '无法读取这个回答。', next: '请在网站上重新发起。' },
    'portal/incomplete': { what: '回答缺少网站需要的内容。', next: '请重新发起，并保留勾选。' },
    'portal/not-registered': { what: '该网站没有为此登记。', next: '请告知该网站。' },
  },

  asked: {
    title: '在此网站登录？',
    there: '您正在另一处登录：显示这个网址的屏幕。它就在您面前吗？是您自己在那里开始的吗？',
    here: '您正在本设备上登录这个网址的网站。是您自己在那里开始的吗？',
    sentToYou: '如果这个码或链接是别人发给您的，请不要出示。',
    siteNeeds: '该网站需要看到',
    siteMaySee: '您愿意的话，它还可以看到',
    left: (duration) => `回应剩余时间：${duration}`,
    agree: '是，登录',
    answering: '正在发送您的回应',
    answered: '已回应',
    answeredText: (name) => `请在${name}继续。它只看到您勾选的内容。`,
    refused: '已拒绝',
    refusedText: (name) => `已告知${name}您不登录。它没有看到您的任何信息。`,
  },

  signIn: {
    begin: '用我的城市码登录',
    thisDevice: '我的码在本设备上',
    otherDevice: '我的码在另一部手机上',
    scan: '请用手机扫描',
    address: '手机会显示是谁在请求，那里的网址必须是：',
    image: '登录',
    opened: '手机已收到请求',
    openedText: '请在手机上回应，本页会自动继续。',
    comingBack: '正在接收手机的回应',
    done: '您已登录',
    again: '重新发起',
    refused: { what: '您在手机上拒绝了。', next: '没有发送任何内容。如要登录，请重新发起。' },
    expired: { what: '这次请求没有及时得到回应。', next: '请重新发起。对旧请求的回应不再被接受。' },
    otherBrowser: { what: '这个浏览器没有发起请求。', next: '请回到开始登录的浏览器，或在这里重新发起。' },
  },
};
