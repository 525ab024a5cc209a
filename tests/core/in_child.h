// Whether something holds, asked in a process of its own: reading or writing past an end ends that process, under the
// sanitizers, and the test that asked fails by its name.
#pragma once

#ifndef __EMSCRIPTEN__
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace citycode::test {

template <class Condition>
bool holdsInChild(Condition condition) {
#ifdef __EMSCRIPTEN__
  return condition();   // has no processes
#else
  const pid_t child = ::fork();
  if (child == 0) ::_exit(condition() ? 0 : 1);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
#endif
}

}  // namespace citycode::test
