// Runs a file of C ABI calls natively and prints each answer as hex, for comparison with the same calls in
// WebAssembly (native.test.ts writes the file).
//
//   new                        a fresh module: what follows runs in a process of its own
//   VERB ARGUMENT...           one call; prints "STATUS HEX", of verifier_open the handle as its status
//
// An argument is a decimal number, or bytes: "x" and hex digits; "null" is a NULL pointer.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "citycode_abi.h"

namespace {

[[noreturn]] void giveUp(const std::string& why) {
  std::cerr << "native_runner: " << why << "\n";
  std::exit(2);
}

struct Argument {
  std::vector<std::uint8_t> bytes;
  double number = 0;
  bool isNull = false;

  const std::uint8_t* data() const { return isNull ? nullptr : bytes.data(); }
  std::int32_t integer() const { return static_cast<std::int32_t>(number); }
};

std::uint8_t nibbleOf(char digit) { return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10); }

Argument parseArgument(const std::string& word) {
  Argument argument;
  if (word == "null") {
    argument.isNull = true;
  } else if (word[0] == 'x') {
    argument.bytes.reserve(word.size() / 2 + 1);
    for (std::size_t i = 1; i + 1 < word.size(); i += 2)
      argument.bytes.push_back(static_cast<std::uint8_t>(nibbleOf(word[i]) << 4 | nibbleOf(word[i + 1])));
    argument.bytes.reserve(1);   // data() of no bytes is not NULL
  } else {
    argument.number = std::stod(word);
  }
  return argument;
}

