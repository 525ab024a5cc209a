import type { FaultText } from '../common.words.js';
import type { RatingWords } from '../rating.words.js';

const notOurs: FaultText = { what: '这次评价没能收下。', next: '没有计入。请重新打开评价凭据，或告知服务窗口。' };

export const words: RatingWords = {
  faults: {
    'ticket/bad-ticket': { what: '这个评价凭据已损坏，或不是本市的。', next: '请重新扫一次。如仍不行，请工作人员给您新的。' },
    'ticket/unknown': { what: '本市没有这个评价凭据的记录。', next: '请向为您办理的服务窗口要一个新的。' },
    'ticket/not-ended': { what: '这项服务还没有办结，或者手机时间慢了。', next: '请把日期和时间设为自动，再打开评价凭据。' },
    'ticket/expired': { what: '这个评价凭据已过期：14 天已满。', next: '您仍可以把意见告诉服务窗口。' },
    'ticket/used': { what: '这个评价凭据已在另一部手机或另一个浏览器里用过。', next: '每个凭据只算一次。如果不是您本人用的，请告知服务窗口。' },
    'ticket/other-pass': { what: '这个评价凭据属于刚才出示城市码的那部手机。', next: '请在那部手机上，用有您城市码的浏览器打开。' },
    'ticket/unknown-office': { what: '本市名单里没有这个服务窗口或事项。', next: '请重新选择事项，或告知管理人员。' },
    'ticket/office-closed': { what: '这个服务窗口已经撤销，不再接受评价。', next: '您仍可以把意见告诉本市。' },
    'rating/bad-rating': notOurs,
    'rating/bad-text': { what: '您写的话里有不能发送的符号。', next: '请用自己的话重写，或不写文字直接发送。' },
    'rating/bad-token': notOurs,
    'rating/spent': { what: '这项服务已经计入了另一次评价。', next: '每项服务只算一次。您不需要做什么。' },
    'rating/too-late': { what: '这次评价的时间已经过了。', next: '您仍可以把意见告诉服务窗口。' },
  },

  rating: {
    levelTitle: '这次服务怎么样？',
    levels: {
      'very-dissatisfied': '非常不满意',
      'dissatisfied': '不满意',
      'basically-satisfied': '基本满意',
      'satisfied': '满意',
      'very-satisfied': '非常满意',
    },
    choose: '请从五个里选一个。',
    more: '还想说的话，可以接着选',
    indicators: {
      'efficiency': '办得快不快',
      'skill': '业务熟不熟',
      'attitude': '态度好不好',
      'clarity': '说明清不清楚',
      'convenience': '办理方不方便',
      'operability': '操作容不容易',
    },
    clear: '清除',
    clearOne: (indicator) => `清除：${indicator}`,
    reasonsTitle: '哪里不好？可以多选。',
    reasons: {
      'long-wait': '等得太久',
      'unfriendly': '态度不好',
      'unclear-words': '没有讲清楚',
      'asked-to-come-again': '让我再跑一趟',
      'not-as-published': '和公布的不一样',
      'asked-for-extra': '要了不需要的材料或钱',
      'not-solved': '事情没有解决',
      'hard-to-use': '不好用',
    },
    textLabel: '用您自己的话说',
    textWarning: '请不要写姓名、电话或证件号码，自己的和别人的都不要写。',
    count: (written, most) => `已写 ${written} 字，最多 ${most} 字`,
    left: (n) => `还可以写 ${n} 字`,
    full: '写满了，后面的没有保留。',
  },
};
