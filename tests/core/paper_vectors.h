// Paper codes for tests/vectors/codes.json that the city would never write, and some that it need not.
#pragma once

#include <string>
#include <vector>

#include "test_city.h"

namespace citycode::test {

struct PaperVector {
  std::string id, why, text;
  bool withTrustList = true;
};

/// Of the city's issuer, for a desk of the identity scene at kNow.
std::vector<PaperVector> paperVectors(const TestCity& city);   // make_paper_vectors.cpp

}  // namespace citycode::test
