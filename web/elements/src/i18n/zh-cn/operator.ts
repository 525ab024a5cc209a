import type { OperatorWords } from '../operator.words.js';

export const words: OperatorWords = {
  operators: {
    title: '管理人员',
    heading: '本市城市码管理入口',
    signIn: '登录',
    notYet: '目前还不能在这里登录。本页不会索要姓名、密码或验证码；如果看到这类要求，请不要填写。',
    untilThen: '在此之前，管理人员直接在本市的服务器上操作。',
    checksCodes: '在场所核验城市码？',
    openScanner: '打开扫码器',
  },
};
