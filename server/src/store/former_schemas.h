// The steps between versions that both engines take alike. Nothing here changes any more, except that a version is added.
#pragma once

#include <string_view>

namespace citycode::server {

/// From version 4 to 5: offices, services that ended, ratings and figures came; nothing that was there is touched. As inWordsOf
/// (store/schema.h) takes it.
extern const std::string_view kFromVersion4;
/// From version 5 to 6: portals came; nothing that was there is touched.
extern const std::string_view kFromVersion5;
/// From version 6 to 7: portals ask people to sign in; those that were there do not yet, and nothing of theirs is touched.
extern const std::string_view kFromVersion6;
/// From version 7 to 8: people are sealed. What they were waits in former_person for the key.
extern const std::string_view kFromVersion7;

}  // namespace citycode::server
