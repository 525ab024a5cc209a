// The thin body of the C ABI: checks what crosses it, calls the core, keeps the answer. No rule is
// decided here.
#include "citycode_abi.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string_view>

#include "abi_internal.h"
#include "citycode/pass.h"
#include "citycode/symbol.h"
#include "citycode/verifier.h"
#include "self_test.h"
#include "verdict/report.h"
#include "verdict/verify.h"

namespace citycode {
namespace {

constexpr std::int32_t kVersion = 300;   // 0.3.0

Bytes& answer() {
  static Bytes instance;
  return instance;
}

/// The verifiers that are open, each with the handle that was given for it. No handle is given twice.
struct Verifiers {
  struct Place {
    std::int32_t handle = 0;   // 0: free
    std::unique_ptr<OpenVerifier> verifier;
  };
  std::array<Place, CC_MAX_VERIFIERS> places;
  std::int32_t lastHandle = 0;

  /// Null when nothing is open under it; of 0 a place that is free.
  Place* find(std::int32_t handle) {
    const auto place = std::ranges::find(places, handle, &Place::handle);
    return place == places.end() ? nullptr : &*place;
  }
};

Verifiers& verifiers() {
  static Verifiers instance;
  return instance;
}

std::int32_t openVerifier() {
  Verifiers& all = verifiers();
  Verifiers::Place* const place = all.find(0);
  if (!place || all.lastHandle == std::numeric_limits<std::int32_t>::max()) return 0;
  place->verifier = std::make_unique<OpenVerifier>();
  return place->handle = ++all.lastHandle;
}

void appendSymbol(Bytes& bytes, const FoundSymbol& symbol) {
  for (const PointPx& corner : symbol.corners) {
    appendU32(bytes, static_cast<std::uint32_t>(corner.x));
    appendU32(bytes, static_cast<std::uint32_t>(corner.y));
  }
  appendU32(bytes, static_cast<std::uint32_t>(symbol.version));
  appendU32(bytes, static_cast<std::uint32_t>(symbol.bytes.size()));
  bytes.insert(bytes.end(), symbol.bytes.begin(), symbol.bytes.end());
  while (bytes.size() % 4 != 0) bytes.push_back(0);
}

// What the verifier has adopted counts, unless the host remembers something newer.
Result<Bytes> loadTrustList(OpenVerifier& verifier, const std::uint8_t* list, std::size_t listSize, const std::uint8_t* anchors,
                            std::size_t anchorsSize, double now) {
  CC_TRY(bytes, borrowed(list, listSize));
  CC_TRY(kept, borrowed(anchors, anchorsSize));
  CC_TRY(before, decodeTrustAnchors(kept));
  std::optional<std::int64_t> clock;
  if (!std::isnan(now)) {
    CC_TRY(seconds, wholeSeconds(now));
    clock = seconds;
  }
  CC_CHECK(verifier.takeTrustList(bytes, before, clock));
  return ownedBytes(trustListJson(*verifier.trust, verifier.anchors));
}

/// What cc_scan_frame is given, as it came.
struct ScanCall {
  LumaView pixels;
  std::int32_t format, effort, maxSymbols;
  Showing showing;
};

bool isSound(const ScanCall& call) {
  const PartPx& part = call.showing.part;
  const bool isWhole = part == PartPx();
  const bool liesIn = part.leftPx >= 0 && part.topPx >= 0 && part.rightPx <= call.pixels.widthPx && part.bottomPx <= call.pixels.heightPx;
  return call.pixels.pixels && call.format >= 0 && call.format <= 2 && call.effort >= 0 && call.effort <= 1 && call.maxSymbols >= 1 &&
         call.maxSymbols <= static_cast<std::int32_t>(kMaxSymbolsPerImage) && (isWhole || (liesIn && !part.isEmpty()));
}

/// The one that a verdict is about first, and nothing that is cut by the edge of what is seen; nothing at all when none counts.
Result<std::vector<FoundSymbol>> inOrder(std::vector<FoundSymbol> seen) {
  CC_TRY(chosen, chooseCode(seen));
  if (chosen == seen.size()) return std::vector<FoundSymbol>();
  const auto first = seen.begin() + static_cast<std::ptrdiff_t>(chosen);
  std::rotate(seen.begin(), first, first + 1);
  std::erase_if(seen, [](const FoundSymbol& symbol) { return symbol.isCut; });
  return seen;
}

Result<Bytes> scanFrame(Sight& sight, ScanCall call) {
  if (!isSound(call)) return Fault::RequestMalformed;
  Bytes luma;
  LumaView& view = call.pixels;
  if (call.format != 0) {
    if (view.widthPx < 1 || view.heightPx < 1 || view.widthPx > kMaxImageSidePx || view.heightPx > kMaxImageSidePx) return Fault::ImageBadSize;
    const std::size_t size = static_cast<std::size_t>(view.widthPx) * view.heightPx * 4;
    CC_TRY(converted, lumaFromRgba(ByteView(view.pixels, size), view.widthPx, view.heightPx,
                                   call.format == 1 ? Fourth::Opacity : Fourth::Nothing));
    luma = std::move(converted);
    view = {luma.data(), view.widthPx, view.heightPx, view.widthPx};
  }
  const auto maxSymbols = static_cast<std::size_t>(call.maxSymbols);
  CC_TRY(found, sight.read(view, static_cast<Effort>(call.effort), maxSymbols, 0, call.showing));
  CC_TRY(symbols, maxSymbols == 1 ? Result<std::vector<FoundSymbol>>(std::move(found)) : inOrder(std::move(found)));
  Bytes bytes;
  appendU32(bytes, static_cast<std::uint32_t>(symbols.size()));
  for (const FoundSymbol& symbol : symbols) appendSymbol(bytes, symbol);
  return bytes;
}

Result<Bytes> drawCode(std::string_view text, std::int32_t level, std::int32_t form, std::int32_t pixelsPerModule) {
  if (level < 0 || level > 3 || form < 0 || form > 2) return Fault::RequestMalformed;
  CC_TRY(matrix, drawMatrix(text, static_cast<ErrorCorrection>(level)));
  const auto version = static_cast<std::uint32_t>(matrix.version);
  Bytes bytes;
  if (form == 0) {
    appendU32(bytes, static_cast<std::uint32_t>(matrix.sideModules));
    appendU32(bytes, version);
    bytes.insert(bytes.end(), matrix.dark.begin(), matrix.dark.end());
  } else if (form == 1) {
    appendU32(bytes, static_cast<std::uint32_t>(matrix.sideModules + 2 * kQuietZoneModules));
    appendU32(bytes, version);
    const std::string path = svgPath(matrix);
    bytes.insert(bytes.end(), path.begin(), path.end());
  } else {
    CC_TRY(pixels, drawPixels(matrix, pixelsPerModule));
    appendU32(bytes, static_cast<std::uint32_t>(pixels.sidePx));
    appendU32(bytes, version);
    bytes.insert(bytes.end(), pixels.rgba.begin(), pixels.rgba.end());
  }
  return bytes;
}

Result<Bytes> writePresentation(ByteView pass, const PresentationClaims& claims, const std::uint8_t* signature) {
  if (!signature) return presentationToBeSigned(pass, claims);
  CC_TRY(text, writeCode(pass, claims, ByteView(signature, kSignatureBytes)));
  return ownedBytes(text);
}

Result<Bytes> signMessage(const std::uint8_t* seed, ByteView message) {
  CC_TRY(key, SigningKey::fromSeed(ByteView(seed, kSeedBytes)));
  Bytes bytes(key.publicKey().begin(), key.publicKey().end());
  const Signature signature = key.sign(message);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return bytes;
}

}  // namespace

std::int32_t answered(const void* verb, VerbCall call) noexcept {
  try {
    answer().clear();
    Result<Bytes> result = call(verb);
    if (!result) return refusal(result.fault());
    answer() = *std::move(result);
    return 0;
  } catch (...) {
    return refusal(Fault::InternalBug);
  }
}

std::int32_t answeredOf(std::int32_t verifier, const void* verb, VerbOfCall call) noexcept {
  return answerWith([=]() -> Result<Bytes> {
    const Verifiers::Place* const place = verifier == 0 ? nullptr : verifiers().find(verifier);
    if (!place) return Fault::RequestMalformed;
    return call(verb, *place->verifier);
  });
}

}  // namespace citycode

