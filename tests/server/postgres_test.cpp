// A real PostgreSQL, and everything that it can do to us.
#include "store/postgres_store.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <mutex>
#include <new>
#include <set>
#include <thread>

#include "fault_or_none.h"
#include "registry/people.h"
#include "store/store_address.h"
#include "support/postgres_cluster.h"

namespace citycode::server::test {
namespace {

using std::chrono::steady_clock;

const PostgresSchema kSchema{1, {"CREATE TABLE note (id BIGINT PRIMARY KEY, words TEXT NOT NULL, raw BYTEA)", "CREATE TABLE tally (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)"}, {}};

double secondsOf(const std::function<void()>& act) {
  const auto begin = steady_clock::now();
  act();
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

/// Until it is true; 30 s on a busy machine.
bool eventually(const std::function<bool()>& isTrue) {
  for (const auto end = steady_clock::now() + std::chrono::seconds(30); steady_clock::now() < end;) {
    if (isTrue()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

PostgresAddress addressOf(const std::string& url, const std::string& passwordFile = "") {
  auto parsed = parseStoreAddress(url, [&](const char* name) -> const char* {
    return std::string_view(name) == "CITYCODE_STORE_PASSWORD_FILE" && !passwordFile.empty() ? passwordFile.c_str() : nullptr;
  });
  EXPECT_TRUE(parsed) << url;
  return std::get<PostgresAddress>(*parsed);
}

Result<std::int64_t> runIn(Session& session, std::string_view sql) {
  CC_TRY(statement, session.prepare(sql));
  return statement.run();
}

Result<std::int64_t> numberIn(Session& session, std::string_view sql) {
  CC_TRY(statement, session.prepare(sql));
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{-1};
}

Result<Done> putIn(Session& session, std::int64_t id, std::string_view words = "x") {
  CC_TRY(statement, session.prepare("INSERT INTO note (id, words) VALUES ($1, $2)"));
  CC_CHECK(statement.bind(id).bind(words).run());
  return Done{};
}

Result<Done> put(Store& store, std::int64_t id, std::string_view words = "x") {
  return store.write([&](Session& session) { return putIn(session, id, words); });
}

Result<std::int64_t> countNotes(Store& store) {
  return store.read([](Session& session) { return numberIn(session, "SELECT COUNT(*) FROM note"); });
}

void expectOneSentenceWithoutThePassword(const std::string& sentence) {
  EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
  EXPECT_TRUE(sentence.ends_with(".")) << sentence;
  EXPECT_EQ(sentence.find(kCityPassword), std::string::npos) << sentence;
}

/// The cluster is that of all tests of this program. None of these stops it, fills it, or changes more than what is in its own database.
class Postgres : public testing::Test {
 protected:
  explicit Postgres(PostgresCluster& cluster = PostgresCluster::shared()) : cluster_(cluster) {}
  void SetUp() override { ASSERT_GT(cluster_.pid(), 0); }

  std::unique_ptr<Store> openAt(const PostgresAddress& address, const PostgresSchema& schema = kSchema) {
    auto opened = openPostgresStore(address, schema, Upgrade::Allowed);
    if (opened) return std::move(*opened);
    ADD_FAILURE() << opened.failure().sentence;
    return nullptr;
  }
  std::unique_ptr<Store> open(const std::string& parameters = "") {
    auto store = openAt(addressOf(cluster_.url(database_, parameters)));
    if (store == nullptr) std::abort();   // nothing could be said
    return store;
  }
  /// The sentence of a start that must fail.
  std::string refusal(const PostgresAddress& address, Fault fault, const PostgresSchema& schema = kSchema, Upgrade upgrade = Upgrade::Allowed) {
    const auto opened = openPostgresStore(address, schema, upgrade);
    EXPECT_FALSE(opened);
    if (opened) return "";
    EXPECT_EQ(faultId(opened.failure().fault), faultId(fault)) << opened.failure().sentence;
    expectOneSentenceWithoutThePassword(opened.failure().sentence);
    return opened.failure().sentence;
  }
  std::string asOperator(const std::string& sql) { return Operator(cluster_.conninfo(database_)).run(sql); }

  PostgresCluster& cluster_;
  const TemporaryFolder folder_;
  const std::string database_ = cluster_.databaseOf(folder_.path());
};

struct ClusterOfItsOwn {
  PostgresCluster own;
};

/// With a cluster of its own, for whoever does.
class PostgresAlone : ClusterOfItsOwn, public Postgres {
 protected:
  PostgresAlone() : Postgres(own) {}
};

// ---- Statements ------------------------------------------------------------------------------------

TEST_F(Postgres, GivesBackEveryValueAsItWasBound) {
  const auto store = open();
  const std::vector<std::int64_t> numbers{0, -1, 1, 255, -256, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
  const std::vector<std::string> texts{"", "a", "王小明 \"'\\ $1", std::string(100'000, 'x')};
  Bytes allBytes(256);
  for (int byte = 0; byte < 256; ++byte) allBytes[static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(byte);
  const std::vector<Bytes> blobs{{}, {0}, allBytes};
  const auto outcome = store->write([&](Session& session) -> Result<Done> {
    EXPECT_EQ(session.engine(), Engine::Postgresql);
    for (const std::int64_t number : numbers) for (const std::string& text : texts) for (const Bytes& blob : blobs) {
      CC_TRY(each, session.prepare("SELECT $1, $2, $3, CAST(NULL AS BIGINT), CAST(NULL AS TEXT), 7 > 6, CAST(-5 AS INTEGER), CAST(-6 AS SMALLINT)"));
      CC_TRY(hasRow, each.bind(number).bind(text).bind(blob).step());
      EXPECT_TRUE(hasRow);
      EXPECT_EQ(each.integer(0), number);
      EXPECT_EQ(each.text(1), text);
      EXPECT_EQ(each.bytes(2), blob);
      EXPECT_EQ(each.integer(3), 0);
      EXPECT_EQ(each.text(4), "");
      EXPECT_EQ(each.integer(5), 1);
      EXPECT_EQ(each.integer(6), -5);
      EXPECT_EQ(each.integer(7), -6);
      CC_TRY(hasSecond, each.step());
      EXPECT_FALSE(hasSecond);
    }
    return Done{};
  });
  EXPECT_EQ(faultOrNone(outcome), std::nullopt);
}

TEST_F(Postgres, CountsTheRowsThatAStatementChanged) {
  const auto store = open();
  const auto outcome = store->write([](Session& session) -> Result<Done> {
    EXPECT_EQ(valueOrNone(runIn(session, "INSERT INTO note (id, words) VALUES (1, 'a'), (2, 'b')")), 2);
    EXPECT_EQ(valueOrNone(runIn(session, "INSERT INTO note (id, words) VALUES (2, 'c') ON CONFLICT DO NOTHING")), 0);
    EXPECT_EQ(valueOrNone(runIn(session, "UPDATE note SET words = 'd'")), 2);
    EXPECT_EQ(valueOrNone(runIn(session, "SELECT * FROM note")), 0);
    EXPECT_EQ(valueOrNone(numberIn(session, "DELETE FROM note WHERE id = 1 RETURNING id")), 1);
    return Done{};
  });
  EXPECT_EQ(faultOrNone(outcome), std::nullopt);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1);
}

TEST_F(Postgres, ReadsTwoStatementsInTurns) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1) && put(*store, 2));
  const auto sum = store->read([](Session& session) -> Result<std::int64_t> {
    std::int64_t total = 0;
    CC_TRY(outer, session.prepare("SELECT id FROM note ORDER BY id"));
    for (;;) {
      CC_TRY(hasRow, outer.step());
      if (!hasRow) return total;
      CC_TRY(inner, session.prepare("SELECT id * 10 FROM note WHERE id = $1"));
      CC_TRY(hasInner, inner.bind(outer.integer(0)).step());
      EXPECT_TRUE(hasInner);
      total += inner.integer(0);
    }
  });
  EXPECT_EQ(valueOrNone(sum), 30);
}

TEST_F(Postgres, KeepsAStatementOnTheServer) {
  const auto store = open("&pool_size=1");
  for (int id = 0; id < 10; ++id) ASSERT_TRUE(put(*store, id));
  const auto kept = store->read([](Session& session) {
    return numberIn(session, "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO note%'");
  });
  EXPECT_EQ(valueOrNone(kept), 1);
}

TEST_F(Postgres, MistakeInAStatementIsABugAndHarmsNobodyElse) {
  const auto store = open("&pool_size=1");
  ASSERT_TRUE(put(*store, 1));
  for (const char* sql : {"SELEKT 1", "SELECT COUNT(*) FROM nothing", "SELECT SUM(id) FROM note", "INSERT INTO note (id, words) VALUES (1, 'again')"}) {
    const auto outcome = store->write([&](Session& session) -> Result<Done> {
      CC_CHECK(putIn(session, 2));
      CC_CHECK(numberIn(session, sql));
      return Done{};
    });
    EXPECT_EQ(faultOrNone(outcome), Fault::InternalBug) << sql;
    EXPECT_EQ(valueOrNone(countNotes(*store)), 1) << sql;
  }
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
  EXPECT_EQ(faultOrNone(put(*store, 2)), std::nullopt);
}

// ---- Units -----------------------------------------------------------------------------------------

TEST_F(Postgres, RefusedUnitLeavesNothing) {
  const auto store = open();
  const auto refused = store->write([](Session& session) -> Result<Done> {
    CC_CHECK(putIn(session, 1));
    return Fault::EnrolUsedCode;
  });
  EXPECT_EQ(faultOrNone(refused), Fault::EnrolUsedCode);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 0);
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
}

TEST_F(Postgres, UnitThatThrowsLeavesNothingAndItsConnectionToNobody) {
  const auto store = open("&pool_size=1");
  EXPECT_THROW(
      {
        const auto outcome = store->write([](Session& session) -> Result<Done> {
          CC_CHECK(putIn(session, 1));
          throw std::bad_alloc();
        });
        EXPECT_FALSE(outcome);
      },
      std::bad_alloc);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 0);
  EXPECT_EQ(faultOrNone(put(*store, 1)), std::nullopt);
}

TEST_F(Postgres, UnitThatPassesOverAFaultOfAStatementLeavesNothing) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1));
  const auto outcome = store->write([](Session& session) -> Result<Done> {
    CC_CHECK(putIn(session, 2));
    EXPECT_FALSE(putIn(session, 1)) << "the key is taken";
    EXPECT_FALSE(putIn(session, 3)) << "nothing happens after a failure";
    return Done{};
  });
  EXPECT_EQ(faultOrNone(outcome), Fault::InternalBug);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1);
}

