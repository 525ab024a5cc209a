// What the server reads from the net as text: JSON bodies, and paths, of routes and of pages, whose folder they never leave.
#include "http/json.h"
#include "http/path_template.h"
#include "web/web_path.h"

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
  if (const auto parameters = server::matchPath("/v1/lists/{kid}/{day}", text)) {
    const std::string_view kid = parameters->text("kid"), day = parameters->text("day");
    CC_HOLDS(!kid.empty() && kid.size() <= server::kMaxPathParameterBytes && kid.find_first_of("/%?#\\") == std::string_view::npos);
    CC_HOLDS(text == std::string("/v1/lists/").append(kid).append("/").append(day));
    if (const auto number = parameters->number("day")) CC_HOLDS(std::to_string(*number) == day);
  }
  if (const auto name = server::decodeWebPath(text)) {
    CC_HOLDS(!name->starts_with('/') && name->find("//") == std::string::npos && name->find('\\') == std::string::npos);
    CC_HOLDS(*name != ".." && !name->starts_with("../") && !name->ends_with("/..") && name->find("/../") == std::string::npos);
    CC_HOLDS(name->find('\0') == std::string::npos);
  }
}
