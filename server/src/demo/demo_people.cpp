#include "demo/demo_people.h"

#include <algorithm>

namespace citycode::server {
namespace {

constexpr int kSelfPay = 0, kEmployee = 1, kInsuredResident = 2;   // core attribute insurance-type

// A UUIDv7 of 2026-01-01T00:00:00Z (0x019b76daa800 ms) whose random bits are the person's number.
Identifier demoId(std::uint8_t number) {
  return {0x01, 0x9b, 0x76, 0xda, 0xa8, 0x00, 0x70, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, number};
}

struct Facts {
  HolderClass holderClass;
  const char* documentNumber;
  CalendarDate born;
  int insuranceType;
};

DemoPerson makePerson(const char* displayName, const char* latinName, const Facts& facts, TextByLanguage note) {
  DemoPerson demo;
  demo.person.record.displayName = displayName;
  demo.person.record.holderClass = facts.holderClass;
  demo.person.record.documentNumber = facts.documentNumber;
  demo.person.record.born = facts.born;
  demo.person.record.insuranceType = facts.insuranceType;
  demo.latinName = latinName;
  demo.note = std::move(note);
  return demo;
}

DemoPerson withRecord(DemoPerson demo, void (*change)(PersonRecord&)) {
  change(demo.person.record);
  return demo;
}

void livesHere(PersonRecord& r) { r.cityResident = true; }

// 99 is no province: a resident number that begins with it belongs to nobody.
std::vector<DemoPerson> makeResidents() {
  using enum HolderClass;
  return {
      withRecord(makePerson("王小明", "Wang Xiaoming", {Resident, "990000199003070015", {1990, 3, 7}, kEmployee},
          {"Adult resident, employed. The everyday case.", "成年居民，在职。最常见的情形。", "成年居民，在職。最常見的情形。",
           "Warga dewasa, bekerja. Kasus sehari-hari."}), livesHere),
      withRecord(makePerson("李雨桐", "Li Yutong", {Resident, "990000201606010028", {2016, 6, 1}, kInsuredResident},
          {"Child: child fare, not over 18.", "儿童：儿童票价，未满18岁。", "兒童：兒童票價，未滿18歲。",
           "Anak: tarif anak, belum 18 tahun."}), livesHere),
      withRecord(makePerson("陈桂英", "Chen Guiying", {Resident, "990000194811120020", {1948, 11, 12}, kInsuredResident},
          {"Elder: senior fare, over 60.", "老年人：老年票价，已满60岁。", "長者：長者票價，已滿60歲。",
           "Lansia: tarif lansia, di atas 60 tahun."}), livesHere),
      withRecord(makePerson("赵一", "Zhao Yi", {Resident, "990000198507230031", {1985, 7, 23}, kInsuredResident},
          {"Holds a disability permit. Given name of one stroke.", "持残疾人证。名字只有一画。", "持身心障礙證明。名字只有一畫。",
           "Memiliki kartu disabilitas. Nama diri satu goresan."}),
          [](PersonRecord& r) { r.cityResident = true; r.disabilityPermit = true; }),
      withRecord(makePerson("刘建国", "Liu Jianguo", {Resident, "990000197905180017", {1979, 5, 18}, kEmployee},
          {"Construction worker: trade certificate and safety training valid. Not registered in this city.",
           "建筑工人：技能证书和安全培训均有效。非本市户籍。", "營造工人：技術證照與安全訓練均有效。非本市戶籍。",
           "Pekerja konstruksi: sertifikat keahlian dan pelatihan keselamatan berlaku. Bukan warga kota ini."}),
          [](PersonRecord& r) { r.tradeCertificateValid = true; r.safetyTrainingValid = true; }),
      withRecord(makePerson("孙倩", "Sun Qian", {Resident, "990000199212300043", {1992, 12, 30}, kEmployee},
          {"Acts for an enterprise: gets the enterprise code.", "企业经办人：可用企业码。", "企業經辦人：可用企業碼。",
           "Mewakili perusahaan: mendapat kode perusahaan."}),
          [](PersonRecord& r) {
            r.cityResident = true;
            r.enterpriseCreditCode = "99990000DEMO000017";
            r.enterpriseRole = "agent";
          }),
      withRecord(makePerson("欧阳清风", "Ouyang Qingfeng", {Resident, "990000200811230056", {2008, 11, 23}, kInsuredResident},
          {"Turned 18 on 23 November 2026. Surname of two characters.", "2026年11月23日年满18岁。复姓。",
           "2026年11月23日年滿18歲。複姓。", "Genap 18 tahun pada 23 November 2026. Marga dua aksara."}), livesHere),
      withRecord(makePerson("阿卜杜热合曼·买买提江", "Abdurahman Mamatjan", {Resident, "990000196611010019", {1966, 11, 1}, kEmployee},
          {"Sixty years old. A name of ten characters with a middle dot.", "60岁。带间隔号的十字姓名。",
           "60歲。帶間隔號的十字姓名。", "Enam puluh tahun. Nama sepuluh aksara dengan titik tengah."}), livesHere),
      withRecord(makePerson("周伟", "Zhou Wei", {Resident, "990000199809090077", {1998, 9, 9}, kSelfPay},
          {"Construction worker whose safety training has lapsed; no medical insurance.", "建筑工人，安全培训已失效；无医保。",
           "營造工人，安全訓練已失效；無健保。", "Pekerja konstruksi, pelatihan keselamatan kedaluwarsa; tanpa asuransi kesehatan."}),
          [](PersonRecord& r) { r.tradeCertificateValid = true; }),
  };
}

std::vector<DemoPerson> makeVisitors() {
  using enum HolderClass;
  return {
      withRecord(makePerson("黃嘉欣", "Wong Ka Yan", {HongKongMacao, "HX0000017", {1994, 2, 14}, kEmployee},
          {"From Hong Kong, works and lives here.", "香港居民，在本市工作居住。", "香港居民，在本市工作居住。",
           "Dari Hong Kong, bekerja dan tinggal di sini."}), livesHere),
      makePerson("António Leong", "António Leong", {HongKongMacao, "MX0000025", {1958, 8, 8}, kSelfPay},
          {"From Macao: elder with a Portuguese name.", "澳门居民：葡文姓名的老年人。", "澳門居民：葡文姓名的長者。",
           "Dari Makau: lansia dengan nama Portugis."}),
      makePerson("林志豪", "Lin Chih-Hao", {Taiwan, "TX0000033", {1987, 10, 10}, kSelfPay},
          {"From Taiwan, visiting.", "台湾居民，来访。", "臺灣居民，來訪。", "Dari Taiwan, berkunjung."}),
      makePerson("Maximiliana Alexandra von Hohenberg-Schwarzenfeld zu Lindenau", "Maximiliana Alexandra von Hohenberg-Schwarzenfeld zu Lindenau",
          {Passport, "XX0000041", {1983, 4, 25}, kSelfPay},
          {"Passport holder with a very long Latin name.", "护照持有人，拉丁字母姓名很长。", "護照持有人，拉丁字母姓名很長。",
           "Pemegang paspor dengan nama Latin yang sangat panjang."}),
      makePerson("Siti Nurhaliza Putri", "Siti Nurhaliza Putri", {Passport, "XX0000058", {2012, 1, 30}, kSelfPay},
          {"Passport holder, a child.", "护照持有人，儿童。", "護照持有人，兒童。", "Pemegang paspor, anak-anak."}),
      withRecord(makePerson("Amara Okafor", "Amara Okafor", {ForeignPermanentResident, "990000198001010066", {1980, 1, 1}, kEmployee},
          {"Foreign permanent resident with an 18-digit card.", "外国人永久居留，18位证件号。", "外國人永久居留，18位證號。",
           "Penduduk tetap asing dengan kartu 18 digit."}), livesHere),
  };
}

std::vector<DemoPerson> makeAll() {
  std::vector<DemoPerson> people = makeResidents();
  for (DemoPerson& visitor : makeVisitors()) people.push_back(std::move(visitor));
  std::uint8_t number = 0;
  for (DemoPerson& demo : people) demo.person.id = demoId(++number);
  return people;
}

}  // namespace

const std::vector<DemoPerson>& demoPeople() {
  static const std::vector<DemoPerson> people = makeAll();
  return people;
}

RegisterEntry entryOf(const DemoPerson& demo) {
  const PersonRecord& record = demo.person.record;
  RegisterEntry entry;
  entry.registerId = identifierText(demo.person.id);
  entry.latinName = demo.latinName;
  if (record.displayName != demo.latinName) entry.chineseName = record.displayName;
  entry.documents = {{record.holderClass, record.documentNumber}};
  entry.born = record.born;
  entry.cityResident = record.cityResident;
  entry.insuranceType = record.insuranceType;
  entry.disabilityPermit.isHeld = record.disabilityPermit;
  entry.tradeCertificate.isHeld = record.tradeCertificateValid;
  entry.safetyTraining.isHeld = record.safetyTrainingValid;
  entry.enterpriseCreditCode = record.enterpriseCreditCode;
  entry.enterpriseRole = record.enterpriseRole;
  return entry;
}

const DemoPerson* findDemoPerson(const Identifier& id) {
  const auto& people = demoPeople();
  const auto found = std::find_if(people.begin(), people.end(), [&](const DemoPerson& p) { return p.person.id == id; });
  return found == people.end() ? nullptr : &*found;
}

}  // namespace citycode::server