Result<Done> putLater(Session& session, std::int64_t id) {
  CC_TRY(statement, session.prepare("INSERT INTO note (id, words) VALUES ($1, $2)"));
  return statement.bind(id).bind(std::string(3, 'x')).runLater();   // the text is gone when it is sent
}

TEST_F(Postgres, StatementsThatNobodyWaitsForAreDoneWithTheUnit) {
  const auto store = open();
  const auto outcome = store->write([](Session& session) -> Result<Done> {
    for (std::int64_t id = 1; id <= 1'000; ++id) CC_CHECK(putLater(session, id));
    EXPECT_EQ(valueOrNone(numberIn(session, "SELECT COUNT(*) FROM note")), 1'000) << "what follows sees them";
    return putLater(session, 1'001);
  });
  EXPECT_EQ(faultOrNone(outcome), std::nullopt);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1'001);
  EXPECT_EQ(asOperator("SELECT DISTINCT words FROM note"), "xxx");
}

TEST_F(Postgres, StatementThatNobodyWaitsForFailsTheUnitAndNothingElse) {
  const auto store = open("&pool_size=1");
  ASSERT_TRUE(put(*store, 1));
  const auto atTheEnd = store->write([](Session& session) -> Result<Done> {
    CC_CHECK(putLater(session, 2));
    return putLater(session, 1);
  });
  EXPECT_EQ(faultOrNone(atTheEnd), Fault::InternalBug);
  const auto onTheWay = store->write([](Session& session) -> Result<Done> {
    CC_CHECK(putLater(session, 1));
    EXPECT_FALSE(numberIn(session, "SELECT 1"));
    return Done{};
  });
  EXPECT_EQ(faultOrNone(onTheWay), Fault::InternalBug);
  const auto refused = store->write([](Session& session) -> Result<Done> {
    CC_CHECK(putLater(session, 3));
    CC_CHECK(putLater(session, 1));
    return Fault::EnrolUsedCode;
  });
  EXPECT_EQ(faultOrNone(refused), Fault::EnrolUsedCode);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1);
  EXPECT_EQ(faultOrNone(put(*store, 2)), std::nullopt);
}

TEST_F(PostgresAlone, UnitRunsAgainAfterADeadlock) {
  asOperator("ALTER DATABASE " + database_ + " SET deadlock_timeout = '50ms'");
  const auto store = open();
  ASSERT_TRUE(store->write([](Session& session) { return runIn(session, "INSERT INTO tally (id, n) VALUES (1, 0), (2, 0)"); }));
  std::atomic<int> runs = 0, holding = 0;
  const auto both = [&](std::int64_t first, std::int64_t second) {
    return store->write([&, first, second](Session& session) -> Result<Done> {
      const bool isFirstRun = ++runs <= 2;
      for (const std::int64_t id : {first, second}) {
        CC_TRY(statement, session.prepare("UPDATE tally SET n = n + 1 WHERE id = $1"));
        CC_CHECK(statement.bind(id).run());
        if (isFirstRun && id == first) {   // until each holds what the other wants
          ++holding;
          EXPECT_TRUE(eventually([&] { return holding == 2; }));
        }
      }
      return Done{};
    });
  };
  std::optional<Fault> faultThere, faultBack;
  std::thread there([&] { faultThere = faultOrNone(both(1, 2)); });
  std::thread back([&] { faultBack = faultOrNone(both(2, 1)); });
  there.join();
  back.join();
  EXPECT_EQ(faultThere, std::nullopt);
  EXPECT_EQ(faultBack, std::nullopt);
  EXPECT_GE(runs, 3);
  EXPECT_EQ(asOperator("SELECT string_agg(n::text, ',') FROM tally"), "2,2");
}

TEST_F(Postgres, UnitRunsAgainAfterASerializationFailure) {
  const auto store = open();
  ASSERT_TRUE(store->write([](Session& session) { return runIn(session, "INSERT INTO tally (id, n) VALUES (1, 0)"); }));
  int runs = 0;
  const auto outcome = store->write([&](Session& session) -> Result<Done> {
    ++runs;
    CC_CHECK(runIn(session, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
    CC_TRY(seen, numberIn(session, "SELECT n FROM tally WHERE id = 1"));
    if (runs == 1) asOperator("UPDATE tally SET n = 10 WHERE id = 1");
    CC_TRY(statement, session.prepare("UPDATE tally SET n = $1 WHERE id = 1"));
    CC_CHECK(statement.bind(seen + 1).run());
    return Done{};
  });
  EXPECT_EQ(faultOrNone(outcome), std::nullopt);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(asOperator("SELECT n FROM tally"), "11");
}

TEST_F(Postgres, UnitsThatCountTheSameThingLoseNoCount) {
  const auto store = open();
  ASSERT_TRUE(store->write([](Session& session) { return runIn(session, "INSERT INTO tally (id, n) VALUES (1, 0)"); }));
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) failed += store->write([](Session& session) { return runIn(session, "UPDATE tally SET n = n + 1 WHERE id = 1"); }) ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(asOperator("SELECT n FROM tally"), "200");
}

TEST_F(Postgres, UnitGoesOnAfterTheTablesWereChangedUnderIt) {
  const auto store = open("&pool_size=1");
  ASSERT_TRUE(put(*store, 1, "before"));
  const auto words = [&] {
    return store->read([](Session& session) -> Result<std::string> {
      CC_TRY(statement, session.prepare("SELECT * FROM note"));
      CC_CHECK(statement.step());
      return statement.text(1);
    });
  };
  EXPECT_EQ(valueOrNone(words()), "before");
  asOperator("ALTER TABLE note ADD COLUMN later BIGINT");   // the kept plan's rows are of another type now
  EXPECT_EQ(valueOrNone(words()), "before");
}

// ---- The start -------------------------------------------------------------------------------------

TEST_F(PostgresAlone, StartSaysWhenNobodyAnswers) {
  const auto address = addressOf(cluster_.tcpUrl(database_));
  cluster_.stop(SIGINT);
  EXPECT_NE(refusal(address, Fault::StoreUnavailable).find("127.0.0.1:" + std::to_string(cluster_.port())), std::string::npos);
  EXPECT_NE(refusal(addressOf("postgresql://no-such-host.invalid/city"), Fault::StoreUnavailable).find("no-such-host.invalid:5432"), std::string::npos);
}

TEST_F(PostgresAlone, StartSaysWhatTheServerRefuses) {
  EXPECT_NE(refusal(addressOf(cluster_.url("nowhere")), Fault::StoreUnavailable).find("no database nowhere"), std::string::npos);
  auto stranger = addressOf(cluster_.url(database_));
  stranger.user = "stranger";
  auto misspelt = addressOf(cluster_.url(database_, "&sslmode=verify-fuII"));
  EXPECT_NE(refusal(misspelt, Fault::StartBadOption).find("parameter"), std::string::npos);
  EXPECT_NE(refusal(stranger, Fault::StoreNoPermission).find("stranger"), std::string::npos);
  asOperator("REVOKE CONNECT ON DATABASE " + database_ + " FROM PUBLIC, city");
  EXPECT_NE(refusal(addressOf(cluster_.url(database_)), Fault::StoreNoPermission).find("CONNECT"), std::string::npos);
}

TEST_F(Postgres, StartNeedsAPasswordFileThatNobodyElseReads) {
  const TemporaryFolder folder;
  const std::string file = folder / "password";
  const std::string url = cluster_.tcpUrl(database_);
  EXPECT_NE(refusal(addressOf(url), Fault::StoreNoPermission).find("CITYCODE_STORE_PASSWORD_FILE"), std::string::npos);
  EXPECT_NE(refusal(addressOf(url, file), Fault::StoreNoPermission).find(file), std::string::npos);

  writeFile(file, std::string(kCityPassword) + "\n");
  ::chmod(file.c_str(), 0640);
  EXPECT_NE(refusal(addressOf(url, file), Fault::StoreNoPermission).find(file + " can be read by other users"), std::string::npos);
  ::chmod(file.c_str(), 0600);
  const auto store = openAt(addressOf(url, file));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(store->place(), "postgresql://127.0.0.1:" + std::to_string(cluster_.port()) + "/" + database_);
  EXPECT_EQ(faultOrNone(put(*store, 1)), std::nullopt);

  writeFile(file, "another\n");
  EXPECT_NE(refusal(addressOf(url, file), Fault::StoreNoPermission).find("password"), std::string::npos);
  writeFile(file, "\n");
  EXPECT_NE(refusal(addressOf(url, file), Fault::StoreNoPermission).find("empty"), std::string::npos);
}

TEST_F(Postgres, StartTakesThePasswordOfTheConfiguration) {
  auto address = addressOf(cluster_.tcpUrl(database_));
  address.password = "another";
  EXPECT_EQ(refusal(address, Fault::StoreNoPermission).find("another"), std::string::npos);
  address.password = kCityPassword;
  const auto store = openAt(address);
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(faultOrNone(put(*store, 1)), std::nullopt);
}

TEST_F(Postgres, StartTakesThePasswordFileOfLibpqUnlessOthersReadIt) {
  const TemporaryFolder folder;
  auto address = addressOf(cluster_.tcpUrl(database_));
  address.libpqPassFile = folder / "pgpass";
  writeFile(address.libpqPassFile, "*:*:*:city:" + std::string(kCityPassword) + "\n");
  ::chmod(address.libpqPassFile.c_str(), 0644);
  EXPECT_NE(refusal(address, Fault::StoreNoPermission).find(address.libpqPassFile), std::string::npos);
  ::chmod(address.libpqPassFile.c_str(), 0600);
  EXPECT_NE(openAt(address), nullptr);
}

TEST_F(Postgres, SpeaksOnlyWithTheServerWhoseCertificateItKnows) {
  EXPECT_NE(refusal(addressOf(cluster_.tcpUrl(database_, "&sslmode=require")), Fault::StoreUnavailable).find("no TLS"), std::string::npos);

  const TemporaryFolder tls;
  ::chmod(tls.path().c_str(), 0755);
  for (const char* name : {"server", "stranger"}) {
    const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
                                " -addext subjectAltName=DNS:localhost -keyout " + tls / (std::string(name) + ".key") + " -out " + tls / (std::string(name) + ".crt");
    ASSERT_EQ(std::system((command + " >" + tls / "openssl.log" + " 2>&1").c_str()), 0) << readFile(tls / "openssl.log");
  }
  PostgresCluster::giveFile(tls / "server.key");
  PostgresCluster cluster({"ssl=on", "ssl_cert_file=" + tls / "server.crt", "ssl_key_file=" + tls / "server.key"});
  const std::string database = cluster.newDatabase(), password = tls / "password";
  writeFile(password, kCityPassword);
  ::chmod(password.c_str(), 0600);
  const auto address = [&](const std::string& host, const std::string& authority) {
    return addressOf("postgresql://city@" + host + ":" + std::to_string(cluster.port()) + "/" + database + "?sslmode=verify-full&sslrootcert=" + tls / authority, password);
  };
  EXPECT_NE(refusal(address("127.0.0.1", "server.crt"), Fault::StoreUnavailable).find("certificate"), std::string::npos) << "it is of another name";
  EXPECT_NE(refusal(address("localhost", "stranger.crt"), Fault::StoreUnavailable).find("certificate"), std::string::npos);
  const auto store = openAt(address("localhost", "server.crt"));   // also of a name whose first address does not answer
  ASSERT_NE(store, nullptr);
  const auto isEncrypted = store->read([](Session& session) { return numberIn(session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"); });
  EXPECT_EQ(valueOrNone(isEncrypted), 1);
}

TEST_F(Postgres, HostThatDoesNotAnswerCostsItsTimeLimit) {
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);   // takes connections and says nothing
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof where;
  ASSERT_EQ(::bind(silent, reinterpret_cast<sockaddr*>(&where), size), 0);
  ASSERT_EQ(::listen(silent, 8), 0);
  ASSERT_EQ(::getsockname(silent, reinterpret_cast<sockaddr*>(&where), &size), 0);
  const std::string port = std::to_string(::ntohs(where.sin_port));
  double seconds = secondsOf([&] { refusal(addressOf("postgresql://127.0.0.1:" + port + "/city?connect_timeout=1"), Fault::StoreUnavailable); });
  EXPECT_GT(seconds, 0.9);
  EXPECT_LT(seconds, 2.5);
  auto both = addressOf(cluster_.url(database_, "&connect_timeout=1"));
  both.hosts.insert(both.hosts.begin(), PostgresHost{"127.0.0.1", "", port});
  seconds = secondsOf([&] { EXPECT_NE(openAt(both), nullptr); });
  EXPECT_GT(seconds, 0.9);
  EXPECT_LT(seconds, 3);
  ::close(silent);
}

TEST_F(PostgresAlone, StartRefusesADatabaseInAnotherEncoding) {
  asOperator("CREATE DATABASE latin OWNER city TEMPLATE template0 ENCODING 'LATIN1'");
  EXPECT_NE(refusal(addressOf(cluster_.url("latin")), Fault::StoreUnavailable).find("UTF8"), std::string::npos);
}

TEST_F(PostgresAlone, StartSaysWhenItMayNotMakeTables) {
  asOperator("CREATE DATABASE foreign_one TEMPLATE template0");   // of the superuser
  EXPECT_NE(refusal(addressOf(cluster_.url("foreign_one")), Fault::StoreNoPermission).find("own"), std::string::npos);
  asOperator("CREATE TABLE note (other TEXT)");
  EXPECT_NE(refusal(addressOf(cluster_.url(database_)), Fault::InternalBug).find("database of its own"), std::string::npos);
  EXPECT_EQ(asOperator("SELECT COUNT(*) FROM pg_class WHERE relname = 'citycode_schema'"), "0") << "all tables or none";
}

TEST_F(Postgres, ServersThatStartAtOnceMakeTheTablesOnce) {
  const auto address = addressOf(cluster_.url(database_));
  std::atomic<int> opened = 0;
  std::vector<std::thread> servers;
  for (int server = 0; server < 6; ++server) servers.emplace_back([&] { opened += openPostgresStore(address, kSchema, Upgrade::Allowed) ? 1 : 0; });
  for (auto& server : servers) server.join();
  EXPECT_EQ(opened, 6);
  EXPECT_EQ(asOperator("SELECT string_agg(version::text, ',') FROM citycode_schema"), "1");
}

TEST_F(Postgres, RecordsOfAnotherVersionStayAsTheyAre) {
  ASSERT_TRUE(put(*open(), 1));
  const auto address = addressOf(cluster_.url(database_));
  PostgresSchema later = kSchema;
  later.version = 3;
  later.steps = {{1, {"ALTER TABLE note ADD COLUMN tag TEXT"}}, {2, {"UPDATE note SET tag = words"}}};

  EXPECT_NE(refusal(address, Fault::StoreUnavailable, later, Upgrade::Refused).find("earlier version"), std::string::npos);
  PostgresSchema withoutAWay = later;
  withoutAWay.steps.pop_back();
  EXPECT_NE(refusal(address, Fault::StoreUnavailable, withoutAWay).find("another version"), std::string::npos);
  PostgresSchema failing = later;
  failing.steps[1].statements = {"UPDATE note SET nothing = 1"};
  refusal(address, Fault::InternalBug, failing);
  EXPECT_EQ(asOperator("SELECT version FROM citycode_schema"), "1");
  EXPECT_EQ(asOperator("SELECT COUNT(*) FROM information_schema.columns WHERE column_name = 'tag'"), "0");

  ASSERT_NE(openAt(address, later), nullptr);
  EXPECT_EQ(asOperator("SELECT version FROM citycode_schema"), "3");
  EXPECT_EQ(asOperator("SELECT tag FROM note"), "x");
  EXPECT_NE(refusal(address, Fault::StoreUnavailable).find("another version"), std::string::npos);
  EXPECT_EQ(asOperator("SELECT version FROM citycode_schema"), "3");
  asOperator("DELETE FROM citycode_schema");
  refusal(address, Fault::StoreDamaged, later);
}

constexpr const char* kFormerPerson = R"sql(CREATE TABLE person (
  id BYTEA PRIMARY KEY NOT NULL, display_name TEXT NOT NULL, holder_class BIGINT NOT NULL, document_number TEXT NOT NULL, born_year BIGINT NOT NULL,
  born_month BIGINT NOT NULL, born_day BIGINT NOT NULL, city_resident BIGINT NOT NULL, disability_permit BIGINT NOT NULL, insurance_type BIGINT NOT NULL,
  trade_certificate BIGINT NOT NULL, safety_training BIGINT NOT NULL, enterprise_code TEXT NOT NULL, enterprise_role TEXT NOT NULL))sql";

/// The city's schema as an earlier version made it: what no later step makes, and people as they were before they were sealed.
PostgresSchema schemaBefore(const PostgresSchema& now, std::int64_t version) {
  const auto trimmed = [](const std::string& text) { return text.substr(text.find_first_not_of('\n')); };
  std::set<std::string> added;
  for (const PostgresSchema::Step& step : now.steps) {
    if (step.from < version) continue;
    for (const std::string& statement : step.statements)
      if (trimmed(statement).starts_with("CREATE") && statement.find("former_person") == std::string::npos) added.insert(trimmed(statement));
  }
  PostgresSchema then{version, {kFormerPerson}, {}};
  for (const std::string& statement : now.create)
    if (!added.contains(trimmed(statement)) && !trimmed(statement).starts_with("CREATE TABLE person (")) then.create.push_back(statement);
  EXPECT_EQ(then.create.size() + added.size(), now.create.size()) << "what the steps make is what a new city has";
  return then;
}

class FormerCity : public Postgres {
 protected:
  std::string tables() {
    return asOperator("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relname IN ('rating', 'portal', 'portal_request')");
  }
  void getsTheTablesOfANewOneAndKeepsWhatItHas(std::int64_t version, const std::string& had) {
    const PostgresSchema now = citySchema();
    const auto address = addressOf(cluster_.url(database_));
    ASSERT_NE(openAt(address, schemaBefore(now, version)), nullptr);
    asOperator("INSERT INTO city_fact (name, value) VALUES ('begun', 'yes')");
    asOperator("INSERT INTO person VALUES (decode(repeat('07', 16), 'hex'), '王小明', 2, 'TX0000033', 1990, 3, 7, 1, 1, 2, 1, 0, '9999', 'agent')");
    EXPECT_EQ(tables(), had);
    const auto store = openAt(address, now);
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(asOperator("SELECT version FROM citycode_schema"), "8");
    EXPECT_EQ(asOperator("SELECT count(*) FROM city_fact WHERE name = 'begun'"), "1");
    EXPECT_EQ(tables(), "portal portal_request rating");
    sealsWhomItHad(*store);
  }
  void sealsWhomItHad(Store& store) {
    ASSERT_TRUE(startCrypto());
    const PeopleSeal seal(Bytes(kPeopleSecretBytes, 3));
    Identifier id{};
    id.fill(7);
    EXPECT_TRUE(*store.read(people::haveFormer));
    for (const bool areMore : {true, false})
      EXPECT_EQ(*store.write([&](Session& session) { return people::sealFormer(session, seal, 500); }), areMore);
    EXPECT_FALSE(*store.read(people::haveFormer));
    const auto person = store.read([&](Session& session) { return people::find(session, id); });
    ASSERT_TRUE(person && *person);
    const auto entry = seal.open(**person);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->chineseName, "王小明");
    EXPECT_EQ(entry->enterpriseRole, "agent");
    EXPECT_EQ(asOperator("SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns WHERE table_name = 'person'"), "id register_hash sealed");
    EXPECT_EQ(asOperator("SELECT count(*) FROM pg_class WHERE relname = 'former_person'"), "0");
  }
};

TEST_F(FormerCity, OfVersionFourHadNoRatings) { getsTheTablesOfANewOneAndKeepsWhatItHas(4, ""); }

TEST_F(FormerCity, OfVersionFiveHadNoPortals) { getsTheTablesOfANewOneAndKeepsWhatItHas(5, "rating"); }

TEST_F(FormerCity, OfVersionSixHadPortalsThatAskedNobody) { getsTheTablesOfANewOneAndKeepsWhatItHas(6, "portal rating"); }

TEST_F(FormerCity, OfVersionSevenKeptPeopleUnsealed) { getsTheTablesOfANewOneAndKeepsWhatItHas(7, "portal portal_request rating"); }

TEST_F(Postgres, ServerOfTheVersionBeforeGetsNoNewConnection) {
  const auto former = open();
  ASSERT_TRUE(put(*former, 1));
  PostgresSchema later = kSchema;
  later.version = 2;
  later.steps = {{1, {"ALTER TABLE note ADD COLUMN tag TEXT"}}};
  const auto store = openAt(addressOf(cluster_.url(database_)), later);
  ASSERT_NE(store, nullptr);
  asOperator("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'city' AND datname = current_database()");
  EXPECT_TRUE(eventually([&] { return faultOrNone(put(*former, 2)) == Fault::StoreUnavailable; }));
  EXPECT_EQ(faultOrNone(put(*store, 3)), std::nullopt);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 2);
}

TEST_F(Postgres, CommandsMakeNoTables) {
  EXPECT_NE(refusal(addressOf(cluster_.url(database_)), Fault::StoreUnavailable, kSchema, Upgrade::Refused).find("no city yet"), std::string::npos);
  EXPECT_EQ(asOperator("SELECT COUNT(*) FROM pg_class WHERE relname = 'note'"), "0");
}

TEST_F(PostgresAlone, WhatWasAnsweredIsOnTheDiskWhateverTheRoleSays) {
  asOperator("ALTER ROLE city SET synchronous_commit = off");
  const auto store = open();
  const auto level = store->read([](Session& session) -> Result<std::string> {
    CC_TRY(statement, session.prepare("SELECT current_setting('synchronous_commit')"));
    CC_CHECK(statement.step());
    return statement.text(0);
  });
  EXPECT_EQ(valueOrNone(level), "on");
  PostgresCluster careless({"fsync=off"});
  EXPECT_NE(refusal(addressOf(careless.url(careless.newDatabase())), Fault::StoreUnavailable).find("fsync"), std::string::npos);
}

// ---- Gone and back -----------------------------------------------------------------------------------

TEST_F(PostgresAlone, GoneItIsUnavailableAtOnceAndBackByItself) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1));
  cluster_.stop(SIGINT);
  EXPECT_EQ(faultOrNone(put(*store, 2)), Fault::StoreUnavailable);
  ASSERT_TRUE(eventually([&] { return secondsOf([&] { EXPECT_EQ(faultOrNone(countNotes(*store)), Fault::StoreUnavailable); }) < 0.05; }));
  EXPECT_EQ(store->cannotWrite(), Fault::StoreUnavailable);
  EXPECT_EQ(faultOrNone(store->tryToWrite()), Fault::StoreUnavailable);
  ASSERT_TRUE(cluster_.start());
  EXPECT_TRUE(eventually([&] { return static_cast<bool>(store->tryToWrite()); }));
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1);
}

