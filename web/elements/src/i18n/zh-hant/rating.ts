import type { FaultText } from '../common.words.js';
import type { RatingWords } from '../rating.words.js';

const notOurs: FaultText = { what: '這次評價沒能收下。', next: '沒有計入。請重新開啟評價憑據，或告知服務櫃檯。' };

export const words: RatingWords = {
  faults: {
    'ticket/bad-ticket': { what: '這個評價憑據已損壞，或不是本市的。', next: '請重新掃一次。如仍不行，請工作人員給您新的。' },
    'ticket/unknown': { what: '本市沒有這個評價憑據的紀錄。', next: '請向為您辦理的服務櫃檯要一個新的。' },
    'ticket/not-ended': { what: '這項服務尚未辦結，或者手機時間慢了。', next: '請把日期和時間設為自動，再開啟評價憑據。' },
    'ticket/expired': { what: '這個評價憑據已過期：14 天已滿。', next: '您仍可以把意見告訴服務櫃檯。' },
    'ticket/used': { what: '這個評價憑據已在另一支手機或另一個瀏覽器裡用過。', next: '每個憑據只算一次。如果不是您本人用的，請告知服務櫃檯。' },
    'ticket/other-pass': { what: '這個評價憑據屬於剛才出示城市碼的那支手機。', next: '請在那支手機上，用有您城市碼的瀏覽器開啟。' },
    'ticket/unknown-office': { what: '本市名單裡沒有這個服務櫃檯或事項。', next: '請重新選擇事項，或告知管理人員。' },
    'ticket/office-closed': { what: '這個服務櫃檯已經撤銷，不再接受評價。', next: '您仍可以把意見告訴本市。' },
    'rating/bad-rating': notOurs,
    'rating/bad-text': { what: '您寫的話裡有不能傳送的符號。', next: '請用自己的話重寫，或不寫文字直接傳送。' },
    'rating/bad-token': notOurs,
    'rating/spent': { what: '這項服務已經計入了另一次評價。', next: '每項服務只算一次。您不需要做什麼。' },
    'rating/too-late': { what: '這次評價的時間已經過了。', next: '您仍可以把意見告訴服務櫃檯。' },
  },

  rating: {
    levelTitle: '這次服務怎麼樣？',
    levels: {
      'very-dissatisfied': '非常不滿意',
      'dissatisfied': '不滿意',
      'basically-satisfied': '基本滿意',
      'satisfied': '滿意',
      'very-satisfied': '非常滿意',
    },
    choose: '請從五個裡選一個。',
    more: '想多說一些，可以接著選',
    indicators: {
      'efficiency': '辦得快不快',
      'skill': '業務熟不熟',
      'attitude': '態度好不好',
      'clarity': '說明清不清楚',
      'convenience': '辦理方不方便',
      'operability': '操作容不容易',
    },
    clear: '清除',
    clearOne: (indicator) => `清除：${indicator}`,
    reasonsTitle: '哪裡不好？可以多選。',
    reasons: {
      'long-wait': '等得太久',
      'unfriendly': '態度不好',
      'unclear-words': '沒有講清楚',
      'asked-to-come-again': '要我再跑一趟',
      'not-as-published': '和公布的不一樣',
      'asked-for-extra': '要了不需要的文件或錢',
      'not-solved': '事情沒有解決',
      'hard-to-use': '不好用',
    },
    textLabel: '用您自己的話說',
    textWarning: '請不要寫姓名、電話或證件號碼，自己的和別人的都不要寫。',
    count: (written, most) => `已寫 ${written} 字，最多 ${most} 字`,
    left: (n) => `可以再寫 ${n} 字`,
    full: '寫滿了，後面的沒有保留。',
  },
};
