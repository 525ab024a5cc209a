#include "people/people_import.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "http/json.h"
#include "people/reason.h"
#include "registry/people.h"
#include "store/seen_digests.h"

namespace citycode::server {
namespace {

constexpr std::size_t kLinesAtOnce = 1000;
constexpr std::uint64_t kLinesBetweenProgress = 10'000;

enum class Fate : std::uint8_t { Added, Changed, Unchanged, Waits, Refused };

struct Pending {
  RegisterLine line;
  RegisterEntry entry;
  LookupHash registerHash{};
  Fate fate = Fate::Waits;
  std::string_view reason;
};

/// Lines that wait for a guardian, on the disk: there may be a tenth of a city of them. Nobody else can open the file, and it goes with us.
class Waiting {
 public:
  Result<Done> put(const RegisterLine& line) {
    if (!file_) file_.reset(std::tmpfile());
    if (!file_) return faultOfErrno(errno);
    Json fields = Json::object();
    for (const auto& [name, value] : line.fields) fields[name] = value;
    const std::string text = Json{{"line", line.number}, {"fields", std::move(fields)}}.dump() + "\n";
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() || std::fflush(file_.get()) != 0) return faultOfErrno(errno);
    ++count_;
    return Done{};
  }
  std::uint64_t count() const { return count_; }
  /// Before the first `take`.
  void rewind() { if (file_) std::rewind(file_.get()); }
  std::optional<RegisterLine> take() {
    if (count_ == 0 || !file_) return std::nullopt;
    --count_;
    std::string text;
    for (int c = std::getc(file_.get()); c != EOF && c != '\n'; c = std::getc(file_.get())) text += static_cast<char>(c);
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    RegisterLine line;
    json.at("line").get_to(line.number);
    for (const auto& [name, value] : json.at("fields").items()) line.fields.emplace(name, value.get<std::string>());
    return line;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t count_ = 0;
};

class Import {
 public:
  Import(RegisterFile& file, const ImportParts& parts, SeenDigests seen) : file_(file), parts_(parts), seen_(std::move(seen)) {}

  Started<ImportCounts> run() {
    for (;;) {
      auto line = file_.next();
      if (!line) return failed(line.failure());
      if (!*line) break;
      if (auto taken = take(*std::move(*line), true); !taken) return failed(taken.failure());
    }
    if (auto written = writeBatch(); !written) return failed(written.failure());
    if (auto settled = settleWaiting(); !settled) return failed(settled.failure());
    return counts_;
  }

 private:
  /// What was read before the failure is kept.
  StartFailure failed(StartFailure failure) {
    if (failure.fault == Fault::StartBadOption) (void)writeBatch();
    return failure;
  }
  StartFailure storage(Fault fault) const { return storageFailure(fault, parts_.store.place()); }

  Started<Done> take(RegisterLine line, bool isNew) {
    counts_.lines += isNew;
    auto entry = entryOf(line, parts_.rules);
    if (const auto* reason = std::get_if<std::string_view>(&entry)) return refuse(line, *reason);
    Pending pending{std::move(line), std::get<RegisterEntry>(std::move(entry)), {}, {}, {}};
    pending.registerHash = parts_.seal.ofRegisterId(pending.entry.registerId);
    if (isNew) {
      const auto isFirst = seen_.add(pending.registerHash);
      if (!isFirst) return storage(isFirst.fault());
      if (!*isFirst) return refuse(pending.line, kIdTwice);
      if (parts_.isRehearsal)
        if (auto rehearsed = rehearseDocuments(pending); !rehearsed || !*rehearsed) return rehearsed ? Started<Done>(Done{}) : Started<Done>(rehearsed.failure());
    }
    batch_.push_back(std::move(pending));
    return batch_.size() < kLinesAtOnce ? Started<Done>(Done{}) : writeBatch();
  }

  /// What would be found in the records, if the lines before were in them. False when the line is refused.
  Started<bool> rehearseDocuments(const Pending& pending) {
    for (const HeldDocument& document : pending.entry.documents) {
      const auto isFirst = seen_.add(parts_.seal.ofDocument(document));
      if (!isFirst) return storage(isFirst.fault());
      if (*isFirst) continue;
      if (auto refused = refuse(pending.line, kDocumentOfAnother); !refused) return refused.failure();
      return false;
    }
    return true;
  }

