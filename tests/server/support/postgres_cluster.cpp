#include "support/postgres_cluster.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

namespace citycode::server::test {
namespace {

namespace fs = std::filesystem;

constexpr uid_t kNobody = 65534;               // Debian's nobody
constexpr std::chrono::seconds kStartTimeout{60};   // sanitizers, a busy machine, and what a crash left to be replayed

int waitFor(pid_t pid) {
  int raw = 0;
  ::waitpid(pid, &raw, 0);
  return WIFEXITED(raw) ? WEXITSTATUS(raw) : -WTERMSIG(raw);
}

/// As nobody where we are root, and ended with us. By setpriv, because fork copies the shadow memory of sanitizers: 0.1 s each.
pid_t spawn(const std::vector<std::string>& command, const std::string& logPath, const std::string& inputPath = "/dev/null") {
  std::vector<std::string> arguments{"/usr/bin/setpriv", "--pdeathsig=QUIT"};
  if (::geteuid() == 0) arguments.insert(arguments.end(), {"--reuid=" + std::to_string(kNobody), "--regid=" + std::to_string(kNobody), "--clear-groups"});
  arguments.insert(arguments.end(), command.begin(), command.end());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, inputPath.c_str(), O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, logPath.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t pid = -1;
  if (::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0) pid = -1;
  ::posix_spawn_file_actions_destroy(&actions);
  return pid;
}

int runToItsEnd(const std::vector<std::string>& command, const std::string& logPath, const std::string& inputPath = "/dev/null") {
  const pid_t pid = spawn(command, logPath, inputPath);
  return pid < 0 ? -1 : waitFor(pid);
}

void giveToNobody(const fs::path& path) {
  if (::geteuid() != 0) return;
  (void)!::lchown(path.c_str(), kNobody, kNobody);
  if (!fs::is_directory(fs::symlink_status(path))) return;
  for (const auto& entry : fs::recursive_directory_iterator(path)) (void)!::lchown(entry.path().c_str(), kNobody, kNobody);
}

constexpr char kFirstDatabase[] = "city1";

/// The TemporaryFolder in which a test has this one, or which it is.
fs::path testFolderOf(const fs::path& folder) {
  const fs::path top = fs::temp_directory_path();
  return top / *folder.lexically_relative(top).begin();
}

/// Kept beside the tests: a cluster with one empty database, since making one takes seconds and copying it none, and the programs
/// where only a person's cache has them.
class Template {
 public:
  static const Template& get() {
    static const Template made;
    return made;
  }
  bool isReady() const { return isReady_; }
  std::string program(const std::string& name) const { return programs_ + "/bin/" + name; }
  std::string cluster() const { return folder_ + "/cluster"; }