std::int32_t call(const std::string& verb, const std::vector<Argument>& a) {
  const auto need = [&](std::size_t count) {
    if (a.size() != count) giveUp(verb + " has " + std::to_string(a.size()) + " arguments");
  };
  if (verb == "self_test") return need(0), cc_self_test();
  if (verb == "verifier_open") return need(0), cc_verifier_open();
  if (verb == "verifier_close") return need(1), cc_verifier_close(a[0].integer());
  if (verb == "load_trust_list")
    return need(4), cc_load_trust_list(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].number);
  if (verb == "load_status_list") return need(3), cc_load_status_list(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number);
  if (verb == "verify_code")
    return need(6), cc_verify_code(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number, a[3].data(), a[3].bytes.size(),
                                   a[4].data(), a[4].bytes.size(), a[5].data(), a[5].bytes.size());
  if (verb == "tell_clock_ahead") return need(2), cc_tell_clock_ahead(a[0].integer(), a[1].number);
  if (verb == "confirm_time") return need(3), cc_confirm_time(a[0].integer(), a[1].number, a[2].number);
  if (verb == "load_scene_key") return need(4), cc_load_scene_key(a[0].integer(), a[1].number, a[2].number, a[3].data());
  if (verb == "forget_scene_keys") return need(1), cc_forget_scene_keys(a[0].integer());
  if (verb == "scan_frame")
    return need(13), cc_scan_frame(a[0].integer(), a[1].data(), a[2].integer(), a[3].integer(), a[4].integer(), a[5].integer(),
                                   a[6].integer(), a[7].integer(), a[8].integer(), a[9].integer(), a[10].integer(),
                                   a[11].integer(), a[12].number);
  if (verb == "draw_code")
    return need(4), cc_draw_code(a[0].data(), a[0].bytes.size(), a[1].integer(), a[2].integer(), a[3].integer());
  if (verb == "read_pass") return need(1), cc_read_pass(a[0].data(), a[0].bytes.size());
  if (verb == "write_presentation")
    return need(5), cc_write_presentation(a[0].data(), a[0].bytes.size(), a[1].data(), a[1].bytes.size(), a[2].number,
                                          a[3].data(), a[3].bytes.size(), a[4].data());
  if (verb == "sign") return need(2), cc_sign(a[0].data(), a[1].data(), a[1].bytes.size());
  if (verb == "verify_signature")
    return need(3), cc_verify_signature(a[0].data(), a[1].data(), a[1].bytes.size(), a[2].data());
  if (verb == "hash") return need(1), cc_hash(a[0].data(), a[0].bytes.size());
  if (verb == "seal_seed") return need(3), cc_seal_seed(a[0].data(), a[1].data(), a[2].data());
  if (verb == "sign_sealed")
    return need(4), cc_sign_sealed(a[0].data(), a[1].data(), a[2].data(), a[2].bytes.size(), a[3].data(), a[3].bytes.size());
  if (verb == "read_venue") return need(3), cc_read_venue(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number);
  if (verb == "read_portal_request")
    return need(4), cc_read_portal_request(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].number);
  if (verb == "seal_portal_answer")
    return need(4), cc_seal_portal_answer(a[0].data(), a[0].bytes.size(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].data());
  if (verb == "load_portal_key") return need(2), cc_load_portal_key(a[0].integer(), a[1].data());
  if (verb == "write_portal_request")
    return need(12), cc_write_portal_request(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].data(),
                                             a[3].bytes.size(), a[4].data(), a[4].bytes.size(), a[5].data(), a[5].bytes.size(), a[6].data(),
                                             a[6].bytes.size(), a[7].data(), a[7].bytes.size(), a[8].data(), a[8].bytes.size(), a[9].number,
                                             a[10].number, a[11].data());
  if (verb == "portal_anchor") return need(1), cc_portal_anchor(a[0].data(), a[0].bytes.size());
  if (verb == "write_portal_code")
    return need(3), cc_write_portal_code(a[0].data(), a[0].bytes.size(), a[1].data(), a[1].bytes.size(), a[2].number);
  if (verb == "judge_portal_answer")
    return need(4), cc_judge_portal_answer(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].number);
  if (verb == "split_list")
    return need(3), cc_split_list(a[0].data(), a[0].bytes.size(), a[1].integer(), a[2].integer());
  if (verb == "join_list_part")
    return need(4), cc_join_list_part(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].integer(), a[3].integer());
  if (verb == "read_ticket") return need(3), cc_read_ticket(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number);
  if (verb == "write_rating")
    return need(8), cc_write_rating(a[0].data(), a[0].bytes.size(), a[1].data(), a[2].data(), a[3].number, a[4].data(), a[4].bytes.size(),
                                    a[5].data(), a[5].bytes.size(), a[6].data(), a[6].bytes.size(), a[7].data());
  if (verb == "screen_text") return need(1), cc_screen_text(a[0].data(), a[0].bytes.size());
  if (verb == "blind_token") return need(2), cc_blind_token(a[0].data(), a[0].bytes.size(), a[1].data());
  if (verb == "finalize_tokens")
    return need(6), cc_finalize_tokens(a[0].data(), a[0].bytes.size(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(),
                                       a[3].data(), a[3].bytes.size(), a[4].data(), a[5].data());
  if (verb == "load_checkpoint")
    return need(7), cc_load_checkpoint(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].data(),
                                       a[3].bytes.size(), a[4].integer(), a[5].number, a[6].data(), a[6].bytes.size());
  if (verb == "verify_inclusion")
    return need(4), cc_verify_inclusion(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number, a[3].data(), a[3].bytes.size());
  if (verb == "share_replay")
    return need(4), cc_share_replay(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number, a[3].number);
  if (verb == "sign_share") return need(3), cc_sign_share(a[0].data(), a[0].bytes.size(), a[1].data(), a[2].data());
  if (verb == "merge_replay")
    return need(5), cc_merge_replay(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].data(), a[2].bytes.size(), a[3].data(),
                                    a[3].bytes.size(), a[4].number);
  if (verb == "save_replay") return need(2), cc_save_replay(a[0].integer(), a[1].number);
  if (verb == "load_replay") return need(3), cc_load_replay(a[0].integer(), a[1].data(), a[1].bytes.size(), a[2].number);
  giveUp("unknown verb " + verb);
}

void printAnswer(std::int32_t status) {
  static const char* const kDigits = "0123456789abcdef";
  std::string line = std::to_string(status) + " ";
  for (std::size_t i = 0; i < cc_answer_size(); ++i) {
    line.push_back(kDigits[cc_answer_data()[i] >> 4]);
    line.push_back(kDigits[cc_answer_data()[i] & 15]);
  }
  std::cout << line << "\n";
}

void runLine(const std::string& line) {
  std::istringstream words(line);
  std::string verb, word;
  words >> verb;
  std::vector<Argument> arguments;
  while (words >> word) arguments.push_back(parseArgument(word));
  printAnswer(call(verb, arguments));
}

void runModule(const std::vector<std::string>& lines) {
  const pid_t child = fork();
  if (child < 0) giveUp("fork failed");
  if (child == 0) {
    for (const std::string& line : lines) runLine(line);
    std::cout.flush();
    std::exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) giveUp("a module stopped with status " + std::to_string(status));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) giveUp("usage: native_runner FILE");
  std::ifstream file(argv[1]);
  if (!file) giveUp("the file of calls cannot be read");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line != "new") {
      lines.push_back(line);
      continue;
    }
    runModule(lines);
    lines.clear();
  }
  runModule(lines);
  return 0;
}
