// What an operator does about the population register at the machine itself. What is printed is for the person at the keyboard, and goes into no log.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "base/key_text.h"
#include "base/output_file.h"
#include "base/private_mode.h"
#include "commands/acts.h"
#include "commands/city_folder.h"
#include "http/json.h"
#include "issuance/card_number.h"
#include "issuance/paper_office.h"
#include "people/people_desk.h"
#include "people/people_import.h"
#include "people/reason.h"

namespace citycode::server {
namespace {

// ---- import -----------------------------------------------------------------------------------------

/// The lines that were not taken, as CSV that can be mended and imported as it is. Made with the first of them; for this user alone.
class RefusedLines {
 public:
  explicit RefusedLines(std::string path) : path_(std::move(path)) {}
  ~RefusedLines() { if (file_ != nullptr) std::fclose(file_); }
  RefusedLines(const RefusedLines&) = delete;
  RefusedLines& operator=(const RefusedLines&) = delete;

  const std::string& path() const { return path_; }
  bool put(const RegisterLine& line, std::string_view reason) {
    if (file_ == nullptr && !begin()) return false;
    std::string text = std::to_string(line.number) + "," + quoted(std::string(reason).append(": ").append(sentenceOf(reason)));
    for (const std::string_view name : kFieldNames) {
      const auto found = line.fields.find(name);
      text.append(",").append(found == line.fields.end() ? std::string() : quoted(found->second));
    }
    text += '\n';
    return std::fwrite(text.data(), 1, text.size(), file_) == text.size() && std::fflush(file_) == 0;
  }

 private:
  bool begin() {
    file_ = std::fopen(path_.c_str(), "w");   // a new one has mode 0600: the process's umask (main.cpp)
    if (file_ == nullptr) return false;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path_, ignored) && !keepPrivate("The file of refused lines", path_)) return false;   // and no device
    std::string header = std::string(kRefusedLine) + "," + std::string(kRefusedBecause);
    for (const std::string_view name : kFieldNames) header.append(",").append(name);
    header += '\n';
    return std::fwrite(header.data(), 1, header.size(), file_) == header.size();
  }
  static std::string quoted(std::string_view text) {
    std::string in = "\"";
    for (const char c : text) in += c == '"' ? std::string("\"\"") : std::string(1, c);
    return in + "\"";
  }

  std::string path_;
  std::FILE* file_ = nullptr;
};

/// A name that nothing has, where none is given: somebody may be mending the lines of the run before.
std::string refusedPath(const Options& options) {
  if (!options.rejects.empty()) return options.rejects;
  const std::string begin = (options.file == "-" ? "people" : options.file) + ".refused";
  std::error_code ignored;
  std::string path = begin + ".csv";
  for (int i = 2; std::filesystem::exists(path, ignored); ++i) path = begin + "." + std::to_string(i) + ".csv";
  return path;
}

/// How far it is, at most twice a second, for whoever waits.
class Progress {
 public:
  void tell(const ImportCounts& counts) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(500)) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const std::uint64_t settled = counts.added + counts.changed + counts.unchanged + counts.refused;
    std::fprintf(stderr, "%llu lines: %llu new, %llu changed, %llu as before, %llu refused (%.0f a second)\n", static_cast<unsigned long long>(settled),
                 static_cast<unsigned long long>(counts.added), static_cast<unsigned long long>(counts.changed), static_cast<unsigned long long>(counts.unchanged),
                 static_cast<unsigned long long>(counts.refused), static_cast<double>(settled) / seconds);
  }

 private:
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_ = begin_;
};