 private:
  Template() {
    std::error_code error;
    const fs::path installed = fs::canonical(CITYCODE_POSTGRESQL_FOLDER, error);
    if (error || !fs::exists(installed / "bin/postgres")) return;
    programs_ = installed;
    fs::create_directories(folder_);
    const int lock = ::open((folder_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    ::flock(lock, LOCK_EX);   // test programs run side by side
    if (runToItsEnd({"/usr/bin/test", "-x", program("postgres")}, folder_ + "/log") != 0) copyPrograms(installed);
    isReady_ = readFile(folder_ + "/made-by") == stamp() || makeCluster();
    ::close(lock);
  }

  /// The same folders below another top: PostgreSQL finds its files from where it is.
  void copyPrograms(const fs::path& installed) {
    const fs::path top = installed.parent_path().parent_path().parent_path(), copy = folder_ + "/programs";
    const fs::path version = installed.filename(), libraries = fs::path("lib/postgresql") / version, shared = fs::path("share/postgresql") / version;
    programs_ = copy / libraries;
    if (fs::exists(copy)) return;
    const fs::path unfinished = folder_ + "/programs.new";
    fs::remove_all(unfinished);
    for (const fs::path& part : {libraries, shared}) {
      fs::create_directories((unfinished / part).parent_path());
      fs::copy(top / part, unfinished / part, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    }
    fs::rename(unfinished, copy);
  }

  std::string stamp() const {
    const auto changed = fs::last_write_time(program("postgres")).time_since_epoch().count();
    return programs_ + " " + std::to_string(changed) + " 3\n";   // the last number counts the ways of making it
  }

  bool makeCluster() const {
    const TemporaryFolder work;
    giveToNobody(work.path());
    const std::vector<std::string> arguments{program("initdb"), "-D", work / "cluster", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
                                             "--no-sync", "--no-instructions", "--wal-segsize=1"};
    if (const int status = runToItsEnd(arguments, work / "log"); status != 0) {
      ADD_FAILURE() << "initdb ended with " << status << ": " << readFile(work / "log");
      return false;
    }
    const std::string password = std::string("'") + kCityPassword + "'", first = kFirstDatabase;
    if (!runAlone(work, "postgres", "CREATE ROLE city LOGIN PASSWORD " + password + "\nCREATE DATABASE " + first + " OWNER city TEMPLATE template0\n")) return false;
    // Each is three hundred files to copy.
    if (!runAlone(work, first, "ALTER DATABASE template1 IS_TEMPLATE false\nDROP DATABASE template1\nDROP DATABASE postgres\n")) return false;
    writeFile(work / "cluster/pg_hba.conf", "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    fs::remove_all(cluster());
    fs::copy(work / "cluster", cluster(), fs::copy_options::recursive);
    writeFile(folder_ + "/made-by", stamp());
    return true;
  }

  /// One statement a line, without a server.
  bool runAlone(const TemporaryFolder& work, const std::string& database, const std::string& statements) const {
    writeFile(work / "statements", statements);
    const int status = runToItsEnd({program("postgres"), "--single", "-D", work / "cluster", database}, work / "log", work / "statements");
    const std::string log = readFile(work / "log");
    EXPECT_TRUE(status == 0 && log.find("ERROR") == std::string::npos) << log;
    return status == 0 && log.find("ERROR") == std::string::npos;
  }

  const std::string folder_ = CITYCODE_POSTGRESQL_TEMPLATE;
  std::string programs_;
  bool isReady_ = false;
};

std::uint16_t freePort() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  (void)::bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  (void)::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ::ntohs(address.sin_port);
}

/// PostgreSQL's processes are sessions of their own, so their group is not enough.
std::vector<pid_t> childrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string facts = readFile(entry.path() / "stat");   // pid (name) state ppid
    int found = 0;
    const std::size_t afterName = facts.rfind(')');
    if (afterName == std::string::npos || std::sscanf(facts.c_str() + afterName, ") %*c %d", &found) != 1) continue;
    if (found == parent) children.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return children;
}

}  // namespace

Operator::Operator(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str())) {
  EXPECT_EQ(PQstatus(connection_), CONNECTION_OK) << PQerrorMessage(connection_);
}

Operator::~Operator() { PQfinish(connection_); }

std::string Operator::run(const std::string& sql) {
  PGresult* result = PQexec(connection_, sql.c_str());
  const auto status = PQresultStatus(result);
  EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << sql << ": " << PQerrorMessage(connection_);
  std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
  PQclear(result);
  return value;
}

void Operator::send(const std::string& sql) { EXPECT_EQ(PQsendQuery(connection_, sql.c_str()), 1); }

PostgresCluster::PostgresCluster(std::vector<std::string> settings) : settings_(std::move(settings)) {
  if (!Template::get().isReady()) {
    ADD_FAILURE() << "PostgreSQL is not in " << CITYCODE_POSTGRESQL_FOLDER << ": run scripts/setup test.";
    return;
  }
  ::chmod(folder_.path().c_str(), 0755);   // for the socket
  fs::copy(Template::get().cluster(), folder_ / "data", fs::copy_options::recursive);
  ::chmod((folder_ / "data").c_str(), 0700);
  writeFile(folder_ / "log", "");
  giveToNobody(folder_.path());
  port_ = freePort();
  start();
}

PostgresCluster::~PostgresCluster() { stop(SIGKILL); }

PostgresCluster& PostgresCluster::shared() {
  static PostgresCluster cluster;
  return cluster;
}

bool PostgresCluster::start() {
  const auto end = std::chrono::steady_clock::now() + kStartTimeout;
  std::vector<std::string> arguments{Template::get().program("postgres"), "-D", folder_ / "data", "-p", std::to_string(port_)};
  // After a crash a thousand files are flushed: one by one that takes a minute on a disk that others use.
  std::vector<std::string> settings{"recovery_init_sync_method=syncfs", "listen_addresses=127.0.0.1", "unix_socket_directories=" + folder_.path(), "max_connections=40",
                                    "shared_buffers=16MB", "max_wal_size=64MB", "log_min_messages=warning", "timezone=UTC", "log_timezone=UTC"};
  settings.insert(settings.end(), settings_.begin(), settings_.end());
  for (const std::string& setting : settings) arguments.insert(arguments.end(), {"-c", setting});
  while (std::chrono::steady_clock::now() < end) {
    if (pid_ <= 0) pid_ = spawn(arguments, folder_ / "log");
    if (PQping(conninfo(kFirstDatabase).c_str()) == PQPING_OK) return true;
    int raw = 0;
    if (::waitpid(pid_, &raw, WNOHANG) == pid_) pid_ = -1;   // what was killed holds its shared memory for a moment
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ADD_FAILURE() << "PostgreSQL did not start: " << log();
  return false;
}

void PostgresCluster::stop(int signal) {
  if (pid_ <= 0) return;
  std::vector<pid_t> children;
  if (signal == SIGKILL) {   // it makes no more children while they are counted: one that stayed would keep it from starting again
    int ignored = 0;
    ::kill(pid_, SIGSTOP);
    ::waitpid(pid_, &ignored, WUNTRACED);
    children = childrenOf(pid_);
  }
  ::kill(pid_, signal);
  for (const pid_t child : children) ::kill(child, signal);
  waitFor(pid_);
  pid_ = -1;
}

void PostgresCluster::giveFile(const std::string& path) {
  ::chmod(path.c_str(), 0600);
  giveToNobody(path);
}

void PostgresCluster::limitFileSize(pid_t process, rlim_t bytes) {
  // As its own user: in a container root may not.
  const std::string limit = bytes == RLIM_INFINITY ? "unlimited" : std::to_string(bytes);
  EXPECT_EQ(runToItsEnd({"/usr/bin/prlimit", "--pid=" + std::to_string(process), "--fsize=" + limit + ":"}, folder_ / "log"), 0) << log();
}

std::string PostgresCluster::newDatabase() {
  const std::string name = "city" + std::to_string(++databases_);
  if (name != kFirstDatabase) Operator(conninfo(kFirstDatabase)).run("CREATE DATABASE " + name + " OWNER city TEMPLATE template0");
  return name;
}

const std::string& PostgresCluster::databaseOf(const std::string& folder) {
  if (const auto known = databaseOfFolder_.find(folder); known != databaseOfFolder_.end()) return known->second;
  const auto left = std::find_if(databaseOfFolder_.begin(), databaseOfFolder_.end(), [](const auto& entry) { return !fs::exists(testFolderOf(entry.first)); });
  const std::string database = left == databaseOfFolder_.end() ? newDatabase() : left->second;
  if (left != databaseOfFolder_.end()) {
    databaseOfFolder_.erase(left);
    makeEmpty(database);
  }
  return databaseOfFolder_[folder] = database;
}

void PostgresCluster::makeEmpty(const std::string& database) const {
  Operator hand(conninfo(database));
  hand.run("SET client_min_messages = warning");
  hand.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  hand.run("DROP SCHEMA public CASCADE");
  hand.run("CREATE SCHEMA public AUTHORIZATION pg_database_owner");   // both as a new database has it
  hand.run("GRANT USAGE ON SCHEMA public TO PUBLIC");
}

std::string PostgresCluster::url(const std::string& database, const std::string& parameters) const {
  return "postgresql://city@:" + std::to_string(port_) + "/" + database + "?host=" + folder_.path() + parameters;
}

std::string PostgresCluster::tcpUrl(const std::string& database, const std::string& parameters) const {
  return "postgresql://city@127.0.0.1:" + std::to_string(port_) + "/" + database + "?connect_timeout=3" + parameters;
}

std::string PostgresCluster::conninfo(const std::string& database) const {
  return "host=" + folder_.path() + " port=" + std::to_string(port_) + " user=postgres dbname=" + database + " connect_timeout=5";
}

}  // namespace citycode::server::test
