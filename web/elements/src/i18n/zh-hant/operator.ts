import type { OperatorWords } from '../operator.words.js';

export const words: OperatorWords = {
  operators: {
    title: '管理人員',
    heading: '本市城市碼管理入口',
    signIn: '登入',
    notYet: '目前還不能在這裡登入。本頁不會索取姓名、密碼或驗證碼；如果看到這類要求，請不要填寫。',
    untilThen: '在此之前，管理人員直接在本市的伺服器上操作。',
    checksCodes: '在場所查驗城市碼？',
    openScanner: '開啟掃碼器',
  },
};
