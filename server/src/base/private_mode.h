// Files and folders that only this user may look into. A restore often brings them back readable by everybody.
#pragma once

#include <string>

#include "base/start_failure.h"
#include "citycode/result.h"

namespace citycode::server {

/// Takes away what others may do, and says so in a sentence on standard error; `what` begins it, "The key file".
/// Links are followed. What is absent is left to whoever needs it; what belongs to root and is given to a group of this user's,
/// as containers mount it, is left too. Failure: store/no-permission when others may look into it and this user cannot change that.
Started<Done> keepPrivate(const std::string& what, const std::string& path);

/// Whether it is there and only this user may look into it, or a group that root gave it to, as above. Changes nothing.
bool isPrivate(const std::string& path);

}  // namespace citycode::server