TEST_F(PostgresAlone, RestartBetweenTwoUnitsIsNotNoticed) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1));
  cluster_.stop(SIGINT);
  ASSERT_TRUE(cluster_.start());
  EXPECT_EQ(faultOrNone(put(*store, 2)), std::nullopt);
}

TEST_F(Postgres, ConnectionThatTheOperatorEndsInTheMiddleOfAUnitIsNotNoticed) {
  const auto store = open();
  int runs = 0;
  const auto outcome = store->write([&](Session& session) -> Result<Done> {
    CC_CHECK(putIn(session, 1));
    if (++runs == 1) asOperator("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'city' AND datname = current_database()");
    return putIn(session, 2);
  });
  EXPECT_EQ(faultOrNone(outcome), std::nullopt);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 2);
}

TEST_F(PostgresAlone, KilledUnderLoadItLosesNothingThatWasAnswered) {
  const auto store = open();
  std::mutex mutex;
  std::set<std::int64_t> answered;
  std::atomic<std::int64_t> next = 1;
  std::atomic<bool> isOver = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&] {
      while (!isOver) {
        const std::int64_t id = next++;
        const auto outcome = put(*store, id);
        if (!outcome) EXPECT_EQ(faultOrNone(outcome), Fault::StoreUnavailable);
        const std::lock_guard lock(mutex);
        if (outcome) answered.insert(id);
      }
    });
  }
  const auto count = [&] {
    const std::lock_guard lock(mutex);
    return answered.size();
  };
  for (int kill = 0; kill < 3; ++kill) {
    const std::size_t before = count();
    EXPECT_TRUE(eventually([&] { return count() > before + 20; })) << "it writes again";
    cluster_.stop(SIGKILL);
    ASSERT_TRUE(cluster_.start());
  }
  isOver = true;
  for (auto& writer : writers) writer.join();
  std::size_t found = 0;
  const auto read = [&] {
    found = 0;
    return store->read([&](Session& session) -> Result<Done> {
      CC_TRY(statement, session.prepare("SELECT id FROM note"));
      for (;;) {
        CC_TRY(hasRow, statement.step());
        if (!hasRow) return Done{};
        found += answered.count(statement.integer(0));
      }
    });
  };
  ASSERT_TRUE(eventually([&] { return static_cast<bool>(read()); }));
  EXPECT_EQ(found, answered.size());
  RecordProperty("answered", static_cast<int>(answered.size()));
}

