import type { FrameWords } from '../frame.words.js';

export const words: FrameWords = {
  frame: {
    codeTitle: 'Tunjukkan kode kota Anda',
    codeText: 'Kode Anda ada di aplikasi kota, yang terbuka di jendela tersendiri. Kode itu tidak pernah ditampilkan di dalam situs lain.',
    codeOpen: 'Buka kode saya',
    rateText: 'Halaman kota terbuka di jendela tersendiri dengan nilai yang Anda pilih. Tidak ada yang terkirim sebelum Anda menekan kirim di sana, dan situs ini tidak diberi tahu.',
    rateOpen: 'Lanjut ke halaman kota',
    verifyText: 'Situs ini hanya diberi tahu apakah sebuah kode sah, tidak ada hal lain.',
    covered: 'Tekanan ini tidak diterima: ada sesuatu yang menutupi bingkai, atau bingkai tidak terlihat seluruhnya. Lihat seluruhnya sebentar, lalu tekan lagi.',
    alone: 'Halaman ini untuk situs kantor layanan, yang menampilkannya dalam bingkai.',
    firstPage: 'Halaman utama kota',
  },
};
