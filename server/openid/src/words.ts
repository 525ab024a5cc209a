/** The words of this service's pages. */
import type { ClaimName } from './claims.js';
import type { Language } from './languages.js';

export interface Words {
  readonly signInTo: (portal: string) => string;
  readonly of: (city: string) => string;
  readonly scan: string;
  readonly opened: string;
  readonly asks: (portal: string) => string;
  readonly asksNothing: (portal: string) => string;
  readonly mayLeaveOut: string;
  readonly decidedOnPhone: string;
  readonly claims: Readonly<Record<ClaimName, string>>;
  readonly here: string;
  readonly cancel: string;
  readonly again: string;
  readonly endsIn: string;
  readonly expired: string;
  readonly returning: string;
  readonly done: string;
  readonly away: string;
  readonly lost: string;
  readonly code: string;
  readonly language: string;
  readonly noScript: string;
  readonly messages: Readonly<Record<Message, readonly [title: string, text: string]>>;
  readonly logout: string;
}

export type Message = 'error' | 'away' | 'logout' | 'loggedOut' | 'otherBrowser';

export const kWords: Readonly<Record<Language, Words>> = {
  en: {
    signInTo: (portal) => `Sign in to ${portal}`,
    of: (city) => `with Citycode of ${city}`,
    scan: 'Scan this code with the Citycode page on your phone. It changes every second.',
    opened: 'A phone has opened it. Answer there.',
    asks: (portal) => `${portal} asks for`,
    asksNothing: (portal) => `${portal} asks for nothing but a number that only it knows you by.`,
    mayLeaveOut: 'you may leave it out',
    decidedOnPhone: 'You see it again on your phone, and decide there.',
    claims: {
      name: 'your name', citycode_document_type: 'the kind of your document', citycode_document_number_masked: 'its number, mostly hidden',
      citycode_over_18: 'whether you are 18', citycode_over_60: 'whether you are 60',
    },
    here: 'Answer on this device', cancel: 'Do not sign in', again: 'New code', endsIn: 'Ends in',
    expired: 'The time for this code is over.',
    returning: 'Your phone has answered. Go on in the page that it opened.',
    done: 'Your phone has answered. You are taken back.',
    away: 'The city cannot be reached now. We go on trying.',
    lost: 'This code is no longer known. Ask for a new one.',
    code: 'Sign-in code', language: 'Language',
    noScript: 'Signing in needs JavaScript, because the code changes every second.',
    messages: {
      error: ['This sign-in cannot go on', 'Go back to the site that you came from and begin again. If it happens again, tell that site what is written here:'],
      away: ['Please try again in a moment', 'The sign-in service cannot reach its database now.'],
      logout: ['Sign out?', 'You will be signed out here. The site that sent you may ask you to sign in again.'],
      loggedOut: ['You are signed out', 'You can close this page.'],
      otherBrowser: ['Go back to where you began', 'This sign-in is over, or another browser began it. Only the browser that began it is signed in.'],
    },
    logout: 'Sign out',
  },
  'zh-CN': {
    signInTo: (portal) => `登录${portal}`,
    of: (city) => `使用${city}的城市码`,
    scan: '请用手机上的城市码页面扫描此码。此码每秒更新。',
    opened: '已有手机打开。请在手机上确认。',
    asks: (portal) => `${portal}需要`,
    asksNothing: (portal) => `${portal}只需要一个仅供其识别您的编号。`,
    mayLeaveOut: '可不提供',
    decidedOnPhone: '手机上会再次显示，由您在手机上决定。',
    claims: {
      name: '您的姓名', citycode_document_type: '证件类型', citycode_document_number_masked: '证件号码（大部分隐藏）',
      citycode_over_18: '是否年满18岁', citycode_over_60: '是否年满60岁',
    },
    here: '在这台设备上确认', cancel: '不登录', again: '换一个新码', endsIn: '剩余时间',
    expired: '此码已过时。',
    returning: '手机已确认。请在手机打开的页面中继续。',
    done: '手机已确认。正在返回。',
    away: '暂时无法连接城市服务器，正在重试。',
    lost: '此码已失效。请换一个新码。',
    code: '登录码', language: '语言',
    noScript: '登录需要 JavaScript，因为此码每秒更新。',
    messages: {
      error: ['无法继续登录', '请返回原网站重新开始。如再次出现，请将下列内容告知该网站：'],
      away: ['请稍后再试', '登录服务暂时无法连接数据库。'],
      logout: ['要退出登录吗？', '您将在此退出登录。原网站可能会要求您重新登录。'],
      loggedOut: ['您已退出登录', '可以关闭此页面。'],
      otherBrowser: ['请回到开始的地方', '这次登录已结束，或是在另一个浏览器中开始的。只有开始登录的浏览器会被登录。'],
    },
    logout: '退出登录',
  },
  'zh-Hant': {
    signInTo: (portal) => `登入${portal}`,
    of: (city) => `使用${city}的城市碼`,
    scan: '請用手機上的城市碼頁面掃描此碼。此碼每秒更新。',
    opened: '已有手機開啟。請在手機上確認。',
    asks: (portal) => `${portal}需要`,
    asksNothing: (portal) => `${portal}只需要一個僅供其識別您的編號。`,
    mayLeaveOut: '可不提供',
    decidedOnPhone: '手機上會再次顯示，由您在手機上決定。',
    claims: {
      name: '您的姓名', citycode_document_type: '證件類型', citycode_document_number_masked: '證件號碼（大部分隱藏）',
      citycode_over_18: '是否年滿18歲', citycode_over_60: '是否年滿60歲',
    },
    here: '在這台裝置上確認', cancel: '不登入', again: '換一個新碼', endsIn: '剩餘時間',
    expired: '此碼已逾時。',
    returning: '手機已確認。請在手機開啟的頁面中繼續。',
    done: '手機已確認。正在返回。',
    away: '暫時無法連線至城市伺服器，正在重試。',
    lost: '此碼已失效。請換一個新碼。',
    code: '登入碼', language: '語言',
    noScript: '登入需要 JavaScript，因為此碼每秒更新。',
    messages: {
      error: ['無法繼續登入', '請返回原網站重新開始。如再次出現，請將下列內容告知該網站：'],
      away: ['請稍後再試', '登入服務暫時無法連線至資料庫。'],
      logout: ['要登出嗎？', '您將在此登出。原網站可能會要求您重新登入。'],
      loggedOut: ['您已登出', '可以關閉此頁面。'],
      otherBrowser: ['請回到開始的地方', '這次登入已結束，或是在另一個瀏覽器中開始的。只有開始登入的瀏覽器會被登入。'],
    },
    logout: '登出',
  },
  id: {
    signInTo: (portal) => `Masuk ke ${portal}`,
    of: (city) => `dengan Citycode ${city}`,
    scan: 'Pindai kode ini dengan halaman Citycode di ponsel Anda. Kode berganti setiap detik.',
    opened: 'Sebuah ponsel telah membukanya. Jawab di sana.',
    asks: (portal) => `${portal} meminta`,
    asksNothing: (portal) => `${portal} hanya meminta nomor yang dikenalnya sendiri untuk Anda.`,
    mayLeaveOut: 'boleh tidak diberikan',
    decidedOnPhone: 'Anda melihatnya lagi di ponsel dan memutuskan di sana.',
    claims: {
      name: 'nama Anda', citycode_document_type: 'jenis dokumen Anda', citycode_document_number_masked: 'nomornya, sebagian besar disamarkan',
      citycode_over_18: 'apakah Anda sudah 18 tahun', citycode_over_60: 'apakah Anda sudah 60 tahun',
    },
    here: 'Jawab di perangkat ini', cancel: 'Jangan masuk', again: 'Kode baru', endsIn: 'Berakhir dalam',
    expired: 'Waktu untuk kode ini sudah habis.',
    returning: 'Ponsel Anda telah menjawab. Lanjutkan di halaman yang dibukanya.',
    done: 'Ponsel Anda telah menjawab. Anda dikembalikan ke situs.',
    away: 'Kota tidak dapat dihubungi sekarang. Kami terus mencoba.',
    lost: 'Kode ini tidak dikenal lagi. Minta kode baru.',
    code: 'Kode masuk', language: 'Bahasa',
    noScript: 'Untuk masuk diperlukan JavaScript, karena kode berganti setiap detik.',
    messages: {
      error: ['Proses masuk tidak dapat dilanjutkan', 'Kembali ke situs asal dan mulai lagi. Jika terjadi lagi, beri tahu situs itu yang tertulis di sini:'],
      away: ['Coba lagi sebentar lagi', 'Layanan masuk tidak dapat menghubungi basis datanya sekarang.'],
      logout: ['Keluar?', 'Anda akan keluar di sini. Situs asal mungkin meminta Anda masuk lagi.'],
      loggedOut: ['Anda sudah keluar', 'Halaman ini boleh ditutup.'],
      otherBrowser: ['Kembali ke tempat Anda mulai', 'Proses masuk ini berakhir, atau dimulai di peramban lain. Hanya peramban yang memulainya yang masuk.'],
    },
    logout: 'Keluar',
  },
};