TEST_F(Postgres, UnitWhoseCommitIsNotAnsweredDoesNotRunAgain) {
  asOperator("CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END'");
  const auto store = open();
  asOperator("CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()");
  int runs = 0;
  std::thread operatorsHand([&] {
    EXPECT_TRUE(eventually([&] { return asOperator("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()") == "1"; }));
    asOperator("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
  });
  const auto outcome = store->write([&](Session& session) { return ++runs, putIn(session, 1); });
  operatorsHand.join();
  EXPECT_EQ(faultOrNone(outcome), Fault::StoreUnavailable);
  EXPECT_EQ(runs, 1);
}

TEST_F(PostgresAlone, WaitForAStandbyThatIsCancelledIsNoSuccess) {
  const auto store = open();
  asOperator("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  asOperator("SELECT pg_reload_conf()");
  ASSERT_TRUE(eventually([&] { return asOperator("SHOW synchronous_standby_names") == "nobody"; }));
  std::thread operatorsHand([&] {
    EXPECT_TRUE(eventually([&] { return asOperator("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'city'") == "1"; }));
    asOperator("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND usename = 'city'");
  });
  EXPECT_EQ(faultOrNone(put(*store, 1)), Fault::StoreUnavailable);
  operatorsHand.join();
}

// ---- Read-only, full, busy, slow -----------------------------------------------------------------------

TEST_F(PostgresAlone, ReadOnlyItReadsAndSaysThatItCannotWrite) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1));
  const auto setReadOnly = [&](const char* value) {
    asOperator(std::string("ALTER SYSTEM SET default_transaction_read_only = ") + value);
    asOperator("SELECT pg_reload_conf()");
    ASSERT_TRUE(eventually([&] { return asOperator("SHOW default_transaction_read_only") == value; }));
  };
  setReadOnly("on");
  std::int64_t id = 2;   // the server tells its connections in its own time
  EXPECT_TRUE(eventually([&] { return faultOrNone(put(*store, id++)) == Fault::StoreNoPermission; }));
  EXPECT_EQ(faultOrNone(put(*store, id)), Fault::StoreNoPermission);
  EXPECT_EQ(store->cannotWrite(), Fault::StoreNoPermission);
  EXPECT_TRUE(countNotes(*store));
  EXPECT_NE(refusal(addressOf(cluster_.url(database_, "&target_session_attrs=read-write")), Fault::StoreUnavailable).find("takes no changes"), std::string::npos);
  EXPECT_TRUE(countNotes(*open())) << "a start on one that can be read serves what can be read";
  asOperator("ALTER SYSTEM RESET default_transaction_read_only");
  asOperator("SELECT pg_reload_conf()");
  EXPECT_TRUE(eventually([&] { return static_cast<bool>(store->tryToWrite()); }));
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
}

