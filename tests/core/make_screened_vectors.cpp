// Of make_vectors: prints tests/vectors/screened-texts.json: what is published of texts.
#include <iostream>

#include "rating/screened_text.h"
#include "screened_texts.h"
#include "vector_file.h"

namespace citycode {

void printScreenedTexts() {
  test::Json vectors = test::Json::array();
  for (const auto& [id, why, text, screened] : test::kScreenedTexts)
    vectors.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"input", {{"text", text}}}, {"expect", {{"text", screenedText(text)}}}});
  const test::Json file{{"about", "Texts and what may be published of them; written by tests/core/make_screened_vectors.cpp."}, {"vectors", std::move(vectors)}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
