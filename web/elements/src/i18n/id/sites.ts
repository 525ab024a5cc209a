import type { FaultText } from '../common.words.js';
import type { SitesWords } from '../sites.words.js';

const noAnswer: FaultText = { what: 'Kode ini tidak menjawab pertanyaan ini.', next: 'Pindai pertanyaan di halaman ini dengan ponsel, lalu tunjukkan kode yang muncul.' };

export const words: SitesWords = {
  about: {
    answer: {
      'audience/*': noAnswer,
      'scope/wrong-scene': noAnswer,
      'replay/seen': { what: 'Jawaban ini sudah dipakai.', next: 'Tunggu kode berikutnya di ponsel Anda, lalu tunjukkan kode itu.' },
    },
  },

  landing: {
    title: 'Satu kode untuk hidup sehari\u2011hari di kota',
    lead: 'Citycode adalah satu kode bertanda tangan untuk setiap orang, ditunjukkan dan diperiksa di peramban ponsel apa pun, juga tanpa jaringan.',
    stepsTitle: 'Coba dalam tiga langkah',
    steps: [
      { title: 'Pilih orang', text: 'Pilih salah satu warga contoh di bawah. Pasnya diambil ke perangkat ini.' },
      { title: 'Tunjukkan kode', text: 'Pilih keperluan, misalnya metro atau rumah sakit. Kode diperbarui sendiri setiap 5 detik.' },
      { title: 'Pindai', text: 'Buka pemindai di perangkat atau jendela kedua, lalu arahkan kode ke kameranya.' },
    ],
    citizensTitle: 'Warga contoh',
    citizensLead: 'Semua orang di sini adalah rekaan.',
    choose: 'Pilih',
    chooseName: (name) => `Pilih ${name}`,
    preparingCode: 'Menyiapkan',
    openScanner: 'Buka pemindai',
    openScannerNote: 'Untuk petugas: kamera membaca kode dan mengatakan apakah sah.',
    openApp: 'Buka kode saya',
    rate: 'Nilai layanan',
    notDemoTitle: 'Dapatkan kode Anda di ponsel ini',
    notDemoText: 'Kantor layanan memberi Anda kode pendaftaran 12 huruf dan angka. Masukkan satu kali, di ponsel ini.',
    privacy: 'Pemindaian hanya menampilkan yang diperlukan. Tidak ada yang dikirim ke pihak lain.',
    loadingCitizens: 'Mengambil warga contoh',
    placesTitle: 'Tempat contoh',
    placesLead: 'Pindai lembar suatu tempat dengan ponsel: ponsel menunjukkan siapa yang meminta, lalu kode untuk tempat itu saja.',
    sheet: 'Lembar',
    sheetOf: (name) => `Lembar ${name}`,
    scanner: 'Pemindai',
    scannerOf: (name) => `Pemindai ${name}`,
    portalText: 'Situs yang bertanya pada kode Anda siapa Anda, tanpa kata sandi.',
    portalOpen: 'Buka situs',
  },

  portal: {
    title: 'Kantor Pajak Contoh',
    heading: 'Masuk tanpa kata sandi',
    lead: 'Situs ini rekaan. Situs ini bertanya pada kode kota Anda siapa Anda. Ponsel Anda menunjukkan apa yang akan terlihat sebelum Anda menjawab.',
    signIn: 'Masuk dengan kode kota saya',
    left: (duration) => `Sisa waktu untuk pertanyaan ini: ${duration}`,
    scanTitle: '1. Pindai ini dengan ponsel Anda',
    scanText: 'Ponsel Anda menunjukkan siapa yang bertanya. Alamat di sana harus sama dengan ini:',
    openHere: 'Buka di perangkat ini',
    answerTitle: '2. Tunjukkan jawaban Anda ke kamera ini',
    answerText: 'Ponsel Anda lalu menampilkan kode. Kode itu hanya menjawab pertanyaan ini dan berlaku satu kali.',
    lookAgain: 'Lihat lagi',
    ended: { what: 'Pertanyaan ini tidak dijawab tepat waktu.', next: 'Tanyakan lagi. Jawaban untuk pertanyaan lama tidak diterima lagi.' },
    again: 'Tanyakan lagi',
    signedIn: 'Anda sudah masuk',
    seen: 'Hanya ini yang dilihat situs:',
    signOut: 'Keluar',
    send: 'Kirim laporan pajak saya',
    sending: 'Mengirim',
    notSent: { what: 'Laporan pajak Anda belum diterima.', next: 'Tekan lagi sebentar lagi. Dihitung sekali, berapa kali pun ditekan.' },
    arrived: 'Terima kasih. Laporan pajak Anda sudah diterima.',
    rateText: 'Bagaimana layanannya? Pindai ini dengan ponsel yang Anda pakai untuk masuk, atau buka tautannya bila perangkat ini yang Anda pakai. Tidak ada yang tahu bahwa penilaian itu dari Anda.',
    rate: 'Nilai layanan ini',
    rateImage: 'menilai layanan ini',
  },

  sheet: {
    title: 'Lembar untuk pintu masuk',
    lead: 'Cetak dan tempel di pintu masuk. Siapa yang memindainya menunjukkan kode yang hanya berlaku di tempat ini.',
    scan: 'Pindai dengan kamera ponsel Anda',
    until: (day) => `Berlaku sampai ${day}. Cetak yang baru sebelum itu.`,
    print: 'Cetak',
    openHere: 'Buka di perangkat ini',
  },
};
