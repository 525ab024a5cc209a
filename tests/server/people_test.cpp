// The population register's people: sealed in the records, imported from its files, shown, moved to new documents, forgotten; on both engines.
#include "people/people_import.h"

#include <gtest/gtest.h>

#include <fstream>

#include "enrolment/code_desk.h"
#include "people/document_numbers.h"
#include "people/people_desk.h"
#include "people/reason.h"
#include "people/written_text.h"
#include "registry/people.h"
#include "support/engines.h"
#include "support/stored_city.h"

namespace citycode::server::test {
namespace {

constexpr CalendarDate kOnThatDay{2026, 11, 28};
constexpr std::string_view kHeader = "register_id,chinese_name,latin_name,documents,born,city_resident,insurance,guardians\n";
/// 99 is no province: these numbers belong to nobody, and have right check characters.
constexpr std::string_view kFather = "R-1,王小明,Wang Xiaoming,resident:990000199003070013,1990-03-07,yes,employee,\n";

struct Refused {
  std::uint64_t line;
  std::string reason;
  friend bool operator==(const Refused&, const Refused&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.line << " " << refused.reason; }
};

/// The same number with its right check character.
std::string checked(const std::string& first17) {
  for (const char last : std::string_view("0123456789X"))
    if (!slipIn({HolderClass::Resident, first17 + last})) return first17 + last;
  return first17;
}

class People : public StoredCity {
 protected:
  Started<ImportCounts> import(const std::string& content, bool isRehearsal = false, bool trustDocuments = false) {
    std::ofstream(path_, std::ios::binary) << content;
    refused_.clear();
    auto file = RegisterFile::open(path_);
    if (!file) return file.failure();
    return importPeople(**file, {*store_, keys_->people(), Clock(), {kOnThatDay, trustDocuments}, isRehearsal, [](const ImportCounts&) {},
                                 [&](const RegisterLine& line, std::string_view reason) { return refused_.push_back({line.number, std::string(reason)}), true; }});
  }
  ImportCounts imported(const std::string& content) {
    auto counts = import(content);
    EXPECT_TRUE(counts) << counts.failure().sentence;
    return counts ? *counts : ImportCounts{};
  }
  std::string refusal(const std::string& content) {
    auto counts = import(content);
    EXPECT_FALSE(counts);
    if (counts) return "";
    EXPECT_EQ(counts.failure().fault, Fault::StartBadOption);
    return counts.failure().sentence;
  }
  PeopleDesk desk() { return {*store_, *keys_, Clock()}; }
  std::optional<PersonFile> fileOf(std::string_view registerId) {
    const auto person = desk().find(registerId);
    EXPECT_TRUE(person);
    if (!person || !*person) return std::nullopt;
    auto file = desk().fileOf(**person);
    EXPECT_TRUE(file);
    return file ? std::optional(*file) : std::nullopt;
  }
  /// The reason for which a line with these fields is not taken; empty when it is.
  std::string reasonOf(std::string_view fields) {
    refused_.clear();
    imported("register_id,chinese_name,documents,born,city_resident,insurance,trade_certificate,enterprise_code,enterprise_role,holder_class\n" + std::string(fields) + "\n");
    return refused_.empty() ? "" : refused_.front().reason;
  }

