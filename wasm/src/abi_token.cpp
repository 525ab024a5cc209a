// The verbs of anonymous tokens: the phone's side. The server calls the core itself.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "token/voprf.h"

namespace citycode {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> piece(ByteView bytes, std::size_t number = 0) {
  std::array<std::uint8_t, Size> array;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(number * Size), Size, array.begin());
  return array;
}

Result<Bytes> finalize(ByteView info, ByteView inputs, ByteView randoms, ByteView evaluated, ByteView proof, ByteView publicKey) {
  const std::size_t count = randoms.size() / kScalarRandomBytes;
  const bool fits = count > 0 && count <= kMaxTokenBatch && randoms.size() == count * kScalarRandomBytes &&
                    inputs.size() % count == 0 && evaluated.size() == count * kElementBytes;
  if (!fits) return Fault::RequestMalformed;
  const std::size_t inputSize = inputs.size() / count;

  std::vector<Scalar> blinds;
  blinds.reserve(count);   // the tokens borrow them
  std::vector<BlindedToken> tokens(count);
  for (std::size_t i = 0; i < count; ++i) {
    CC_TRY(blind, scalarFromRandom(randoms.subspan(i * kScalarRandomBytes, kScalarRandomBytes)));
    const ByteView input = inputs.subspan(i * inputSize, inputSize);
    CC_TRY(blinded, blindInput(OprfMode::Poprf, input, blind));
    blinds.push_back(std::move(blind));
    tokens[i] = {input, &blinds.back(), blinded, piece<kElementBytes>(evaluated, i)};
  }
  const TokenProof given{piece<kScalarBytes>(proof, 0), piece<kScalarBytes>(proof, 1)};
  CC_TRY(outputs, finalizeBoundTokens(tokens, info, piece<kElementBytes>(publicKey), given));
  Bytes bytes;
  bytes.reserve(count * kTokenOutputBytes);   // outputs leave no copies behind in memory that grew
  for (TokenOutput& output : outputs) {
    bytes.insert(bytes.end(), output.begin(), output.end());
    wipe(output);
  }
  return bytes;
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_blind_token(const uint8_t* input, size_t input_size, const uint8_t* random) {
  return answerWith([=]() -> Result<Bytes> {
    if (!random) return Fault::RequestMalformed;
    CC_TRY(view, borrowed(input, input_size));
    CC_TRY(blind, scalarFromRandom(ByteView(random, kScalarRandomBytes)));
    CC_TRY(blinded, blindInput(OprfMode::Poprf, view, blind));
    return copyOf(blinded);
  });
}

int32_t cc_finalize_tokens(const uint8_t* info, size_t info_size, const uint8_t* inputs, size_t inputs_size,
                           const uint8_t* randoms, size_t randoms_size, const uint8_t* evaluated, size_t evaluated_size,
                           const uint8_t* proof, const uint8_t* public_key) {
  return answerWith([=]() -> Result<Bytes> {
    if (!proof || !public_key) return Fault::RequestMalformed;
    CC_TRY(infoView, borrowed(info, info_size));
    CC_TRY(inputsView, borrowed(inputs, inputs_size));
    CC_TRY(randomsView, borrowed(randoms, randoms_size));
    CC_TRY(evaluatedView, borrowed(evaluated, evaluated_size));
    return finalize(infoView, inputsView, randomsView, evaluatedView, ByteView(proof, 2 * kScalarBytes),
                    ByteView(public_key, kElementBytes));
  });
}