TEST_F(Postgres, RoleThatLostItsRightsCannotWrite) {
  const auto store = open();
  ASSERT_TRUE(put(*store, 1));
  asOperator("REVOKE INSERT, UPDATE ON ALL TABLES IN SCHEMA public FROM city");
  EXPECT_EQ(faultOrNone(put(*store, 2)), Fault::StoreNoPermission);
  EXPECT_EQ(faultOrNone(store->tryToWrite()), Fault::StoreNoPermission);
  EXPECT_EQ(store->cannotWrite(), Fault::StoreNoPermission);
  EXPECT_EQ(valueOrNone(countNotes(*store)), 1);
  asOperator("GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO city");
  EXPECT_EQ(faultOrNone(store->tryToWrite()), std::nullopt);
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
}

TEST_F(PostgresAlone, OfSeveralServersTheOneThatTakesChangesIsFoundAgain) {
  PostgresCluster second;
  const std::string there = second.newDatabase();
  ASSERT_EQ(there, database_);
  ASSERT_NE(openAt(addressOf(second.url(there))), nullptr);
  const std::string hosts = "127.0.0.1:1,127.0.0.1:" + std::to_string(cluster_.port()) + ",127.0.0.1:" + std::to_string(second.port());
  const TemporaryFolder folder;
  writeFile(folder / "password", kCityPassword);
  ::chmod((folder / "password").c_str(), 0600);
  const auto store = openAt(addressOf("postgresql://city@" + hosts + "/" + database_, folder / "password"));
  ASSERT_NE(store, nullptr);
  ASSERT_TRUE(put(*store, 1));
  EXPECT_EQ(asOperator("SELECT COUNT(*) FROM note"), "1");
  asOperator("ALTER SYSTEM SET default_transaction_read_only = on");
  asOperator("SELECT pg_reload_conf()");
  ASSERT_TRUE(eventually([&] { return asOperator("SHOW default_transaction_read_only") == "on"; }));
  Operator atSecond(second.conninfo(there));
  std::int64_t id = 2;   // the server tells its connections in its own time
  EXPECT_TRUE(eventually([&] {
    EXPECT_EQ(faultOrNone(put(*store, id++)), std::nullopt);
    return atSecond.run("SELECT COUNT(*) FROM note") != "0";
  }));
}