  const std::string path_ = folder_ / "register.csv";
  std::vector<Refused> refused_;
};

TEST_P(People, AreKeptAsTheRegisterHasThem) {
  const auto counts = imported(std::string(kHeader) + std::string(kFather) +
                               "R-2,王,Wang,resident:990000201606010028;passport:e1234567,2016-06-01,yes,resident,R-1\n"
                               "R-3,,António Leong,hong-kong-macao: h 1234-5678 01,1958,no,self-pay,\n");
  EXPECT_EQ(counts.added, 3u) << refused_.front();
  const auto child = fileOf("R-2");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->entry.documents[1], (HeldDocument{HolderClass::Passport, "E1234567"}));
  EXPECT_EQ(child->entry.insuranceType, 2);
  ASSERT_EQ(child->guardians.size(), 1u);
  EXPECT_EQ(child->guardians[0], fileOf("R-1")->id);
  EXPECT_EQ(fileOf("R-1")->wards, std::vector{child->id});
  const auto visitor = fileOf("R-3");
  ASSERT_TRUE(visitor);
  EXPECT_EQ(visitor->entry.documents[0].number, "H1234567801");
  EXPECT_EQ(dateText(visitor->entry.born), "1958") << "no day is invented";
  EXPECT_EQ(recordOn(kOnThatDay, visitor->entry).displayName, "António Leong");
  EXPECT_FALSE(fileOf("R-4"));
  EXPECT_EQ(fileOf(identifierText(visitor->id))->id, visitor->id) << "by the city's own id, too";
}

TEST_P(People, OfTheSameFileAgainChangeNothing) {
  const std::string file = std::string(kHeader) + std::string(kFather) + "R-2,王,,resident:990000201606010028,2016-06-01,yes,resident,R-1\n";
  EXPECT_EQ(imported(file).added, 2u);
  const auto before = desk().find("R-1"), childBefore = desk().find("R-2");
  const auto again = imported(file);
  EXPECT_EQ(again.unchanged, 2u);
  EXPECT_EQ(again.added + again.changed + again.refused, 0u);
  EXPECT_EQ((**desk().find("R-1")).sealed, (**before).sealed) << "not even sealed anew";
  EXPECT_EQ((**desk().find("R-2")).sealed, (**childBefore).sealed);
}

TEST_P(People, KeepTheirIdWithANewDocumentAndTheOldNumberIsFree) {
  imported(std::string(kHeader) + std::string(kFather));
  const auto before = fileOf("R-1");
  ASSERT_TRUE(before);
  const std::string moved = checked("99000019900307002");
  EXPECT_EQ(imported(std::string(kHeader) + "R-1,王小明,Wang Xiaoming,resident:" + moved + ",1990-03-07,yes,employee,\n").changed, 1u);
  EXPECT_EQ(fileOf("R-1")->id, before->id);
  EXPECT_EQ(fileOf("R-1")->entry.documents, (std::vector<HeldDocument>{{HolderClass::Resident, moved}}));
  EXPECT_EQ(imported(std::string(kHeader) + "R-9,李,,resident:990000199003070013,1990-03-07,no,,\n").added, 1u);
  EXPECT_EQ(imported(std::string(kHeader) + "R-8,李,,resident:" + moved + ",1990-03-07,no,,\n").refused, 1u);
  EXPECT_EQ(refused_, (std::vector<Refused>{{2, "document/of-another"}}));
}

TEST_P(People, WaitForGuardiansWhoComeLaterInTheFile) {
  const auto counts = imported(std::string(kHeader) +
                               "R-5,孙,,resident:" + checked("99000020160601004") + ",2016-06-01,yes,,R-2\n"   // whose guardian waits as well
                               "R-2,王,,resident:990000201606010028,2016-06-01,yes,,R-1;R-7\n"
                               "R-6,赵,,resident:" + checked("99000020160601006") + ",2016-06-01,yes,,R-404\n" + std::string(kFather) +
                               "R-7,陈,,passport:X1234567,1990,no,,\n");
  EXPECT_EQ(counts.added, 4u);
  EXPECT_EQ(refused_, (std::vector<Refused>{{4, "guardian/unknown"}}));
  EXPECT_EQ(fileOf("R-2")->guardians.size(), 2u);
  EXPECT_EQ(fileOf("R-5")->guardians, std::vector{fileOf("R-2")->id});
  EXPECT_FALSE(fileOf("R-6"));
}

TEST_P(People, OfARehearsalAreNotWritten) {
  auto counts = import(std::string(kHeader) + "R-2,王,,resident:990000201606010028,2016-06-01,yes,,R-1\n" + std::string(kFather) +
                             "R-3,王,,resident:990000199003070013,1990-03-07,yes,,\nR-4,王,,passport:X7654321,1990,yes,,R-404\n", true);
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->added, 2u);
  EXPECT_EQ(refused_, (std::vector<Refused>{{4, "document/of-another"}, {5, "guardian/unknown"}}));
  EXPECT_FALSE(fileOf("R-1"));
  EXPECT_FALSE(fileOf("R-2"));
}

TEST_P(People, AreReadFromWhatSpreadsheetsWrite) {
  EXPECT_EQ(imported("\xef\xbb\xbfregister_id,chinese_name,latin_name,documents,born\r\nR-1,\"王,小\"\"明\"\"\",,passport:X1234567,1990\r\n\r\nR-2,李,\"Li\",passport:X1234568,1990").added, 2u);
  EXPECT_EQ(fileOf("R-1")->entry.chineseName, "王,小\"明\"");
  EXPECT_EQ(imported("register_id,latin_name,documents,born\nR-3,\"two\nlines\",passport:X1,1990\nR-4,Li,passport:X1234569,1990\n").added, 1u);
  EXPECT_EQ(refused_, (std::vector<Refused>{{2, "name/unfit"}})) << "and the line behind it is the fourth";
  EXPECT_EQ(imported("{\"register_id\": \"R-5\", \"latin_name\": \"Li\", \"documents\": [\"passport:X2234569\", \"taiwan:12345678\"], \"born\": \"1990-03\", \"city_resident\": true}\n\n"
                     "{\"register_id\": \"R-6\", \"nickname\": \"Li\"}\n[]\n{\"register_id\": 7}\n").added, 1u);
  EXPECT_EQ(refused_, (std::vector<Refused>{{3, "line/unknown-field"}, {4, "line/json"}, {5, "line/json"}}));
  EXPECT_TRUE(fileOf("R-5")->entry.cityResident);
}