std::string saidOf(const ImportCounts& counts, const Options& options, const std::string& refusedPath) {
  std::string lines = std::to_string(counts.lines) + " lines: " + std::to_string(counts.added) + " people new, " + std::to_string(counts.changed) + " changed, " +
                      std::to_string(counts.unchanged) + " as before, " + std::to_string(counts.refused) + " refused.\n";
  if (options.isRehearsal) lines += "Nothing was written: this was a rehearsal.\n";
  if (counts.refused > 0) lines += "The refused lines and why are in " + refusedPath + ": mend them there and import that file, then delete it.\n";
  if (counts.notText > 0) lines += "Lines that are not UTF-8 are often GB18030: iconv -f GB18030 -t UTF-8 converts a file.\n";
  return lines;
}

// ---- one person -------------------------------------------------------------------------------------

/// "-" asks for the id on standard input: what stands on a command line, others on the machine can read.
std::string idOf(const Options& options) {
  if (options.personId != "-") return options.personId;
  std::string id;
  std::getline(std::cin, id);
  return id;
}

StartFailure nobody() { return refused("There is no person with this id: give the city's own id of them, or the register's."); }

PeopleDesk deskOf(const ExistingCity& city) { return {*city.store, *city.keys, city.clock}; }

Started<PersonFile> fileOf(const ExistingCity& city, const Options& options) {
  const auto person = deskOf(city).find(idOf(options));
  if (!person) return recordsFailure(person.fault(), options);
  if (!*person) return nobody();
  auto file = deskOf(city).fileOf(**person);
  if (!file) return recordsFailure(file.fault(), options);
  return std::move(*file);
}

std::string heldText(const Held& held) { return !held.isHeld ? "no" : held.until.year == 0 ? "yes" : "until " + dateText(held.until); }

Json describe(const PersonFile& file) {
  const RegisterEntry& entry = file.entry;
  Json documents = Json::array(), phones = Json::array(), cards = Json::array(), guardians = Json::array(), wards = Json::array();
  for (const HeldDocument& document : entry.documents) documents.push_back({{"kind", holderClassName(document.kind)}, {"number", document.number}});
  for (const devices::Known& phone : file.phones)
    phones.push_back({{"id", encodeBase64Url(phone.id)}, {"enrolledUnixMs", phone.enrolledUnixMs}, {"revokedUnixMs", phone.revokedUnixMs}});
  for (const PaperCardRecord& card : file.cards)
    cards.push_back({{"number", cardNumberText(card.number)}, {"issuedUnixMs", card.issuedUnixMs}, {"expiresUnixMs", card.expiresUnixMs}, {"revokedUnixMs", card.revokedUnixMs}});
  for (const Identifier& guardian : file.guardians) guardians.push_back(identifierText(guardian));
  for (const Identifier& ward : file.wards) wards.push_back(identifierText(ward));
  return {{"id", identifierText(file.id)},
          {"registerId", entry.registerId},
          {"chineseName", entry.chineseName},
          {"latinName", entry.latinName},
          {"documents", std::move(documents)},
          {"born", dateText(entry.born)},
          {"cityResident", entry.cityResident},
          {"insurance", kInsuranceNames[static_cast<std::size_t>(std::clamp(entry.insuranceType, 0, 2))]},
          {"disabilityPermit", heldText(entry.disabilityPermit)},
          {"tradeCertificate", heldText(entry.tradeCertificate)},
          {"safetyTraining", heldText(entry.safetyTraining)},
          {"enterpriseCode", entry.enterpriseCreditCode},
          {"enterpriseRole", entry.enterpriseRole},
          {"guardians", std::move(guardians)},
          {"wards", std::move(wards)},
          {"phones", std::move(phones)},
          {"cards", std::move(cards)}};
}

/// Shown on a terminal, where a name may run from the right to the left: it is set apart from what stands beside it (UAX #9, isolates).
std::string isolated(const std::string& text) { return text.empty() ? "" : "\u2068" + text + "\u2069"; }