TEST_F(PostgresAlone, OutOfConnectionsItServesWithThoseThatItHas) {
  const auto store = open();
  asOperator("ALTER ROLE city CONNECTION LIMIT 1");   // 53300, as max_connections says it
  const std::string sentence = refusal(addressOf(cluster_.url(database_)), Fault::StoreUnavailable);
  EXPECT_NE(sentence.find("max_connections"), std::string::npos) << sentence;
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 10; ++round) failed += put(*store, thread * 100 + round) ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
}

TEST_F(Postgres, ServerThatIsFullRefusesTheStartAndLetsItInLater) {
  PostgresCluster small({"max_connections=6", "superuser_reserved_connections=3"});
  const std::string there = small.newDatabase();
  std::vector<std::unique_ptr<Store>> others;
  for (int other = 0; other < 3; ++other) others.push_back(openAt(addressOf(small.url(there))));
  EXPECT_NE(refusal(addressOf(small.url(there)), Fault::StoreUnavailable).find("max_connections"), std::string::npos);
  others.pop_back();
  EXPECT_TRUE(eventually([&] { return static_cast<bool>(openPostgresStore(addressOf(small.url(there)), kSchema, Upgrade::Allowed)); }));
}

TEST_F(Postgres, UnitThatFindsEveryConnectionInUseIsToldWithinItsPatience) {
  const auto store = open("&pool_size=1");
  std::atomic<bool> isHeld = false, isOver = false;
  std::thread holder([&] {
    const auto held = store->read([&](Session& session) -> Result<Done> {
      CC_CHECK(numberIn(session, "SELECT 1"));
      isHeld = true;
      EXPECT_TRUE(eventually([&] { return isOver.load(); }));
      return Done{};
    });
    EXPECT_TRUE(held);
  });
  ASSERT_TRUE(eventually([&] { return isHeld.load(); }));
  const double seconds = secondsOf([&] { EXPECT_EQ(faultOrNone(put(*store, 1)), Fault::StoreUnavailable); });
  EXPECT_GT(seconds, 4.5);
  EXPECT_LT(seconds, 7);
  isOver = true;
  holder.join();
  EXPECT_EQ(faultOrNone(put(*store, 1)), std::nullopt);
}