TEST_P(People, OfLinesThatCannotBeAreRefusedOneByOne) {
  const std::string number = checked("99000019900307004");
  std::string wrongCheck = number;
  wrongCheck.back() = wrongCheck.back() == '1' ? '2' : '1';
  EXPECT_EQ(reasonOf("R-1,王,resident:" + number + ",1990-03-07,yes,employee,2027-12-31,,,resident"), "");
  EXPECT_EQ(reasonOf(",王,passport:X1234567,1990,,,,,,"), "id/missing");
  EXPECT_EQ(reasonOf("R-2,,passport:X1234567,1990,,,,,,"), "name/missing");
  EXPECT_EQ(reasonOf("R-2,a\u0001b,passport:X1234567,1990,,,,,,"), "name/unfit");
  EXPECT_EQ(reasonOf("R-2,王,,1990,,,,,,"), "document/missing");
  EXPECT_EQ(reasonOf("R-2,王,X1234567,1990,,,,,,"), "document/kind");
  EXPECT_EQ(reasonOf("R-2,王,licence:X1234567,1990,,,,,,"), "document/kind");
  EXPECT_EQ(reasonOf("R-2,王,resident:1234,1990,,,,,,"), "document/shape");
  EXPECT_EQ(reasonOf("R-2,王,resident:" + wrongCheck + ",1990-03-07,,,,,,"), "document/check-digit");
  EXPECT_EQ(reasonOf("R-2,王,resident:990000190002290019,1900,,,,,,"), "document/birth") << "1900 was no leap year";
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567;passport:x-123 4567,1990,,,,,,"), "document/twice");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,,,,,,,"), "born/missing");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1900-02-29,,,,,,"), "born/no-date");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,07/03/1990,,,,,,"), "born/no-date");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,2026-11-29,,,,,,"), "born/in-the-future");
  EXPECT_EQ(reasonOf("R-2,王,resident:" + number + ",1990-03-08,,,,,,"), "born/differs-from-document");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,perhaps,,,,,"), "value/yes-or-no");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,,gold,,,,"), "value/insurance");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,,,2027-12,,,"), "value/held");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,,,,91310000X,agent,"), "value/enterprise");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,,,,,,taiwan"), "value/holder-class");
  EXPECT_EQ(reasonOf("R-2,王,passport:X1234567,1990,,,,,"), "line/fields");
  EXPECT_EQ(reasonOf("R-2,\xcd\xf5\xd0\xa1,passport:X1234567,1990,,,,,,"), "line/text") << "GB18030";
  EXPECT_EQ(reasonOf("R-2,王\"明,passport:X1234567,1990,,,,,,"), "line/fields");
  EXPECT_EQ(reasonOf("R-2,王" + std::string(1'000'000, ',')), "line/fields") << "a million columns";
  EXPECT_EQ(reasonOf("R-2," + std::string(70'000, 'x') + ",passport:X1234567,1990,,,,,,"), "line/too-long");
  EXPECT_FALSE(fileOf("R-2"));
  imported(std::string(kHeader) + "R-3,王,,passport:X1234567,1990,,,R-3\nR-4,王,,passport:X1234568,1990,,,\nR-4,李,,passport:X1234569,1991,,,\n");
  EXPECT_EQ(refused_, (std::vector<Refused>{{2, "guardian/self"}, {4, "id/twice"}}));
  EXPECT_EQ(fileOf("R-4")->entry.chineseName, "王");
  ASSERT_TRUE(import(std::string(kHeader) + "R-5,王,,resident:" + wrongCheck + ",1990-03-08,,,\n", false, true));
  EXPECT_TRUE(fileOf("R-5")) << "as the register has it, when it is trusted";
}

TEST_P(People, OfFilesThatCannotBeToldApartAreRefusedWithASentence) {
  EXPECT_NE(refusal("").find("is empty"), std::string::npos);
  EXPECT_NE(refusal("register_id,name,documents,born\n").find("\"name\" that is not known"), std::string::npos);
  EXPECT_NE(refusal("register_id,born,born,documents\n").find("twice"), std::string::npos);
  EXPECT_NE(refusal("register_id,chinese_name\n").find("does not name the field documents"), std::string::npos);
  EXPECT_NE(refusal("register_id,\xd0\xd5\xc3\xfb\n").find("GB18030"), std::string::npos);
  EXPECT_NE(refusal(std::string("\xff\xfer\0e\0", 6)).find("UTF-16"), std::string::npos);
  EXPECT_NE(refusal(std::string(kHeader) + std::string(kFather) + "R-2,\"" + std::string(200'000, 'x')).find("begins in line 3"), std::string::npos);
  EXPECT_TRUE(fileOf("R-1")) << "what stood before the quotation mark that is missing";
}

TEST_P(People, HaveNamesInOneFormAndWithoutDirections) {
  imported(std::string(kHeader) + "R-1,\u202e阿卜杜热合曼·买买提江\u202c,Jose\u0301 ,passport:\uff38\uff11234567,1990,no,,\n");
  const auto file = fileOf("R-1");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->entry.chineseName, "阿卜杜热合曼·买买提江");
  EXPECT_EQ(file->entry.latinName, "Jos\u00e9");
  EXPECT_EQ(file->entry.documents[0].number, "X1234567");
  for (const char* dot : {"\u00b7", "\u2022", "\u2027", "\u30fb", "\uff0e", " \u00b7 "})
    EXPECT_EQ(comparedName(std::string("阿卜杜热合曼") + dot + "买买提江"), "阿卜杜热合曼·买买提江") << dot;
  EXPECT_NE(comparedName("阿卜杜"), comparedName("阿卜·杜"));
}

TEST_P(People, AreForgottenWithTheirPhonesAndCards) {
  imported(std::string(kHeader) + std::string(kFather) + "R-2,王,,resident:990000201606010028,2016-06-01,yes,resident,R-1\n");
  const auto before = fileOf("R-1");
  ASSERT_TRUE(before);
  const EnrolmentCode code{hashOf(7), before->id, kNowMs + 1}, unused{hashOf(8), before->id, kNowMs + 1};
  ASSERT_TRUE(write([&](Session& session) { return enrolments::addCode(session, code); }));
  ASSERT_TRUE(write([&](Session& session) { return enrolments::addCode(session, unused); }));
  ASSERT_TRUE(enrol(7, 7, kNowMs));
  const auto person = desk().find("R-1");
  const auto forgotten = desk().forget(**person);
  ASSERT_TRUE(forgotten);
  EXPECT_EQ(forgotten->phones, 1u);
  EXPECT_EQ(forgotten->keptPhones, 1u);
  EXPECT_FALSE(fileOf("R-1"));
  EXPECT_FALSE(fileOf(identifierText(before->id)));
  EXPECT_TRUE(fileOf("R-2")->guardians.empty());
  EXPECT_TRUE(fileOf("R-2")->entry.guardians.empty()) << "nor does the child's record name them";
  EXPECT_FALSE(*read(devices::find, hashOf(7)));
  EXPECT_EQ(enrol(8, 8, kNowMs).fault(), Fault::EnrolUnknownCode);
  EXPECT_EQ((CodeDesk{*store_, Clock()}.forPhone(before->id, 60).fault()), Fault::RequestNotFound);
  EXPECT_EQ(imported(std::string(kHeader) + std::string(kFather)).added, 1u);
  EXPECT_NE(fileOf("R-1")->id, before->id) << "whoever comes back is somebody new";
  imported(std::string(kHeader) + "R-2,王,,resident:990000201606010028,2016-06-01,yes,resident,R-1\n");
  EXPECT_EQ(fileOf("R-2")->guardians, std::vector{fileOf("R-1")->id}) << "and is found again by who names them";
  // A code that was given at that very moment makes nobody's phone.
  const EnrolmentCode late{hashOf(9), before->id, kNowMs + 1};
  ASSERT_TRUE(write([&](Session& session) { return enrolments::addCode(session, late); }));
  EXPECT_FALSE(enrol(9, 9, kNowMs));
  EXPECT_FALSE(*read(devices::find, hashOf(9)));
}

TEST_P(People, AreSealedForTheirRowAndKey) {
  imported(std::string(kHeader) + std::string(kFather));
  const auto person = desk().find("R-1");
  ASSERT_TRUE(person && *person);
  EXPECT_TRUE(keys_->people().open(**person));
  SealedPerson moved = **person;
  moved.id[15] ^= 1;
  EXPECT_EQ(keys_->people().open(moved).fault(), Fault::StoreDamaged);
  SealedPerson changed = **person;
  changed.sealed.back() ^= 1;
  EXPECT_EQ(keys_->people().open(changed).fault(), Fault::StoreDamaged);
  EXPECT_EQ(PeopleSeal(Bytes(kPeopleSecretBytes, 9)).open(**person).fault(), Fault::StoreDamaged);
  EXPECT_NE(PeopleSeal(Bytes(kPeopleSecretBytes, 9)).ofRegisterId("R-1"), keys_->people().ofRegisterId("R-1")) << "nothing is found by trying without the key";
}

INSTANTIATE_TEST_SUITE_P(Stores, People, testing::ValuesIn(engines()));

}  // namespace
}  // namespace citycode::server::test
