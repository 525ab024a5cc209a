import type { ServiceWords } from '../service.words.js';

export const words: ServiceWords = {
  faults: {
    'ticket/unknown-office': { what: '本市名单里，这个服务窗口没有这个事项。', next: '请选择别的事项，或告知管理人员。' },
    'ticket/office-closed': { what: '这个服务窗口在本市名单里已经撤销。', next: '如果仍在办公，请告知管理人员。' },
    'issue/unknown-device': { what: '服务窗口没有这台扫码器的记录了。', next: '请重新登记，再按一次。' },
  },

  service: {
    title: '服务办结',
    which: '哪个事项？',
    forPerson: (ago) => `给 ${ago}前扫码的人`,
    forNobody: '给没有扫码的人',
    finish: '显示评价码',
    slip: '没有手机？显示或打印纸条',
    working: '请稍等',
    imageName: '评价服务',
    scanThis: '请用手机扫一扫，说说服务怎么样。没有人知道是谁评的。',
    boundText: '只有刚才出示城市码的手机可以用。',
    slipText: '谁拿着这张纸条谁就能用，只能用一次。请交给本人，不要留下。',
    until: (when) => `有效期至 ${when}`,
    print: '打印',
    done: '完成',
    offline: { what: '没有网络，现在不能办结。', next: '有网络后请再按一次。按几次都只算一次。' },
    notEnrolled: { what: '这台扫码器没有登记到服务窗口。', next: '请先为您的服务窗口登记。' },
  },
};