TEST_F(Postgres, LockThatIsNotReleasedIsUnavailableWithinTheUnitsPatience) {
  const auto store = open("&pool_size=1");
  Operator holder(cluster_.conninfo(database_));
  holder.run("BEGIN");
  holder.run("LOCK TABLE note");
  const double seconds = secondsOf([&] { EXPECT_EQ(faultOrNone(put(*store, 1)), Fault::StoreUnavailable); });
  EXPECT_GT(seconds, 3);
  EXPECT_LT(seconds, 7);
  holder.run("COMMIT");
  EXPECT_EQ(valueOrNone(countNotes(*store)), 0) << "it was given up, not put off";
  EXPECT_EQ(faultOrNone(put(*store, 1)), std::nullopt);
}

TEST_F(PostgresAlone, ServerThatHangsIsUnavailableAndBackByItself) {
  const auto store = open("&pool_size=2");
  ASSERT_TRUE(put(*store, 1));
  const pid_t backend = static_cast<pid_t>(std::stol(asOperator("SELECT pid FROM pg_stat_activity WHERE usename = 'city' LIMIT 1")));
  ::kill(backend, SIGSTOP);
  const double seconds = secondsOf([&] { EXPECT_EQ(faultOrNone(put(*store, 2)), Fault::StoreUnavailable); });
  EXPECT_GT(seconds, 4.5);
  EXPECT_LT(seconds, 7);
  EXPECT_TRUE(eventually([&] { return static_cast<bool>(put(*store, 3)); })) << "another connection serves";
  ::kill(backend, SIGCONT);
  EXPECT_TRUE(eventually([&] { return asOperator("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = " + std::to_string(backend)) == "0"; }))
      << "nobody waits for it any more, so it ends";
  EXPECT_EQ(asOperator("SELECT COUNT(*) FROM note WHERE id = 2"), "0");
}