  Started<Done> refuse(const RegisterLine& line, std::string_view reason) {
    ++counts_.refused;
    counts_.notText += reason == kLineText;
    if (!parts_.refuse(line, reason)) return StartFailure{Fault::StoreDiskFull, "The file of refused lines cannot be written: free some space and run the import again."};
    return Done{};
  }

  Started<Done> writeBatch() {
    if (batch_.empty()) return Done{};
    const auto unit = [this](Session& session) -> Result<Done> {   // may run more than once
      for (Pending& pending : batch_) {
        CC_TRY(fate, settle(session, pending));
        pending.fate = fate;
      }
      return Done{};
    };
    const auto done = parts_.isRehearsal ? parts_.store.read(unit) : parts_.store.write(unit);
    if (!done) return storage(done.fault());
    for (const Pending& pending : std::exchange(batch_, {}))
      if (auto counted = count(pending); !counted) return counted;
    return Done{};
  }

  Started<Done> count(const Pending& pending) {
    switch (pending.fate) {
      case Fate::Added: ++counts_.added; break;
      case Fate::Changed: ++counts_.changed; break;
      case Fate::Unchanged: ++counts_.unchanged; break;
      case Fate::Refused: if (auto refused = refuse(pending.line, pending.reason); !refused) return refused; break;
      case Fate::Waits: if (const auto kept = waiting_.put(pending.line); !kept) return storageFailure(kept.fault(), "the folder for temporary files"); break;
    }
    const std::uint64_t settled = counts_.added + counts_.changed + counts_.unchanged + counts_.refused;
    if (settled >= nextProgress_) {
      nextProgress_ = settled + kLinesBetweenProgress;
      parts_.progress(counts_);
    }
    return Done{};
  }

  /// Those whose guardians came later, as long as any of them can be settled; then the rest is refused.
  Started<Done> settleWaiting() {
    while (waiting_.count() > 0) {
      Waiting before = std::exchange(waiting_, {});
      const std::uint64_t count = before.count();
      before.rewind();
      while (auto line = before.take())
        if (auto taken = take(*std::move(line), false); !taken) return taken;
      if (auto written = writeBatch(); !written) return written;
      isLastChance_ = waiting_.count() == count;
    }
    return Done{};
  }

  Result<Fate> settle(Session& session, Pending& pending) {
    CC_TRY(known, people::findByRegisterHash(session, pending.registerHash));
    if (known) {   // whose guardians are those that it names: forgetting one takes the name away, too
      CC_TRY(before, parts_.seal.open(*known));
      if (toJson(before) == toJson(pending.entry)) return Fate::Unchanged;
    }
    const Identifier id = known ? known->id : newIdentifier(parts_.clock.nowUnixMs());
    const people::Row row = people::rowOf(parts_.seal, id, pending.entry);
    for (const LookupHash& document : row.documents) {
      CC_TRY(holder, people::findByDocument(session, document));
      if (holder && *holder != id) return refused(pending, kDocumentOfAnother);
    }
    std::vector<Identifier> guardians;
    for (const std::string& guardian : pending.entry.guardians) {
      const LookupHash hash = parts_.seal.ofRegisterId(guardian);
      CC_TRY(person, people::findByRegisterHash(session, hash));
      CC_TRY(isRehearsed, parts_.isRehearsal && !person ? seen_.has(hash) : Result<bool>(false));
      if (isRehearsed) continue;
      if (!person) return isLastChance_ ? refused(pending, kGuardianUnknown) : Result<Fate>(Fate::Waits);
      guardians.push_back(person->id);
    }
    if (parts_.isRehearsal) return known ? Fate::Changed : Fate::Added;
    CC_CHECK(known ? people::replace(session, row) : people::add(session, row));
    if (known || !guardians.empty()) CC_CHECK(people::putGuardians(session, id, guardians));
    return known ? Fate::Changed : Fate::Added;
  }

  static Fate refused(Pending& pending, std::string_view reason) {
    pending.reason = reason;
    return Fate::Refused;
  }

  RegisterFile& file_;
  const ImportParts& parts_;
  SeenDigests seen_;
  std::vector<Pending> batch_;
  Waiting waiting_;
  ImportCounts counts_;
  std::uint64_t nextProgress_ = kLinesBetweenProgress;
  bool isLastChance_ = false;
};

}  // namespace

Started<ImportCounts> importPeople(RegisterFile& file, const ImportParts& parts) {
  auto seen = SeenDigests::open();
  if (!seen) return storageFailure(seen.fault(), "the folder for temporary files");
  return Import(file, parts, std::move(*seen)).run();
}

}  // namespace citycode::server