using namespace citycode;

int32_t cc_version(void) { return kVersion; }

int32_t cc_self_test(void) {
  return answerWith([]() -> Result<Bytes> {
    if (!startCrypto() || !signsAndVerifies()) return Fault::InternalBug;
    return Bytes();
  });
}

int32_t cc_verifier_open(void) {
  try {
    return openVerifier();
  } catch (...) {
    return 0;   // memory is out
  }
}

int32_t cc_verifier_close(int32_t verifier) {
  return answerWith([=]() -> Result<Bytes> {
    Verifiers::Place* const place = verifier == 0 ? nullptr : verifiers().find(verifier);
    if (!place) return Fault::RequestMalformed;
    *place = {};
    return Bytes();
  });
}

void* cc_alloc(size_t size) { return std::malloc(std::max<std::size_t>(size, 1)); }
void cc_free(void* pointer) { std::free(pointer); }

const uint8_t* cc_answer_data(void) { return answer().data(); }
size_t cc_answer_size(void) { return answer().size(); }

int32_t cc_load_trust_list(int32_t verifier, const uint8_t* list, size_t list_size, const uint8_t* anchors, size_t anchors_size,
                           double now) {
  return answerOf(verifier, [=](OpenVerifier& of) { return loadTrustList(of, list, list_size, anchors, anchors_size, now); });
}