TEST_F(PostgresAlone, FullDiskIsSaidAndNothingIsLost) {
  const auto store = open("&pool_size=1");
  ASSERT_TRUE(put(*store, 1));
  // A file of at most 3 MB and a part of a page: PostgreSQL says of a page that it could write in part what it says of a full disk.
  const pid_t backend = static_cast<pid_t>(std::stol(asOperator("SELECT pid FROM pg_stat_activity WHERE usename = 'city'")));
  cluster_.limitFileSize(backend, 3 * 1024 * 1024 + 100);
  const auto fill = [&](std::int64_t from) {
    return store->write([&](Session& session) -> Result<Done> {
      CC_TRY(statement, session.prepare("INSERT INTO note (id, words) SELECT g, repeat('x', 1000) FROM generate_series($1, $1 + 999) g"));
      CC_CHECK(statement.bind(from).run());
      return Done{};
    });
  };
  std::int64_t stored = 1;
  std::optional<Fault> fault;
  for (std::int64_t from = 1'000; !fault && from < 10'000; from += 1'000) {
    fault = faultOrNone(fill(from));
    if (!fault) stored += 1'000;
  }
  EXPECT_EQ(fault, Fault::StoreDiskFull);
  EXPECT_GT(stored, 1);
  EXPECT_EQ(store->cannotWrite(), Fault::StoreDiskFull);
  EXPECT_EQ(valueOrNone(countNotes(*store)), stored);
  cluster_.limitFileSize(backend, RLIM_INFINITY);
  EXPECT_EQ(faultOrNone(fill(100'000)), std::nullopt);
  EXPECT_EQ(store->cannotWrite(), std::nullopt);
  EXPECT_EQ(valueOrNone(countNotes(*store)), stored + 1'000);
}

}  // namespace
}  // namespace citycode::server::test
