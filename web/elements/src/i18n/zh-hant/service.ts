import type { ServiceWords } from '../service.words.js';

export const words: ServiceWords = {
  faults: {
    'ticket/unknown-office': { what: '本市名單裡，這個服務櫃檯沒有這個事項。', next: '請選擇別的事項，或告知管理人員。' },
    'ticket/office-closed': { what: '這個服務櫃檯在本市名單裡已經撤銷。', next: '如果仍在辦公，請告知管理人員。' },
    'issue/unknown-device': { what: '服務櫃檯沒有這台掃碼器的紀錄了。', next: '請重新登記，再按一次。' },
  },

  service: {
    title: '服務辦結',
    which: '哪個事項？',
    forPerson: (ago) => `給 ${ago}前掃碼的人`,
    forNobody: '給沒有掃碼的人',
    finish: '顯示評價碼',
    slip: '沒有手機？顯示或列印紙條',
    working: '請稍候',
    imageName: '評價服務',
    scanThis: '請用手機掃一掃，說說服務怎麼樣。沒有人知道是誰評的。',
    boundText: '只有剛才出示城市碼的手機可以用。',
    slipText: '誰拿著這張紙條誰就能用，只能用一次。請交給本人，不要留下。',
    until: (when) => `有效期至 ${when}`,
    print: '列印',
    done: '完成',
    offline: { what: '沒有網路，現在不能辦結。', next: '有網路後請再按一次。按幾次都只算一次。' },
    notEnrolled: { what: '這台掃碼器沒有登記到服務櫃檯。', next: '請先為您的服務櫃檯登記。' },
  },
};
