import type { OperatorWords } from '../operator.words.js';

export const words: OperatorWords = {
  operators: {
    title: 'Pengelola',
    heading: 'Untuk pengelola kota',
    signIn: 'Masuk',
    notYet: 'Belum ada yang bisa masuk di sini. Halaman ini tidak meminta nama, kata sandi, atau kode: bila tampak memintanya, jangan diisi.',
    untilThen: 'Sampai saat itu pengelola bekerja langsung di server kota.',
    checksCodes: 'Anda memeriksa kode di suatu tempat?',
    openScanner: 'Buka pemindai',
  },
};