std::string linesOf(const PersonFile& file, std::int32_t cityOffsetSeconds) {
  const Json described = describe(file);
  std::string lines = "id " + identifierText(file.id) + "\n";
  for (const char* name : {"registerId", "chineseName", "latinName"}) lines += std::string(name) + " " + isolated(described[name].get<std::string>()) + "\n";
  for (const HeldDocument& document : file.entry.documents) lines += "document " + std::string(holderClassName(document.kind)) + " " + document.number + "\n";
  for (const char* name : {"born", "insurance", "disabilityPermit", "tradeCertificate", "safetyTraining"}) lines += std::string(name) + " " + described[name].get<std::string>() + "\n";
  lines += std::string("cityResident ") + (file.entry.cityResident ? "yes" : "no") + "\n";
  if (!file.entry.enterpriseCreditCode.empty()) lines += "enterprise " + file.entry.enterpriseCreditCode + " " + isolated(file.entry.enterpriseRole) + "\n";
  for (const Identifier& guardian : file.guardians) lines += "guardian " + identifierText(guardian) + "\n";
  for (const Identifier& ward : file.wards) lines += "ward " + identifierText(ward) + "\n";
  for (const devices::Known& phone : file.phones)
    lines += "phone " + encodeBase64Url(phone.id) + (phone.revokedUnixMs != 0 ? " revoked" : "") + "\n";
  for (const PaperCardRecord& card : file.cards)
    lines += "card " + cardNumberText(card.number) + " until " + lastDayText(card.expiresUnixMs / kMillisecondsPerSecond, cityOffsetSeconds) + (card.revokedUnixMs != 0 ? ", revoked" : "") + "\n";
  return lines;
}

}  // namespace

Started<std::string> importPeopleFile(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  auto file = RegisterFile::open(options.file);
  if (!file) return file.failure();
  RefusedLines refusedLines(refusedPath(options));
  Progress progress;
  const CalendarDate today = cityDate(city->clock.nowUnixSeconds(), options.cityOffsetSeconds);
  const ImportParts parts{*city->store, city->keys->people(), city->clock, {today, options.trustDocuments}, options.isRehearsal,
                          [&](const ImportCounts& counts) { progress.tell(counts); },
                          [&](const RegisterLine& line, std::string_view reason) { return refusedLines.put(line, reason); }};
  auto counts = importPeople(**file, parts);
  if (!counts) return counts.failure();
  return saidOf(*counts, options, refusedLines.path());
}

Started<std::string> showPerson(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  auto file = fileOf(*city, options);
  if (!file) return file.failure();
  return linesOf(*file, options.cityOffsetSeconds);
}

Started<std::string> exportPerson(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  auto file = fileOf(*city, options);
  if (!file) return file.failure();
  const std::string text = describe(*file).dump(2) + "\n";
  if (options.out.empty()) return text;
  auto out = OutputFile::make(options.out);
  if (!out) return out.failure();
  if (auto filled = out->fill(bytesOf(text)); !filled) return filled.failure();
  return "All that the records have of this person is in " + options.out + ": hand it over, and delete it.\n";
}

Started<std::string> forgetPerson(const Options& options) {
  auto city = openExistingCity(options);
  if (!city) return city.failure();
  const auto person = deskOf(*city).find(idOf(options));
  if (!person) return recordsFailure(person.fault(), options);
  if (!*person) return nobody();
  const auto forgotten = deskOf(*city).forget(**person);
  if (!forgotten) return recordsFailure(forgotten.fault(), options);
  return "Forgotten: the names, documents, dates and facts of the register, guardians and wards, and codes that waited for a phone.\n"
         "Revoked now: " + std::to_string(forgotten->phones) + " phone(s) and " + std::to_string(forgotten->cards) + " card(s), refused wherever the next status list has arrived.\n"
         "What stays, naming nobody: the city's own id; the public keys of " + std::to_string(forgotten->keptPhones) +
         " phone(s), so that none enrols again; the numbers of " + std::to_string(forgotten->keptCards) +
         " card(s) and the places of passes in status lists, until all of them have ended. Services and ratings never named the person.\n"
         "Copies made before still have the record: docs/deploy.md says how long backups are kept.\n";
}

}  // namespace citycode::server
