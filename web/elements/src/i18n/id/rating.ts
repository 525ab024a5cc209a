import type { FaultText } from '../common.words.js';
import type { RatingWords } from '../rating.words.js';

const notOurs: FaultText = { what: 'Penilaian ini tidak dapat diterima.', next: 'Tidak ada yang dihitung. Buka lagi slip penilaian, atau beri tahu kantor layanan.' };

export const words: RatingWords = {
  faults: {
    'ticket/bad-ticket': { what: 'Slip penilaian ini rusak atau bukan dari kota ini.', next: 'Pindai lagi. Bila tetap begitu, minta yang baru kepada petugas.' },
    'ticket/unknown': { what: 'Kota ini tidak mengenal slip penilaian ini.', next: 'Minta yang baru di kantor layanan tempat Anda dilayani.' },
    'ticket/not-ended': { what: 'Layanan ini belum selesai, atau jam ponsel ini terlambat.', next: 'Atur tanggal dan waktu ke otomatis, lalu buka lagi slip penilaian.' },
    'ticket/expired': { what: 'Slip penilaian ini sudah kedaluwarsa: 14 hari telah lewat.', next: 'Anda masih dapat menyampaikan pendapat ke kantor layanan.' },
    'ticket/used': { what: 'Slip penilaian ini sudah dipakai di ponsel atau peramban lain.', next: 'Setiap slip dihitung sekali. Bila bukan Anda, beri tahu kantor layanan.' },
    'ticket/other-pass': { what: 'Slip penilaian ini milik ponsel yang kodenya dipindai.', next: 'Buka di ponsel itu, di peramban yang memiliki kode Anda.' },
    'ticket/unknown-office': { what: 'Daftar kota tidak memuat kantor layanan atau layanan ini.', next: 'Pilih lagi layanannya, atau beri tahu pengelola.' },
    'ticket/office-closed': { what: 'Kantor layanan ini sudah ditutup dan tidak menerima penilaian lagi.', next: 'Anda masih dapat menyampaikan pendapat kepada kota.' },
    'rating/bad-rating': notOurs,
    'rating/bad-text': { what: 'Ada tanda dalam tulisan Anda yang tidak dapat dikirim.', next: 'Tulis lagi dengan kata Anda sendiri, atau kirim tanpa tulisan.' },
    'rating/bad-token': notOurs,
    'rating/spent': { what: 'Penilaian lain untuk layanan ini sudah dihitung.', next: 'Setiap layanan dihitung sekali. Anda tidak perlu berbuat apa-apa.' },
    'rating/too-late': { what: 'Waktu untuk penilaian ini sudah lewat.', next: 'Anda masih dapat menyampaikan pendapat ke kantor layanan.' },
  },

  rating: {
    levelTitle: 'Bagaimana layanannya?',
    levels: {
      'very-dissatisfied': 'Sangat tidak puas',
      'dissatisfied': 'Tidak puas',
      'basically-satisfied': 'Cukup puas',
      'satisfied': 'Puas',
      'very-satisfied': 'Sangat puas',
    },
    choose: 'Pilih satu dari lima.',
    more: 'Tambahkan, bila Anda mau',
    indicators: {
      'efficiency': 'Seberapa cepat',
      'skill': 'Seberapa paham petugas',
      'attitude': 'Seberapa ramah petugas',
      'clarity': 'Seberapa jelas',
      'convenience': 'Seberapa mudah caranya',
      'operability': 'Seberapa mudah dipakai',
    },
    clear: 'Hapus',
    clearOne: (indicator) => `Hapus: ${indicator}`,
    reasonsTitle: 'Apa yang salah? Centang yang sesuai.',
    reasons: {
      'long-wait': 'Saya menunggu terlalu lama',
      'unfriendly': 'Petugas tidak ramah',
      'unclear-words': 'Penjelasannya tidak jelas',
      'asked-to-come-again': 'Saya harus datang lagi',
      'not-as-published': 'Tidak seperti yang diumumkan',
      'asked-for-extra': 'Diminta berkas atau uang yang tidak perlu',
      'not-solved': 'Urusan saya belum selesai',
      'hard-to-use': 'Sulit dipakai',
    },
    textLabel: 'Dengan kata Anda sendiri',
    textWarning: 'Jangan tulis nama, nomor telepon, atau nomor dokumen, baik milik Anda maupun orang lain.',
    count: (written, most) => `${written} dari ${most} karakter`,
    left: (n) => `Sisa ${n} karakter`,
    full: 'Tempatnya sudah penuh. Sisanya tidak disimpan.',
  },
};
