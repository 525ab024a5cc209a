#include "citycode/person.h"

#include <gtest/gtest.h>

#include <vector>

#include "fault_or_none.h"
#include "test_city.h"

namespace citycode {
namespace {

const ScopePolicy& scopeNamed(const std::vector<ScopePolicy>& scopes, std::string_view name) {
  for (const ScopePolicy& scope : scopes)
    if (scope.name == name) return scope;
  std::abort();
}

TEST(Person, TurnsSixtyOnTheBirthdayAndNotTheDayBefore) {
  EXPECT_EQ(ageInYears({1966, 11, 24}, {2026, 11, 23}), 59);
  EXPECT_EQ(ageInYears({1966, 11, 24}, {2026, 11, 24}), 60);
  EXPECT_EQ(ageInYears({2008, 2, 29}, {2026, 2, 28}), 17);
  EXPECT_EQ(ageInYears({2008, 2, 29}, {2026, 3, 1}), 18);
}

TEST(Person, IsNoOlderThanIsCertainWhereTheRegisterKnowsTheYearOrTheMonthAlone) {
  EXPECT_EQ(ageInYears({1966, 0, 0}, {2026, 12, 30}), 59);
  EXPECT_EQ(ageInYears({1966, 0, 0}, {2026, 12, 31}), 60);
  EXPECT_EQ(ageInYears({1966, 11, 0}, {2026, 11, 29}), 59);
  EXPECT_EQ(ageInYears({1966, 11, 0}, {2026, 11, 30}), 60);
  EXPECT_EQ(ageInYears({2008, 2, 0}, {2026, 2, 28}), 17) << "it may have been the 29th";
  EXPECT_EQ(ageInYears({2009, 2, 0}, {2027, 2, 28}), 18);
}

/// The one attribute of a scene that says only this, for somebody born on that day of November.
Result<Attributes> saidOn(int day, std::string_view scene, CalendarDate born) {
  PersonRecord person;
  person.born = born;
  return attributesFor(person, scopeNamed(standardScopes(), scene), {2026, 11, day}, {});
}

TEST(Person, IsOver18OnTheBirthdayAndNotTheDayBefore) {
  const auto birthday = saidOn(24, "over-18", {2008, 11, 24});
  ASSERT_TRUE(birthday);
  EXPECT_EQ(birthday->at(Attribute::Over18), AttributeValue(true));
  EXPECT_EQ(faultOrNone(saidOn(23, "over-18", {2008, 11, 24})), Fault::IssueScopeNotForHolder);
}

TEST(Person, IsOver60OnTheBirthdayAndNotTheDayBefore) {
  const auto birthday = saidOn(24, "over-60", {1966, 11, 24});
  ASSERT_TRUE(birthday);
  EXPECT_EQ(birthday->at(Attribute::Over60), AttributeValue(true));
  EXPECT_EQ(faultOrNone(saidOn(23, "over-60", {1966, 11, 24})), Fault::IssueScopeNotForHolder);
}

TEST(Person, ChangesItsGroupOnTheBirthdaysOf18And60) {
  const auto groupAt = [](int years) { return ageGroupName(ageGroupOf({2026 - years, 11, 24}, {2026, 11, 24})); };
  EXPECT_EQ(groupAt(17), "child");
  EXPECT_EQ(groupAt(18), "adult");
  EXPECT_EQ(groupAt(59), "adult");
  EXPECT_EQ(groupAt(60), "elder");
}

TEST(Person, PaysTheFareOfItsAgeOrOfItsPermit) {
  const auto fareOf = [](int years, bool disabilityPermit) {
    PersonRecord person;
    person.born = {2026 - years, 1, 1};
    person.disabilityPermit = disabilityPermit;
    const auto attributes = attributesFor(person, scopeNamed(standardScopes(), "transit"), {2026, 11, 24}, {});
    return attributes ? std::get<std::uint64_t>(attributes->at(Attribute::FareType)) : 0;
  };
  EXPECT_EQ(fareOf(5, false), 3u) << "child";
  EXPECT_EQ(fareOf(30, false), 1u) << "adult";
  EXPECT_EQ(fareOf(70, false), 2u) << "senior";
  for (const int years : {5, 30, 70}) EXPECT_EQ(fareOf(years, true), 4u) << "disabled, at " << years;
}

TEST(Person, UsesTheCitysDateNotUtc) {
  // 2027-01-15 20:00 UTC is already the 16th in Shanghai.
  const CalendarDate date = cityDate(test::kNow + 12 * 3600, 28800);
  EXPECT_EQ(date.day, 16);
  EXPECT_EQ(cityDate(test::kNow + 12 * 3600, 0).day, 15);
}

TEST(Person, MasksDocumentNumbers) {
  EXPECT_EQ(maskDocumentNumber("31010519491231002X"), "3***2X");
  EXPECT_EQ(maskDocumentNumber("12345"), "***");
  EXPECT_EQ(maskDocumentNumber("123456"), "1***56");
}

TEST(Person, GivesEachSceneOnlyItsAttributes) {
  PersonRecord person;
  person.displayName = "王小明";
  person.documentNumber = "SYN0000000000001";
  person.born = {1950, 5, 1};
  person.cityResident = person.disabilityPermit = person.tradeCertificateValid = true;
  person.enterpriseCreditCode = "91310000SYN0000000";
  person.enterpriseRole = "agent";
  for (const ScopePolicy& scope : standardScopes()) {
    const auto attributes = attributesFor(person, scope, {2026, 11, 23}, Bytes(12, 5));
    ASSERT_TRUE(attributes) << scope.name;
    EXPECT_EQ(attributes->size(), scope.attributes.size()) << scope.name;
    for (const auto& [attribute, value] : *attributes) EXPECT_TRUE(scope.allows(attribute)) << scope.name;
  }
}

TEST(Person, NeverGivesAGreenVerdictWithANo) {
  PersonRecord person;
  person.displayName = "Ng";
  person.documentNumber = "SYN0000000000001";
  person.born = {2000, 5, 1};
  const auto scopes = standardScopes();
  for (const std::string_view name : {"over-60", "resident", "disabled", "worksite", "enterprise", "community"})
    EXPECT_EQ(faultOrNone(attributesFor(person, scopeNamed(scopes, name), {2026, 11, 23}, Bytes(12, 5))),
              Fault::IssueScopeNotForHolder)
        << name;
  EXPECT_TRUE(attributesFor(person, scopeNamed(scopes, "over-18"), {2026, 11, 23}, Bytes(12, 5)));
}

TEST(Person, CutsLongNamesBetweenCharactersWithAMark) {
  PersonRecord person;
  for (int i = 0; i < 30; ++i) person.displayName += "玛";   // 90 bytes
  person.documentNumber = "SYN0000000000001";
  const auto scopes = standardScopes();
  ScopePolicy identity = scopeNamed(scopes, "identity");
  const auto sealed = attributesFor(person, identity, {2026, 11, 23}, Bytes(12, 5));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(std::get<std::string>(sealed->at(Attribute::Name)).size(), 30u) << "nine letters of three bytes and the mark";
  EXPECT_TRUE(std::get<std::string>(sealed->at(Attribute::Name)).ends_with("玛…"));
  EXPECT_EQ(std::get<std::string>(sealed->at(Attribute::DocumentNumberMasked)), "S***01") << "numbers stay whole";
  identity.sealed = false;
  const auto open = attributesFor(person, identity, {2026, 11, 23}, Bytes(12, 5));
  ASSERT_TRUE(open);
  EXPECT_EQ(std::get<std::string>(open->at(Attribute::Name)).size(), 63u);
}

std::string nameIn(std::string_view scene, const std::string& name) {
  PersonRecord person;
  person.displayName = name;
  person.documentNumber = "SYN0000000000001";
  person.tradeCertificateValid = true;
  const auto attributes = attributesFor(person, scopeNamed(standardScopes(), scene), {2026, 11, 23}, Bytes(12, 5));
  return attributes ? std::get<std::string>(attributes->at(Attribute::Name)) : "refused";
}

TEST(Person, CutsANameAlikeInEveryScene) {
  const std::string longName = "Maximiliana Alexandra von Hohenberg-Schwarzenfeld zu Lindenau";
  for (const std::string_view scene : {"identity", "medical", "government-service", "worksite", "exhibition", "court"}) {
    EXPECT_EQ(nameIn(scene, longName), "Maximiliana Alexandra von Hoh…") << scene;
    EXPECT_EQ(nameIn(scene, std::string(32, 'a')), std::string(32, 'a')) << scene << ": 32 bytes stay whole";
    EXPECT_EQ(nameIn(scene, std::string(33, 'a')), std::string(29, 'a') + "…") << scene;
    EXPECT_EQ(nameIn(scene, "欧阳鸿飞欧阳鸿飞欧阳"), "欧阳鸿飞欧阳鸿飞欧阳") << scene << ": ten Han letters";
  }
}

TEST(Person, CutsAfterAWholeLetterAndNoLooseEnd) {
  const std::string filler(26, 'a');
  EXPECT_EQ(nameIn("identity", filler + "bc dddddddd"), filler + "bc…") << "no space before the mark";
  EXPECT_EQ(nameIn("identity", filler + "b--dddddddd"), filler + "b…") << "no hyphen before it";
  EXPECT_EQ(nameIn("identity", filler + "bce\xcc\x81" "dddd"), filler + "bc…") << "a letter and its accent stay together";
  EXPECT_EQ(nameIn("identity", filler + "be\xcc\x81" "ddddd"), filler + "b…") << "also where the letter alone would fit";
  EXPECT_EQ(nameIn("identity", std::string(20, 'a') + "กิ่กิ่กิ่"), std::string(20, 'a') + "กิ่…") << "three characters of Thai are one letter";
}

TEST(Person, CutsTheLongerOfNameAndRoleAndNeverTheEnterprisesCode) {
  PersonRecord person;
  person.displayName = "王小明";
  person.documentNumber = "SYN0000000000001";
  person.enterpriseCreditCode = "91310000SYN0000000";
  person.enterpriseRole = std::string(64, 'r');
  const ScopePolicy scope = scopeNamed(standardScopes(), "enterprise");
  const auto attributes = attributesFor(person, scope, {2026, 11, 23}, {});
  ASSERT_TRUE(attributes);
  EXPECT_EQ(std::get<std::string>(attributes->at(Attribute::Name)), "王小明");
  EXPECT_EQ(std::get<std::string>(attributes->at(Attribute::EnterpriseRole)), std::string(15, 'r') + "…");
  EXPECT_EQ(std::get<std::string>(attributes->at(Attribute::EnterpriseCreditCode)), person.enterpriseCreditCode);
}

TEST(Chosen, GivesWhatThePersonLeftTickedAndNothingElse) {
  const PersonRecord person = test::TestCity::person();
  const ScopePolicy scope = test::TestCity::scopeNamed("sign-in");
  const CalendarDate today{2027, 1, 15};
  const Bytes pseudonym(12, 7);
  const auto chosen = [&](std::set<Attribute> attributes) { return attributesChosen(person, scope, attributes, today, pseudonym); };
  const auto two = chosen({Attribute::Name, Attribute::Over60});
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, (Attributes{{Attribute::Name, std::string("王小明")}, {Attribute::Over60, true}}));
  const auto all = chosen({scope.attributes.begin(), scope.attributes.end()});
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), scope.attributes.size());
  const auto other = chosen({Attribute::FareType});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.fault(), Fault::ScopeAttributeNotAllowed);
}

