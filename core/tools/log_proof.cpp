// Whether an entry is in the city's log, or one log continues another: the core's rules of RFC 9162, asked from a terminal.
#include "log/log_checkpoint.h"
#include "log/log_proof.h"
#include "tools/files.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

/// The head that a proof leads to: told in so many words, or by a checkpoint that is verified.
struct Head {
  std::uint64_t size = 0;
  LogHash root{};
  Json witnesses;   // null: told in words
};

Given<LogProof> proofFrom(const Arguments& arguments) {
  Bytes bytes;
  for (const std::string& text : arguments.allOf("--proof")) {
    const auto piece = bytesFromText(text);
    if (!piece) return badInput(Fault::RequestMalformed, "--proof");
    bytes.insert(bytes.end(), piece->begin(), piece->end());
  }
  CC_TRY(proof, decodeLogProof(bytes));
  return proof;
}

Given<NoteKey> noteKeyFrom(const std::string& text, std::string_view option) {
  auto key = readNoteKey(text);
  if (!key) return badInput(key.fault(), option);
  return *std::move(key);
}

Given<Head> toldHead(const Arguments& arguments) {
  if (!arguments.has("--size") || !arguments.has("--root")) return usage("log-proof needs --size and --root, or --checkpoint and --log-key.");
  CC_TRY(size, numberFrom(arguments.valueOf("--size"), "--size"));
  CC_TRY(root, hashFrom(arguments.valueOf("--root"), "--root"));
  return Head{size, root, {}};
}

/// A checkpoint that is refused is an answer, not bad input: whoever signed it wrongly is whom the log is there for.
Given<Result<Head>> signedHead(const Arguments& arguments) {
  if (!arguments.has("--log-key")) return usage("--checkpoint needs --log-key.");
  CC_TRY(log, noteKeyFrom(arguments.valueOf("--log-key"), "--log-key"));
  std::vector<NoteKey> witnesses;
  for (const std::string& text : arguments.allOf("--witness")) {
    CC_TRY(witness, noteKeyFrom(text, "--witness"));
    witnesses.push_back(std::move(witness));
  }
  std::uint64_t needed = 0;
  if (arguments.has("--needed")) {
    CC_TRY(number, numberFrom(arguments.valueOf("--needed"), "--needed"));
    needed = number;
  }
  CC_TRY(note, readInput(arguments.valueOf("--checkpoint"), 2 * kMaxCheckpointBytes));
  CC_TRY(now, askedTime(arguments));
  const auto verified = readCheckpoint(textOf(note), {log, witnesses, static_cast<std::size_t>(needed)}, now);
  if (!verified) return Result<Head>(verified.fault());
  Head head{verified->checkpoint.size, verified->checkpoint.root, Json::array()};
  for (const Witnessed& one : verified->witnesses) head.witnesses.push_back({{"name", one.name}, {"atUnixSeconds", one.atUnixSeconds}});
  return Result<Head>(std::move(head));
}

Given<Result<Head>> headFrom(const Arguments& arguments) {
  if (arguments.has("--checkpoint")) return signedHead(arguments);
  CC_TRY(head, toldHead(arguments));
  return Result<Head>(std::move(head));
}

Given<LogHash> leafFrom(const Arguments& arguments) {
  if (arguments.has("--leaf")) return hashFrom(arguments.valueOf("--leaf"), "--leaf");
  if (!arguments.has("--entry")) return usage("log-proof inclusion needs --entry or --leaf.");
  CC_TRY(entry, readInput(arguments.valueOf("--entry"), kMaxLogEntryBytes));
  return leafHash(entry);
}

Given<Result<Done>> inclusionIn(const Head& head, const Arguments& arguments, const LogProof& proof) {
  if (!arguments.has("--index")) return usage("log-proof inclusion needs --index.");
  CC_TRY(leaf, leafFrom(arguments));
  CC_TRY(index, numberFrom(arguments.valueOf("--index"), "--index"));
  return verifyInclusion(leaf, index, head.size, proof, head.root);
}

Given<Result<Done>> consistencyWith(const Head& head, const Arguments& arguments, const LogProof& proof) {
  if (!arguments.has("--first") || !arguments.has("--first-root")) return usage("log-proof consistency needs --first and --first-root.");
  CC_TRY(first, numberFrom(arguments.valueOf("--first"), "--first"));
  CC_TRY(firstRoot, hashFrom(arguments.valueOf("--first-root"), "--first-root"));
  return verifyConsistency(first, head.size, firstRoot, head.root, proof);
}

Answer answerOf(const std::string& kind, const Result<Head>& head, const Result<Done>& held) {
  const bool holds = head && held;
  const std::string id(holds ? "" : faultId(head ? held.fault() : head.fault()));
  Answer answer{holds ? ExitCode::Good : ExitCode::Bad, {{"proof", kind}, {"holds", holds}, {"fault", holds ? Json() : Json(id)}}, {}};
  answer.json["size"] = head ? Json(head->size) : Json();
  answer.json["root"] = head ? Json(hexOf(head->root)) : Json();
  answer.json["witnesses"] = head ? head->witnesses : Json();
  answer.lines = std::string("The proof of ").append(kind);
  if (holds) answer.lines.append(" holds, in a log of ").append(std::to_string(head->size)).append(" entries.\n");
  else answer.lines.append(" does not hold: ").append(faultSentence(head ? held.fault() : head.fault())).append(" (").append(id).append(")\n");
  return answer;
}

}  // namespace

Given<Answer> logProof(const Arguments& arguments) {
  CC_TRY(proof, proofFrom(arguments));
  CC_TRY(head, headFrom(arguments));
  if (!head) return answerOf(arguments.operand, head, Done{});
  CC_TRY(held, arguments.operand == "inclusion" ? inclusionIn(*head, arguments, proof) : consistencyWith(*head, arguments, proof));
  return answerOf(arguments.operand, head, held);
}

}  // namespace citycode::tools
