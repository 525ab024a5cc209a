// What the server reads from the net as text: JSON bodies, and paths, which never leave the folder of pages.
#include "http/json.h"
#include "web/web_routes.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  const std::string_view text = textOf(bytes);
  for (const std::size_t members : {1u, 2u}) {
    const auto object = server::readJsonObject(text, members);
    if (!object) continue;
    CC_HOLDS(object->is_object() && object->size() == members);
    const auto member = server::takeText(*object, "code", 64);
    CC_HOLDS(!member || member->size() <= 64);
  }
  server::isJsonType(text);
  if (const auto name = server::decodeWebPath(text)) {
    CC_HOLDS(!name->starts_with('/') && name->find("//") == std::string::npos && name->find('\\') == std::string::npos);
    CC_HOLDS(*name != ".." && !name->starts_with("../") && !name->ends_with("/..") && name->find("/../") == std::string::npos);
    CC_HOLDS(name->find('\0') == std::string::npos);
  }
}
