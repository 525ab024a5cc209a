import type { ChatWords } from '../chat.words.js';

export const words: ChatWords = {
  chat: {
    noModule: { what: 'Aplikasi obrolan ini tidak dapat menjalankan kode kota.', next: 'Perbarui aplikasi obrolan, atau buka alamat di bawah di peramban ponsel.' },
    oldApp: { what: 'Versi aplikasi obrolan ini terlalu lama untuk kode kota.', next: 'Perbarui aplikasi obrolan, atau buka alamat di bawah di peramban ponsel.' },
    otherCity: { what: 'Tautan atau kode ini milik kota lain.', next: 'Buka dengan program atau halaman kota itu sendiri.' },
    notOurs: { what: 'Kode ini bukan kode yang dijawab oleh ponsel Anda.', next: 'Cari tanda kota di samping kode, lalu arahkan ponsel ke kode itu.' },
    cameraDenied: { what: 'Kamera tidak diizinkan di sini.', next: 'Izinkan kamera di pengaturan program ini, lalu kembali.' },
    address: 'Alamat untuk peramban',
    copyAddress: 'Salin alamat',
    openSettings: 'Buka pengaturan',
    scan: 'Pindai tempat atau situs',
    scanHint: 'Arahkan ponsel ke kode di pintu, di layar, atau di kertas.',
    rate: 'Nilai layanan',
    sameCode: 'Ponsel ini sudah memiliki kode dari tautan ini.',
    goBack: (site) => `Untuk melanjutkan di ${site}, buka alamat ini di peramban tempat Anda memulai:`,
  },
};
