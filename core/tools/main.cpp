// citycode: the core's answers at a terminal. Nothing is decided here.
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "citycode/crypto.h"
#include "tools/command_line.h"
#include "tools/help.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace {

using namespace citycode::tools;

std::string jsonText(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

bool isTime(std::string_view name) { return name.ends_with("UnixSeconds"); }

/// A member a line, inner ones indented; what somebody wrote is shown so that a terminal takes it for text.
void putLines(std::string& lines, const Json& json, std::size_t indent) {
  for (const auto& [name, value] : json.items()) {
    lines.append(indent, ' ');
    lines.append(json.is_array() ? "-" : shown(name) + ":");
    if (value.is_structured() && !value.empty()) {
      lines += '\n';
      putLines(lines, value, indent + 2);
      continue;
    }
    lines.append(" ").append(value.is_string() ? shown(value.get<std::string>()) : value.is_null() ? "none" : value.dump());
    if (isTime(name) && value.is_number_integer()) lines.append(" (").append(timeText(value.get<std::int64_t>())).append(")");
    lines += '\n';
  }
}

std::string linesOf(const Answer& answer) {
  if (!answer.lines.empty()) return answer.lines;
  std::string lines;
  if (answer.json.value("verified", true) == false) lines = "UNVERIFIED: anybody can have written this.\n";
  putLines(lines, answer.json, 0);
  return lines;
}

int exitCode(ExitCode exit) { return static_cast<int>(exit); }

/// All of it, or an exit code that says that it is not all.
int print(const std::string& text, ExitCode exit) {
  const bool isOut = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return exitCode(isOut ? exit : ExitCode::NoOutput);
}

int refuse(const Refusal& refusal, bool asJson) {
  const std::string id(refusal.fault ? citycode::faultId(*refusal.fault) : "");
  if (asJson)
    return print(jsonText({{"fault", refusal.fault ? Json(id) : Json()}, {"sentence", refusal.sentence}, {"exit", exitCode(refusal.exit)}}), refusal.exit);
  std::fprintf(stderr, "citycode: %s%s\n", refusal.sentence.c_str(), refusal.fault ? (" (" + id + ")").c_str() : "");
  return exitCode(refusal.exit);
}

int run(const std::vector<std::string>& words) {
  auto line = parseLine(words);
  if (!line) return refuse(line.fault(), wantsJson(words));
  if (line->show == Line::Show::Help) return print(line->verb == nullptr ? helpText() : helpText(*line->verb), ExitCode::Good);
  if (line->show == Line::Show::Version) return print("citycode " CITYCODE_VERSION "\n", ExitCode::Good);
  if (!citycode::startCrypto()) return refuse({ExitCode::Broken, citycode::Fault::InternalBug, "The cryptography library does not start on this machine."}, false);
  auto answer = line->verb->run(line->arguments);
  if (!answer) return refuse(answer.fault(), line->arguments.wantsJson);
  return print(line->arguments.wantsJson ? jsonText(answer->json) : linesOf(*answer), answer->exit);
}

void prepareProcess() {
  std::signal(SIGPIPE, SIG_IGN);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);   // a core file would hold the keys
}

}  // namespace

int main(int argc, char** argv) {
  prepareProcess();
  try {
    return run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::exception&) {
    std::fputs("citycode: an error of its own, or no memory: please report it if it returns. (internal/bug)\n", stderr);
    return exitCode(ExitCode::Broken);
  }
}
