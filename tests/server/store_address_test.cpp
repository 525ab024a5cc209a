// What --store is given, and what is refused of it.
#include "store/store_address.h"

#include <gtest/gtest.h>

#include <map>

namespace citycode::server::test {
namespace {

Environment environmentOf(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
}

/// Of a text that is taken.
PostgresAddress postgresOf(const std::string& text, const Environment& environment = environmentOf({})) {
  auto parsed = parseStoreAddress(text, environment);
  if (!parsed || !std::holds_alternative<PostgresAddress>(*parsed)) {
    ADD_FAILURE() << text << ": " << (parsed ? "not PostgreSQL" : parsed.failure().sentence);
    return {};
  }
  return std::get<PostgresAddress>(*parsed);
}

std::string refusalOf(const std::string& text) {
  const auto parsed = parseStoreAddress(text, environmentOf({}));
  if (parsed) return "";
  EXPECT_EQ(parsed.failure().fault, Fault::StartBadOption);
  return parsed.failure().sentence;
}

TEST(StoreAddress, NamesAFileOfSqlite) {
  auto parsed = parseStoreAddress("sqlite:/var/lib/city?code.sqlite", environmentOf({}));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(std::get<SqliteAddress>(*parsed).path, "/var/lib/city?code.sqlite");
}

TEST(StoreAddress, NamesSeveralHostsWithTheirPortsAndOfThemTheOneThatTakesChanges) {
  const auto address = postgresOf("postgresql://city@db1:5433,db2,[fd00::3]:5434/records");
  ASSERT_EQ(address.hosts.size(), 3u);
  EXPECT_EQ(address.hosts[0].host, "db1");
  EXPECT_EQ(address.hosts[0].port, "5433");
  EXPECT_EQ(address.hosts[1].port, "5432");
  EXPECT_EQ(address.hosts[2].host, "fd00::3");
  EXPECT_EQ(address.hosts[2].port, "5434");
  EXPECT_EQ(address.user, "city");
  EXPECT_EQ(address.database, "records");
  EXPECT_EQ(address.target, TargetSession::ReadWrite);
  EXPECT_EQ(address.place(), "postgresql://db1:5433,db2:5432,fd00::3:5434/records");
}

TEST(StoreAddress, TakesOneHostAsItIsUnlessToldOtherwise) {
  EXPECT_EQ(postgresOf("postgres://db1/records").target, TargetSession::Any);
  EXPECT_EQ(postgresOf("postgres://db1/records?target_session_attrs=primary").target, TargetSession::Primary);
  EXPECT_EQ(postgresOf("postgres://db1,db2/records?target_session_attrs=any").target, TargetSession::Any);
}

TEST(StoreAddress, FindsASocketByItsFolder) {
  const auto address = postgresOf("postgresql:///records?host=/run/postgresql");
  ASSERT_EQ(address.hosts.size(), 1u);
  EXPECT_EQ(address.hosts[0].host, "/run/postgresql");
  EXPECT_EQ(postgresOf("postgresql://%2Frun%2Fpostgresql/records").hosts[0].host, "/run/postgresql");
}

TEST(StoreAddress, HandsOnWhatConcernsTls) {
  const auto address = postgresOf("postgresql://db1/records?sslmode=verify-full&pool_size=4&sslrootcert=/etc/city/root.crt&connect_timeout=7");
  ASSERT_EQ(address.parameters.size(), 2u);
  EXPECT_EQ(address.parameters[0], (std::pair<std::string, std::string>("sslmode", "verify-full")));
  EXPECT_EQ(address.parameters[1], (std::pair<std::string, std::string>("sslrootcert", "/etc/city/root.crt")));
  EXPECT_EQ(address.poolSize, 4u);
  EXPECT_EQ(address.connectTimeout, std::chrono::seconds(7));
}

TEST(StoreAddress, FindsThePoolSizeWhereverItStands) {
  EXPECT_EQ(postgresOf("postgresql://db1/records?pool_size=1").poolSize, 1u);
  EXPECT_EQ(postgresOf("postgresql://db1/records?sslmode=require&pool_size=1000").poolSize, 1000u);
  EXPECT_EQ(postgresOf("postgresql://db1/records").poolSize, kDefaultPoolSize);
  for (const char* size : {"0", "1001", "-1", "4x", ""}) EXPECT_NE(refusalOf("postgresql://db1/records?pool_size=" + std::string(size)), "") << size;
}

TEST(StoreAddress, RefusesAPasswordWithoutRepeatingIt) {
  for (const char* text : {"postgresql://city:hunter2@db1/records", "postgresql://db1/records?password=hunter2",
                           "postgresql://db1/records?sslkey=/k&sslpassword=hunter2"}) {
    const std::string sentence = refusalOf(text);
    EXPECT_NE(sentence.find("CITYCODE_STORE_PASSWORD_FILE"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("PGPASSFILE"), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find("hunter2"), std::string::npos) << sentence;
  }
}

TEST(StoreAddress, RepeatsNothingOfAnAddressThatLibpqDoesNotTake) {
  for (const char* text : {"postgresql://city:hunter2@db1:x:y/records%zz", "postgresql://[fd00::3:hunter2/records", "postgresql://db1/records?nonsense=hunter2"}) {
    const std::string sentence = refusalOf(text);
    EXPECT_NE(sentence, "") << text;
    EXPECT_EQ(sentence.find("hunter2"), std::string::npos) << sentence;
  }
}

TEST(StoreAddress, LooksForThePasswordWhereTheEnvironmentSays) {
  const auto address = postgresOf("postgresql://db1/records", environmentOf({{"CITYCODE_STORE_PASSWORD_FILE", "/run/secrets/db"}, {"HOME", "/home/city"}}));
  EXPECT_EQ(address.passwordFile, "/run/secrets/db");
  EXPECT_EQ(address.libpqPassFile, "/home/city/.pgpass");
  EXPECT_EQ(postgresOf("postgresql://db1/records", environmentOf({{"PGPASSFILE", "/etc/pass"}, {"HOME", "/home/city"}})).libpqPassFile, "/etc/pass");
}

TEST(StoreAddress, RefusesWhatLeadsNowhere) {
  for (const char* text :
       {"", "sqlite:", "/var/lib/city.sqlite", "mysql://db1/records", "postgresql://db1", "postgresql://db1:0/records", "postgresql://db1:65536/records",
        "postgresql://db1:54a/records", "postgresql://db1,,db2/records", "postgresql://db1,db2/records?port=1,2,3",
        "postgresql://db1/records?target_session_attrs=standby", "postgresql://db1/records?target_session_attrs=prefer-standby",
        "postgresql://db1/records?connect_timeout=0", "postgresql://db1/records?options=-cfsync%3Doff", "postgresql://db1/records?service=city"})
    EXPECT_NE(refusalOf(text), "") << text;
  EXPECT_NE(refusalOf("postgresql://" + std::string(5'000, 'a') + "/records"), "");
  std::string many = "postgresql://h0";
  for (int host = 1; host < 17; ++host) many += ",h" + std::to_string(host);
  EXPECT_NE(refusalOf(many + "/records"), "");
}

}  // namespace
}  // namespace citycode::server::test
