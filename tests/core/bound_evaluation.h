// Keys that are bound for one call alone: a server keeps them (server/src/city/rating_keys.h), a test has no use for them afterwards.
#pragma once

#include "rating/rating.h"
#include "token/voprf.h"

namespace citycode {

inline Result<ProvenEvaluation> evaluateBoundBatch(const TokenKey& key, ByteView info, std::span<const Element> blinded, const Scalar& proofRandom) {
  CC_TRY(bound, BoundTokenKey::of(key, info));
  return evaluateBoundBatch(bound, blinded, proofRandom);
}

inline Result<TokenOutput> evaluateBoundInput(const TokenKey& key, ByteView info, ByteView input) {
  CC_TRY(bound, BoundTokenKey::of(key, info));
  return evaluateBoundInput(bound, input);
}

/// A public input that no key can be bound to has no good token.
inline Result<Done> verifyBoundToken(const TokenKey& key, ByteView info, ByteView input, ByteView output) {
  const auto bound = BoundTokenKey::of(key, info);
  if (!bound) return Fault::TokenBadProof;
  return verifyBoundToken(*bound, input, output);
}

inline Result<Done> verifyRating(const TokenKey& key, const Rating& rating) {
  CC_TRY(info, encodeRatedService(rating.service));
  CC_TRY(bound, BoundTokenKey::of(key, info));
  return verifyRating(bound, rating);
}

}  // namespace citycode
