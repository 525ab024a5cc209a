// Emscripten wants one source of the module itself; all verbs come from the library citycode_abi.
#include "citycode_abi.h"
