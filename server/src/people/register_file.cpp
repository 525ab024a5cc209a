#include "people/register_file.h"

#include <csv.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <deque>

#include "encoding/cbor.h"
#include "http/json.h"
#include "people/reason.h"

namespace citycode::server {
namespace {

constexpr std::size_t kChunkBytes = 65'536, kLongestLineBytes = 65'536, kMostFields = 64;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

using Named = std::map<std::string, std::string, std::less<>>;

bool isKnown(std::string_view name) {
  return std::find(std::begin(kFieldNames), std::end(kFieldNames), name) != std::end(kFieldNames) || name == kRefusedLine || name == kRefusedBecause;
}

std::string knownNames() {
  std::string names;
  for (const std::string_view name : kFieldNames) names.append(names.empty() ? "" : ", ").append(name);
  return names;
}

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

struct CloseFile {
  void operator()(std::FILE* file) const { if (file != stdin) std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// The lines of a file as they are, each with its end; the mark of UTF-8 before the first is left out.
class Lines {
 public:
  Lines(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::uint64_t number() const { return number_; }

  /// A piece of a line of at most kChunkBytes, which ends the line when `endsLine`; nothing at the end of the file.
  Started<std::optional<std::string_view>> piece() {
    if (at_ == chunk_.size())
      if (auto filled = fill(); !filled) return filled.failure();
    if (at_ == chunk_.size()) return std::optional<std::string_view>();
    if (endedLine_) ++number_;
    const std::size_t end = chunk_.find('\n', at_);
    endedLine_ = end != std::string::npos;
    const std::string_view found = std::string_view(chunk_).substr(at_, endedLine_ ? end + 1 - at_ : std::string::npos);
    at_ += found.size();
    return std::optional(found);
  }
  bool endsLine() const { return endedLine_; }

  /// What is looked at before anything is read.
  Started<std::string_view> beginning() {
    if (chunk_.empty())
      if (auto filled = fill(); !filled) return filled.failure();
    return std::string_view(chunk_).substr(at_);
  }

 private:
  Started<Done> fill() {
    chunk_.resize(kChunkBytes);
    errno = 0;
    chunk_.resize(std::fread(chunk_.data(), 1, chunk_.size(), file_.get()));
    at_ = 0;
    if (std::ferror(file_.get()) != 0) return StartFailure{faultOfErrno(errno), path_ + " cannot be read: is it a file, and is its disk there?"};
    if (isFirst_ && chunk_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    isFirst_ = false;
    return Done{};
  }

  File file_;
  std::string path_, chunk_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;   // of the line that the last piece is of
  bool isFirst_ = true, endedLine_ = true;
};

// ---- CSV, by libcsv ---------------------------------------------------------------------------------

/// No field is longer than a line may be: a quotation mark that is missing would else take in the rest of the file.
void* limited(void* memory, std::size_t bytes) { return bytes > 2 * kLongestLineBytes ? nullptr : std::realloc(memory, bytes); }

struct Record {
  std::uint64_t line = 0;
  std::vector<std::string> fields;
  std::size_t bytes = 0, count = 0;   // of all fields, kept or not
};

class CsvFile : public RegisterFile {
 public:
  explicit CsvFile(Lines lines) : lines_(std::move(lines)) { beginParser(); }
  ~CsvFile() override { csv_free(&parser_); }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  Started<Done> readHeader() {
    auto record = nextRecord();
    if (!record) return record.failure();
    if (!*record || (*record)->count == 0) return bad(lines_.path() + " is empty: its first line names the fields, such as register_id,chinese_name,documents,born.");
    header_ = (*record)->fields;
    for (const std::string& name : header_) {
      if (!cbor::isUtf8(bytesOf(name)) || name.find('\0') != std::string::npos)
        return bad(lines_.path() + " is not UTF-8: convert it first, such as with iconv -f GB18030 -t UTF-8.");
      if (!isKnown(name)) return bad("The first line of " + lines_.path() + " names a field \"" + name.substr(0, 40) + "\" that is not known. There are " + knownNames() + ".");
      if (std::count(header_.begin(), header_.end(), name) > 1) return bad("The first line of " + lines_.path() + " names the field " + name + " twice.");
    }
    for (const std::string_view wanted : {"register_id", "documents", "born"})
      if (std::find(header_.begin(), header_.end(), wanted) == header_.end())
        return bad("The first line of " + lines_.path() + " does not name the field " + std::string(wanted) + ": it names the fields of the lines that follow, such as register_id,chinese_name,documents,born.");
    return Done{};
  }

  Started<std::optional<RegisterLine>> next() override {
    auto record = nextRecord();
    if (!record) return record.failure();
    if (!*record) return std::optional<RegisterLine>();
    return std::optional(lineOf(**record));
  }

 private:
  void beginParser() {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&parser_, limited);
  }

  RegisterLine lineOf(const Record& record) const {
    RegisterLine line{record.line, {}, {}};
    if (record.bytes > kLongestLineBytes) line.refusal = kLineTooLong;
    else if (record.count != header_.size()) line.refusal = kLineFields;
    for (std::size_t i = 0; i < std::min(record.fields.size(), header_.size()); ++i) {
      if (!cbor::isUtf8(bytesOf(record.fields[i]))) line.refusal = kLineText;
      if (!record.fields[i].empty()) line.fields.emplace(header_[i], record.fields[i]);
    }
    return line;
  }

  Started<std::optional<Record>> nextRecord() {
    while (ready_.empty()) {
      auto piece = lines_.piece();
      if (!piece) return piece.failure();
      if (!*piece) return lastRecord();
      if (isSkipping_) {   // the rest of a line that is refused
        isSkipping_ = !lines_.endsLine();
        continue;
      }
      if (isBetween_) record_.line = lines_.number();
      isBetween_ = false;
      const std::size_t taken = csv_parse(&parser_, (*piece)->data(), (*piece)->size(), takeField, takeRecord, this);
      if (taken == (*piece)->size()) continue;
      if (csv_error(&parser_) == CSV_ENOMEM)
        return bad("A field that begins in line " + std::to_string(record_.line) + " of " + lines_.path() + " does not end: a quotation mark is missing. What stood before is imported.");
      refuseRecord();
    }
    Record record = std::move(ready_.front());
    ready_.pop_front();
    return std::optional(std::move(record));
  }

  /// What was not ended by a line's end.
  Started<std::optional<Record>> lastRecord() {
    if (isAtEnd_) return std::optional<Record>();
    isAtEnd_ = true;
    if (csv_fini(&parser_, takeField, takeRecord, this) != 0) ready_.push_back(Record{record_.line, {}, 0, 0});
    if (ready_.empty()) return std::optional<Record>();
    Record record = std::move(ready_.front());
    ready_.pop_front();
    return std::optional(std::move(record));
  }

  /// A quotation mark in a wrong place: the line is left, and the next one begins anew.
  void refuseRecord() {
    csv_free(&parser_);
    beginParser();
    ready_.push_back(Record{record_.line, {}, 0, 0});
    record_ = {};
    isBetween_ = true;
    isSkipping_ = !lines_.endsLine();
  }

  static void takeField(void* field, std::size_t size, void* self) {
    Record& record = static_cast<CsvFile*>(self)->record_;
    record.bytes += size;
    if (++record.count <= kMostFields && record.bytes <= kLongestLineBytes) record.fields.emplace_back(static_cast<const char*>(field), size);
  }
  static void takeRecord(int, void* self) {
    auto& file = *static_cast<CsvFile*>(self);
    file.ready_.push_back(std::move(file.record_));
    file.record_ = {};
    file.isBetween_ = true;
  }

  Lines lines_;
  csv_parser parser_{};
  std::vector<std::string> header_;
  Record record_;
  std::deque<Record> ready_;
  bool isBetween_ = true, isSkipping_ = false, isAtEnd_ = false;
};

// ---- JSON lines -------------------------------------------------------------------------------------

/// "a", true, ["a", "b"]
std::optional<std::string> textOf(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "yes" : "no");
  if (!value.is_array()) return std::nullopt;
  std::string joined;
  for (const Json& each : value) {
    if (!each.is_string()) return std::nullopt;
    joined.append(joined.empty() ? "" : ";").append(each.get<std::string>());
  }
  return joined;
}

class JsonLines : public RegisterFile {
 public:
  explicit JsonLines(Lines lines) : lines_(std::move(lines)) {}

  Started<std::optional<RegisterLine>> next() override {
    std::string text;
    bool isTooLong = false, hasAny = false;
    do {
      auto piece = lines_.piece();
      if (!piece) return piece.failure();
      if (!*piece) break;
      hasAny = true;
      isTooLong = isTooLong || text.size() + (*piece)->size() > kLongestLineBytes;
      if (!isTooLong) text.append(**piece);
      if (lines_.endsLine() && !isTooLong && text.find_first_not_of(" \t\r\n") == std::string::npos) text.clear();   // an empty line
    } while (!lines_.endsLine() || (text.empty() && !isTooLong));
    if (!hasAny || (text.empty() && !isTooLong)) return std::optional<RegisterLine>();
    RegisterLine line{lines_.number(), {}, isTooLong ? kLineTooLong : std::string_view()};
    if (!isTooLong) read(text, line);
    return std::optional(std::move(line));
  }

 private:
  static void read(const std::string& text, RegisterLine& line) {
    if (!cbor::isUtf8(bytesOf(text))) {
      line.refusal = kLineText;
      return;
    }
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
      line.refusal = kLineJson;
      return;
    }
    for (const auto& [name, value] : json.items()) {
      if (!isKnown(name)) line.refusal = kLineUnknownField;
      if (value.is_null()) continue;
      auto words = textOf(value);
      if (!words) line.refusal = kLineJson;
      else if (!words->empty()) line.fields.emplace(name, std::move(*words));
    }
  }

  Lines lines_;
};

}  // namespace

Started<std::unique_ptr<RegisterFile>> RegisterFile::open(const std::string& path) {
  File file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!file) return bad(path + " cannot be read: is it there, and may this user read it?");
  Lines lines(std::move(file), path == "-" ? "standard input" : path);
  auto beginning = lines.beginning();
  if (!beginning) return beginning.failure();
  if (beginning->starts_with("\xff\xfe") || beginning->starts_with("\xfe\xff"))
    return bad(lines.path() + " is UTF-16: convert it first, such as with iconv -f UTF-16 -t UTF-8.");
  const std::size_t first = beginning->find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (*beginning)[first] == '{') return std::unique_ptr<RegisterFile>(std::make_unique<JsonLines>(std::move(lines)));
  auto csv = std::make_unique<CsvFile>(std::move(lines));
  if (auto header = csv->readHeader(); !header) return header.failure();
  return std::unique_ptr<RegisterFile>(std::move(csv));
}

}  // namespace citycode::server
