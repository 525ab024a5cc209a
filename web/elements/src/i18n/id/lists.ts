import type { ListsWords } from '../lists.words.js';

export const words: ListsWords = {
  lists: {
    lead: 'Pemindai yang tidak pernah tersambung mengambil daftar kota dari berkas, atau dari kode yang ditampilkan pemindai lain.',
    fromFile: 'Muat daftar dari berkas',
    scan: 'Pindai kode daftar',
    scanLead: 'Arahkan kamera ke kode yang berganti di pemindai lain sampai semua bagian diterima.',
    progress: (have, total) => `${have} dari ${total} bagian`,
    beginAgain: 'Mulai lagi',
    taken: 'Daftar ini sekarang dipakai.',
    earlierStays: 'Daftar yang sudah ada di sini tetap dipakai.',
    giveTitle: 'Untuk pemindai lain',
    show: 'Tampilkan daftar sebagai kode',
    showLead: 'Biarkan pemindai lain melihat kode ini sampai semua bagian diterima.',
    part: (index, total) => `Bagian ${index} dari ${total}`,
    save: 'Simpan daftar sebagai berkas',
  },
};
