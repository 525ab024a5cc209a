import type { SigninWords } from '../signin.words.js';

export const words: SigninWords = {
  faults: {
    'portal/bad-code': { what: 'Ini bukan kode yang ditampilkan situs untuk masuk.', next: 'Pindai kode di situs itu sendiri dengan aplikasi ini.' },
    'portal/old-code': { what: 'Kode ini bukan yang sedang ditampilkan situs.', next: 'Arahkan ponsel ke layarnya sendiri: foto layar tidak diterima.' },
    'portal/unknown': { what: 'Permintaan ini sudah berakhir.', next: 'Minta lagi di situsnya.' },
    'portal/opened': { what: 'Ponsel lain sudah membuka permintaan ini.', next: 'Jika itu bukan ponsel Anda, jangan masuk di sana. Jika ya, minta lagi di situsnya.' },
    'portal/answer-broken': { what: 'Jawabannya tidak dapat dibaca.', next: 'Minta lagi di situsnya.' },
    'portal/incomplete': { what: 'Jawabannya kurang sesuatu yang diperlukan situs.', next: 'Minta lagi, dan biarkan tercentang.' },
    'portal/not-registered': { what: 'Situs ini tidak terdaftar untuk itu.', next: 'Beri tahu situsnya.' },
  },

  asked: {
    title: 'Masuk di situs ini?',
    there: 'Anda masuk di sana, di layar dengan alamat ini. Apakah layar itu ada di depan Anda, dan apakah Anda sendiri yang memulainya?',
    here: 'Anda masuk ke situs dengan alamat ini, di perangkat ini. Apakah Anda sendiri yang memulainya di sana?',
    sentToYou: 'Jika orang lain mengirimkan kode atau tautan ini kepada Anda, jangan tunjukkan apa pun.',
    siteNeeds: 'Situs ini perlu melihat',
    siteMaySee: 'Jika Anda mau, situs ini juga boleh melihat',
    left: (duration) => `Sisa waktu untuk menjawab: ${duration}`,
    agree: 'Ya, masuk',
    answering: 'Jawaban Anda sedang dikirim',
    answered: 'Sudah dijawab',
    answeredText: (name) => `Lanjutkan di ${name}. Situs itu hanya melihat yang Anda centang.`,
    refused: 'Ditolak',
    refusedText: (name) => `${name} sudah diberi tahu bahwa Anda tidak masuk. Situs itu tidak melihat apa pun tentang Anda.`,
  },

  signIn: {
    begin: 'Masuk dengan kode kota saya',
    thisDevice: 'Kode saya ada di perangkat ini',
    otherDevice: 'Kode saya ada di ponsel lain',
    scan: 'Pindai ini dengan ponsel Anda',
    address: 'Ponsel menampilkan siapa yang meminta. Alamat di sana harus yang ini:',
    image: 'masuk',
    opened: 'Ponsel Anda sudah menerima permintaan',
    openedText: 'Jawab di ponsel Anda. Halaman ini berlanjut sendiri.',
    comingBack: 'Mengambil jawaban dari ponsel Anda',
    done: 'Anda sudah masuk',
    again: 'Minta lagi',
    refused: { what: 'Anda menolak di ponsel.', next: 'Tidak ada yang dikirim. Minta lagi jika Anda ingin masuk.' },
    expired: { what: 'Permintaan ini tidak dijawab tepat waktu.', next: 'Minta lagi. Jawaban untuk permintaan lama tidak diterima lagi.' },
    otherBrowser: { what: 'Peramban ini tidak meminta.', next: 'Lanjutkan di peramban tempat Anda memulai, atau minta lagi di sini.' },
  },
};