TEST(Chosen, AnswersASiteWithNoAsWell) {
  PersonRecord child = test::TestCity::person();
  child.born = {2015, 1, 1};
  const auto answered = attributesChosen(child, test::TestCity::scopeNamed("sign-in"), {Attribute::Over18}, {2027, 1, 15}, Bytes(12, 7));
  ASSERT_TRUE(answered);
  EXPECT_EQ(*answered, (Attributes{{Attribute::Over18, false}}));
}

TEST(Chosen, CutsANameWhereAllTogetherIsTooLongForTheSeal) {
  PersonRecord person = test::TestCity::person();
  person.displayName = "Muhammad Abdurrahman Hakim bin Abdullah Al-Hashimi";
  const ScopePolicy scope = test::TestCity::scopeNamed("sign-in");
  const auto all = attributesChosen(person, scope, {scope.attributes.begin(), scope.attributes.end()}, {2027, 1, 15}, Bytes(12, 7));
  ASSERT_TRUE(all);
  EXPECT_EQ(std::get<std::string>(all->at(Attribute::Name)), "Muhammad Abdurrahm…");
  const auto name = attributesChosen(person, scope, {Attribute::Name}, {2027, 1, 15}, Bytes(12, 7));
  EXPECT_EQ(std::get<std::string>(name->at(Attribute::Name)), "Muhammad Abdurrahman Hakim bi…") << "as at a desk";
}

}  // namespace
}  // namespace citycode