int32_t cc_verify_code(int32_t verifier, const uint8_t* text, size_t text_size, double now, const uint8_t* scope, size_t scope_size,
                       const uint8_t* venue, size_t venue_size, const uint8_t* nonce, size_t nonce_size) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(untrusted, borrowedText(text, text_size));
    VerifyRequest request;
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(scopeName, borrowedText(scope, scope_size));
    CC_TRY(venueId, borrowedText(venue, venue_size));
    CC_TRY(challenge, borrowedNonce(nonce, nonce_size));
    request.nowUnixSeconds = seconds;
    request.scopeName = scopeName;
    request.venueId = venueId;
    request.nonce = challenge;
    request.clockAheadSeconds = of.clockAheadSeconds;
    return ownedBytes(verdictJson(of.verify(untrusted, request)));
  });
}

int32_t cc_tell_clock_ahead(int32_t verifier, double seconds) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(whole, wholeSeconds(seconds));
    of.clockAheadSeconds = whole;
    return Bytes();
  });
}

int32_t cc_confirm_time(int32_t verifier, double server, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(told, wholeSeconds(server));
    CC_TRY(seconds, wholeSeconds(now));
    of.workClock.serverSaid(told, seconds);
    return Bytes();
  });
}

int32_t cc_scan_frame(int32_t verifier, const uint8_t* pixels, int32_t width, int32_t height, int32_t stride, int32_t format,
                      int32_t effort, int32_t max_symbols, int32_t left, int32_t top, int32_t right, int32_t bottom,
                      double taken_ms) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    static const bool readsItself = drawsAndReads();   // by the first frame: a page that only shows codes never pays for it
    if (!readsItself) return Fault::InternalBug;
    return scanFrame(of.sight, {{pixels, width, height, stride}, format, effort, max_symbols, {{left, top, right, bottom}, taken_ms}});
  });
}

int32_t cc_draw_code(const uint8_t* text, size_t text_size, int32_t level, int32_t form, int32_t pixels_per_module) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowedText(text, text_size));
    return drawCode(view, level, form, pixels_per_module);
  });
}

int32_t cc_read_pass(const uint8_t* pass, size_t pass_size) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowed(pass, pass_size));
    CC_TRY(claims, readUnverifiedPass(view));
    return ownedBytes(passClaimsJson(claims));
  });
}

int32_t cc_write_presentation(const uint8_t* pass, size_t pass_size, const uint8_t* audience, size_t audience_size,
                              double issued, const uint8_t* nonce, size_t nonce_size, const uint8_t* signature) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(passBytes, borrowed(pass, pass_size));
    CC_TRY(audienceText, borrowedText(audience, audience_size));
    CC_TRY(seconds, wholeSeconds(issued));
    CC_TRY(challenge, borrowedNonce(nonce, nonce_size));
    if (seconds != slotStart(seconds)) return Fault::PresentationBadValue;
    PresentationClaims claims;
    claims.audience = audienceText;
    claims.issuedUnixSeconds = seconds;
    if (challenge) claims.nonce = copyOf(*challenge);
    return writePresentation(passBytes, claims, signature);
  });
}

int32_t cc_sign(const uint8_t* seed, const uint8_t* message, size_t message_size) {
  return answerWith([=]() -> Result<Bytes> {
    if (!seed) return Fault::RequestMalformed;
    CC_TRY(view, borrowed(message, message_size));
    return signMessage(seed, view);
  });
}

int32_t cc_verify_signature(const uint8_t* key, const uint8_t* message, size_t message_size, const uint8_t* signature) {
  return answerWith([=]() -> Result<Bytes> {
    if (!key || !signature) return Fault::RequestMalformed;
    CC_TRY(view, borrowed(message, message_size));
    if (!verifySignature(ByteView(key, kPublicKeyBytes), view, ByteView(signature, kSignatureBytes)))
      return Fault::SignatureHolderMismatch;
    return Bytes();
  });
}
