# Toolchain file of the wasm presets: the Emscripten that scripts/setup fetched, or else the emcc in PATH.

include(${CMAKE_CURRENT_LIST_DIR}/cache_folder.cmake)

set(_root "${CITYCODE_CACHE_FOLDER}/emscripten/usr/share/emscripten")
if(NOT EXISTS "${_root}/emcc")
  find_program(CITYCODE_EM_CONFIG em-config)
  if(NOT CITYCODE_EM_CONFIG)
    message(FATAL_ERROR "Emscripten was not found: run scripts/setup.")
  endif()
  execute_process(COMMAND "${CITYCODE_EM_CONFIG}" EMSCRIPTEN_ROOT OUTPUT_VARIABLE _root OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
include("${_root}/cmake/Modules/Platform/Emscripten.cmake")
