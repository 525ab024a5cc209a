import type { ServiceWords } from '../service.words.js';

export const words: ServiceWords = {
  faults: {
    'ticket/unknown-office': { what: 'Daftar kota tidak memuat layanan ini di kantor layanan ini.', next: 'Pilih layanan lain, atau beri tahu pengelola.' },
    'ticket/office-closed': { what: 'Kantor layanan ini sudah ditutup dalam daftar kota.', next: 'Beri tahu pengelola bila masih buka.' },
    'issue/unknown-device': { what: 'Kantor layanan tidak mengenal pemindai ini lagi.', next: 'Daftarkan lagi, lalu tekan lagi.' },
  },

  service: {
    title: 'Layanan selesai',
    which: 'Layanan yang mana?',
    forPerson: (ago) => `Untuk orang yang dipindai ${ago} lalu`,
    forNobody: 'Untuk orang tanpa kode yang dipindai',
    finish: 'Tampilkan kode penilaian',
    slip: 'Tanpa ponsel? Tampilkan atau cetak slip',
    working: 'Sebentar',
    imageName: 'menilai layanan',
    scanThis: 'Silakan pindai dengan ponsel Anda dan katakan bagaimana layanannya. Tidak ada yang tahu siapa Anda.',
    boundText: 'Hanya ponsel yang kodenya dipindai dapat memakainya.',
    slipText: 'Siapa pun yang memegang slip ini dapat memakainya, satu kali. Berikan kepada orangnya, jangan disimpan.',
    until: (when) => `Berlaku sampai ${when}`,
    print: 'Cetak',
    done: 'Selesai',
    offline: { what: 'Tidak ada jaringan, jadi layanan tidak dapat diselesaikan sekarang.', next: 'Tekan lagi bila ada jaringan. Dihitung sekali, berapa kali pun ditekan.' },
    notEnrolled: { what: 'Pemindai ini belum menjadi milik kantor layanan.', next: 'Daftarkan dahulu untuk kantor layanan Anda.' },
  },
};
