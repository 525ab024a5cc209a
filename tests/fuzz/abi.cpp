// The C ABI: any calls in any order, of two verifiers and of none, with memory that is really there. No refusal has an answer, every status is known.
#include "citycode_abi.h"

#include <cmath>

#include "../core/test_city.h"
#include "citycode/result.h"
#include "fuzz.h"
#include "signing/sealed_seed.h"

namespace citycode::fuzz {
namespace {

constexpr int kMaxCalls = 8;
constexpr int kVerbs = 37;
constexpr int kFaults = 0
#define CC_FAULT(enumerator, id, status, retryable) +1
#include "citycode/faults.def"
#undef CC_FAULT
    ;

double seconds(Input& input) {
  switch (input.byte() % 4) {
    case 0: return static_cast<double>(test::kNow);
    case 1: return std::nan("");
    case 2: return -1e300;
    default: return static_cast<double>(static_cast<std::int64_t>(input.number(8)));
  }
}

/// NULL now and then; else a copy of its own, so that AddressSanitizer sees its borders.
struct Memory {
  explicit Memory(ByteView bytes, std::size_t atLeast = 0) : copy(bytes.begin(), bytes.end()) { copy.resize(std::max(copy.size(), atLeast)); }
  const std::uint8_t* data() const { return copy.empty() ? nullptr : copy.data(); }
  std::size_t size() const { return copy.size(); }
  Bytes copy;
};

std::int32_t writePortalRequest(std::int32_t verifier, Input& input) {
  const Memory record(input.part()), scene(input.part()), purpose(input.part()), required(input.part()), optional(input.part());
  const Memory nonce(input.part()), anchor(input.part()), address(input.part()), signature(input.part());
  const double issued = seconds(input);
  return cc_write_portal_request(verifier, record.data(), record.size(), scene.data(), scene.size(), purpose.data(), purpose.size(), required.data(),
                                 required.size(), optional.data(), optional.size(), nonce.data(), nonce.size(), anchor.data(), anchor.size(),
                                 address.data(), address.size(), issued, seconds(input), signature.size() == 64 ? signature.data() : nullptr);
}

std::int32_t scan(std::int32_t verifier, Input& input) {
  const auto width = static_cast<std::int32_t>(input.byte() % 40), height = static_cast<std::int32_t>(input.byte() % 40);
  const std::int32_t stride = width + input.byte() % 3 - 1, format = input.byte() % 4;
  const Memory pixels(input.part(), static_cast<std::size_t>(std::max(stride, width)) * height * 4);
  const std::int32_t effort = input.byte() % 3, most = input.byte() % 20;
  const auto edge = [&] { return static_cast<std::int32_t>(input.byte() % 48) - 2; };
  const bool isPart = input.byte() % 2;
  const std::int32_t left = isPart ? edge() : 0, top = isPart ? edge() : 0, right = isPart ? edge() : 0, bottom = isPart ? edge() : 0;
  return cc_scan_frame(verifier, pixels.data(), width, height, stride, format, effort, most, left, top, right, bottom, input.byte() * 100.0);
}

std::int32_t verifyText(std::int32_t verifier, Input& input) {
  const Memory text(input.part()), scope(input.part()), venue(input.part()), nonce(input.part());
  return cc_verify_code(verifier, text.data(), text.size(), seconds(input), scope.data(), scope.size(), venue.data(), venue.size(),
                        nonce.data(), nonce.size());
}

std::int32_t present(Input& input) {
  const Memory pass(input.part()), audience(input.part()), nonce(input.part()), signature(input.part(), 64);
  return cc_write_presentation(pass.data(), pass.size(), audience.data(), audience.size(), seconds(input), nonce.data(),
                               nonce.size(), input.byte() % 2 ? signature.data() : nullptr);
}

std::int32_t loadStatusList(std::int32_t verifier, Input& input) {
  const Memory list(input.part());
  return cc_load_status_list(verifier, list.data(), list.size(), seconds(input));
}

std::int32_t blindToken(Input& input) {
  const Memory text(input.part()), random(input.part(), 64);
  return cc_blind_token(text.data(), text.size(), input.byte() % 8 ? random.data() : nullptr);
}

std::int32_t finalizeTokens(Input& input) {
  const Memory info(input.part()), inputs(input.part()), randoms(input.part()), evaluated(input.part()), proof(input.part(), 64), key(input.part(), 32);
  return cc_finalize_tokens(info.data(), info.size(), inputs.data(), inputs.size(), randoms.data(), randoms.size(), evaluated.data(),
                            evaluated.size(), proof.data(), key.data());
}

std::int32_t loadCheckpoint(std::int32_t verifier, Input& input) {
  const Memory note(input.part()), logKey(input.part()), witnesses(input.part()), proof(input.part());
  const std::int32_t needed = input.byte() % 5 - 1;
  return cc_load_checkpoint(verifier, note.data(), note.size(), logKey.data(), logKey.size(), witnesses.data(), witnesses.size(), needed,
                            seconds(input), proof.data(), proof.size());
}

std::int32_t verifyInclusion(std::int32_t verifier, Input& input) {
  const Memory entry(input.part()), proof(input.part());
  const double index = input.byte() % 2 ? input.byte() : seconds(input);
  return cc_verify_inclusion(verifier, entry.data(), entry.size(), index, proof.data(), proof.size());
}

std::int32_t shareReplay(std::int32_t verifier, Input& input) {
  const Memory venue(input.part());
  const double since = seconds(input);
  return cc_share_replay(verifier, venue.data(), venue.size(), since, seconds(input));
}

std::int32_t signShare(Input& input) {
  const Memory payload(input.part()), terminal(input.part(), 32), signature(input.part(), 64);
  const std::uint8_t how = input.byte();
  return cc_sign_share(payload.data(), payload.size(), how & 1 ? nullptr : terminal.data(), how & 2 ? signature.data() : nullptr);
}

std::int32_t mergeReplay(std::int32_t verifier, Input& input) {
  const Memory share(input.part()), venue(input.part()), terminals(input.part());
  return cc_merge_replay(verifier, share.data(), share.size(), venue.data(), venue.size(), terminals.data(), terminals.size(), seconds(input));
}

std::int32_t loadReplay(std::int32_t verifier, Input& input) {
  const Memory saved(input.part());
  return cc_load_replay(verifier, saved.data(), saved.size(), seconds(input));
}

std::int32_t writeRating(Input& input) {
  const Memory service(input.part()), token(input.part(), 32), output(input.part(), 64), indicators(input.part()), reasons(input.part()), text(input.part()),
      digest(input.part(), 32);
  const double level = input.byte();
  const std::uint8_t how = input.byte();
  return cc_write_rating(service.data(), service.size(), how & 4 ? nullptr : token.data(), how & 8 ? nullptr : output.data(), how & 2 ? level / 2 : level,
                         indicators.data(), indicators.size(), reasons.data(), reasons.size(), text.data(), text.size(), how & 1 ? digest.data() : nullptr);
}

/// Opens what was just sealed, or what the input has made of it.
std::int32_t signSealed(Input& input) {
  const Memory wrappingKey(input.part(), 32), seed(input.part(), 32), nonce(input.part(), 24), message(input.part());
  CC_HOLDS(cc_seal_seed(wrappingKey.data(), seed.data(), nonce.data()) == 0 && cc_answer_size() == 32 + kSealedSeedBytes);
  const ByteView answer(cc_answer_data(), cc_answer_size());
  const Memory publicKey(answer.first(32)), good(answer.subspan(32));
  Bytes bent = good.copy;
  const std::size_t at = input.byte();
  const std::uint8_t change = input.byte();
  if (at < bent.size()) bent[at] ^= change;
  bent.resize(bent.size() + input.byte() % 4 - 1);
  const Memory sealed(bent);
  const std::int32_t status = cc_sign_sealed(wrappingKey.data(), publicKey.data(), sealed.data(), sealed.size(), message.data(), message.size());
  CC_HOLDS(status == (sealed.copy == good.copy ? 0 : 1 + static_cast<std::int32_t>(Fault::KeySealBroken)));
  return status;
}

std::int32_t call(int verb, std::int32_t verifier, Input& input) {
  switch (verb) {
    case 0: { const Memory list(input.part()), anchors(input.part());
              return cc_load_trust_list(verifier, list.data(), list.size(), anchors.data(), anchors.size(), seconds(input)); }
    case 1: return verifyText(verifier, input);
    case 2: return scan(verifier, input);
    case 3: { const Memory text(input.part()); const std::int32_t level = input.byte() % 6 - 1, form = input.byte() % 5 - 1;
              return cc_draw_code(text.data(), text.size(), level, form, input.byte() % 8); }
    case 4: { const Memory pass(input.part()); return cc_read_pass(pass.data(), pass.size()); }
    case 5: return present(input);
    case 6: { const Memory seed(input.part(), 32), message(input.part()); return cc_sign(seed.data(), message.data(), message.size()); }
    case 7: { const Memory key(input.part(), 32), message(input.part()), signature(input.part(), 64);
              return cc_verify_signature(key.data(), message.data(), message.size(), signature.data()); }
    case 8: return cc_read_pass(nullptr, input.number(4));
    case 9: return loadStatusList(verifier, input);
    case 10: return blindToken(input);
    case 11: return finalizeTokens(input);
    case 12: return loadCheckpoint(verifier, input);
    case 13: return verifyInclusion(verifier, input);
    case 14: return shareReplay(verifier, input);
    case 15: return signShare(input);
    case 16: return mergeReplay(verifier, input);
    case 17: return cc_save_replay(verifier, seconds(input));
    case 18: { const Memory list(input.part()); const std::int32_t kind = input.byte() % 4, size = input.byte() * 4 - 8;
              return cc_split_list(list.data(), list.size(), kind, size); }
    case 19: { const Memory text(input.part()); const std::int32_t kind = input.byte() % 4;
              return cc_join_list_part(verifier, text.data(), text.size(), kind, input.byte() % 2); }
    case 20: { const Memory record(input.part()); return cc_read_venue(verifier, record.data(), record.size(), seconds(input)); }
    case 21: { const Memory asked(input.part()), id(input.part()); return cc_read_portal_request(verifier, asked.data(), asked.size(), id.data(), id.size(), seconds(input)); }
    case 22: return loadReplay(verifier, input);
    case 24: return cc_verifier_close(verifier);
    case 25: { const Memory ticket(input.part()); return cc_read_ticket(verifier, ticket.data(), ticket.size(), seconds(input)); }
    case 26: return writeRating(input);
    case 27: { const Memory text(input.part()); return cc_screen_text(text.data(), text.size()); }
    case 28: { const Memory asked(input.part()), code(input.part()), returned(input.part()), seed(input.part(), 32);
              return cc_seal_portal_answer(asked.data(), asked.size(), code.data(), code.size(), returned.data(), returned.size(), seed.data()); }
    case 29: { const Memory secret(input.part(), 32); return cc_load_portal_key(verifier, secret.data()); }
    case 30: return writePortalRequest(verifier, input);
    case 31: { const Memory secret(input.part()); return cc_portal_anchor(secret.data(), secret.size()); }
    case 32: { const Memory asked(input.part()), secret(input.part());
              return cc_write_portal_code(asked.data(), asked.size(), secret.data(), secret.size(), input.byte() % 2 ? input.byte() : seconds(input)); }
    case 33: { const Memory asked(input.part()), answer(input.part());
              return cc_judge_portal_answer(verifier, asked.data(), asked.size(), answer.data(), answer.size(), seconds(input)); }
    case 34: { const Memory bytes(input.part()); return cc_hash(bytes.data(), bytes.size()); }
    case 35: return signSealed(input);
    case 36: { const Memory wrappingKey(input.part(), 32), publicKey(input.part(), 32), sealed(input.part()), message(input.part());
              return cc_sign_sealed(wrappingKey.data(), publicKey.data(), sealed.data(), sealed.size(), message.data(), message.size()); }
    default: { const double server = seconds(input); return cc_confirm_time(verifier, server, seconds(input)); }
  }
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  // Seeds, whose bytes are verbs, have the first; 0 is nobody's handle.
  const std::int32_t handles[] = {cc_verifier_open(), cc_verifier_open(), 0};
  CC_HOLDS(handles[0] > 0 && handles[1] > handles[0]);
  for (int i = 0; i < kMaxCalls && !input.atEnd(); ++i) {
    const std::uint8_t which = input.byte();
    const std::int32_t status = call(which % kVerbs, handles[which / kVerbs % 3], input);
    CC_HOLDS(status >= 0 && status <= kFaults);
    CC_HOLDS(status != 1 + static_cast<std::int32_t>(Fault::InternalBug));
    CC_HOLDS(status == 0 || cc_answer_size() == 0);
    CC_HOLDS(cc_answer_size() == 0 || cc_answer_data() != nullptr);
  }
  for (const std::int32_t handle : handles) {
    const bool isOpen = cc_save_replay(handle, 0) == 0;
    CC_HOLDS((cc_verifier_close(handle) == 0) == isOpen);
    CC_HOLDS(cc_save_replay(handle, 0) != 0 && cc_answer_size() == 0);
  }
}

}  // namespace citycode::fuzz
