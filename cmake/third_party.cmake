# Third-party libraries, built from the pinned sources in the cache with this preset's own flags:
#   citycode::sodium      libsodium (one source for native and wasm)
#   citycode::zxing       ZXing-C++, QR reader only (built only by who links it)
#   citycode::qrcodegen   QR-Code-generator (draws codes)
#   citycode::deflate     libdeflate (zlib streams; what packs is dropped where nothing calls it)
#   nlohmann_json::nlohmann_json
#   citycode::beast       Boost.Beast and Asio, compiled once (native only)
#   citycode::sqlite      SQLite (native only)
#   citycode::libpq       PostgreSQL's C library (native only)
#   citycode::csv         libcsv: reads CSV (native only)
#   citycode::utf8proc    utf8proc: Unicode normalization (native only)
#   citycode::toml        toml++, header only (native only)
#   citycode::prometheus  prometheus-cpp: numbers and their text format, without its web server (native only)

include(${CMAKE_CURRENT_LIST_DIR}/cache_folder.cmake)
set(CITYCODE_CMAKE_FOLDER ${CMAKE_CURRENT_LIST_DIR})

# Finds the unpacked source of one line of pins.txt.
function(citycode_source name variable)
  file(STRINGS ${CITYCODE_CMAKE_FOLDER}/pins.txt line REGEX "^${name} ")
  if(NOT line MATCHES "^${name} ([^ ]+) (............)")
    message(FATAL_ERROR "cmake/pins.txt has no line for ${name}.")
  endif()
  set(folder "${CITYCODE_CACHE_FOLDER}/src/${name}-${CMAKE_MATCH_1}-${CMAKE_MATCH_2}")
  if(NOT IS_DIRECTORY "${folder}")
    message(FATAL_ERROR "The source of ${name} ${CMAKE_MATCH_1} is not in the cache: run scripts/setup.")
  endif()
  set(${variable} "${folder}" PARENT_SCOPE)
endfunction()

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CITYCODE_CMAKE_FOLDER}/pins.txt)
citycode_source(pynacl _pynacl)
citycode_source(zxing-cpp _zxing)
citycode_source(qrcodegen _qrcodegen)
citycode_source(libdeflate _libdeflate)

# ---- libsodium: its own configure takes minutes under Emscripten, so the files are compiled directly ----------
# The definitions are those of libsodium's build.zig, less what only hand-written assembly needs.

set(_sodium ${_pynacl}/src/libsodium/src/libsodium)
file(GLOB_RECURSE _sodium_files ${_sodium}/*.c)
set(_sodium_include ${CMAKE_BINARY_DIR}/third_party/sodium/include)
file(READ ${_pynacl}/src/libsodium/builds/msvc/version.h _version)
string(REPLACE "\"export.h\"" "<sodium/export.h>" _version "${_version}")
file(CONFIGURE OUTPUT ${_sodium_include}/sodium/version.h CONTENT "${_version}" @ONLY)

if(EMSCRIPTEN)
  # The SIMD variants hold nothing for wasm, and no page can be locked or guarded there.
  list(FILTER _sodium_files EXCLUDE REGEX "(-|_)(sse2|ssse3|sse41|avx2|avx512f|aesni|armcrypto|dolbeau)[^/]*\\.c$|/(aesni|armcrypto)/|/internal/randombytes_internal|randombytes_sysrandom")
  list(APPEND _sodium_files ${CITYCODE_CMAKE_FOLDER}/wasm_randombytes.c ${CITYCODE_CMAKE_FOLDER}/wasm_base_point.c)
  # libsodium's own source of randomness for Emscripten wants CommonJS; ours asks the host through getentropy.
  set_source_files_properties(${_sodium}/randombytes/randombytes.c PROPERTIES
    COMPILE_OPTIONS "-U__EMSCRIPTEN__;-include;${CITYCODE_CMAKE_FOLDER}/wasm_randombytes.h")
endif()
add_library(citycode_sodium STATIC EXCLUDE_FROM_ALL ${_sodium_files})
add_library(citycode::sodium ALIAS citycode_sodium)
target_include_directories(citycode_sodium SYSTEM INTERFACE ${_sodium}/include ${_sodium_include})
target_include_directories(citycode_sodium PRIVATE
  ${_sodium}/include ${_sodium_include} ${_sodium}/include/sodium ${_sodium_include}/sodium)
target_compile_definitions(citycode_sodium PUBLIC SODIUM_STATIC=1 PRIVATE
  CONFIGURED=1 _GNU_SOURCE=1 NATIVE_LITTLE_ENDIAN=1
  HAVE_INTTYPES_H=1 HAVE_STDINT_H=1 HAVE_POSIX_MEMALIGN=1 HAVE_SYS_PARAM_H=1 HAVE_CLOCK_GETTIME=1 HAVE_NANOSLEEP=1)
target_compile_options(citycode_sodium PRIVATE -w -fno-strict-aliasing -fno-strict-overflow -fwrapv)
if(EMSCRIPTEN)
  # Nobody calls the library's own function then, and the linker drops it with its table (docs/adr/0011).
  target_link_options(citycode_sodium INTERFACE LINKER:--wrap=ge25519_scalarmult_base)
else()
  target_compile_definitions(citycode_sodium PRIVATE
    HAVE_TI_MODE=1 HAVE_INLINE_ASM=1 HAVE_ATOMIC_OPS=1 HAVE_C11_MEMORY_FENCES=1 HAVE_GCC_MEMORY_FENCES=1
    HAVE_WEAK_SYMBOLS=1 TLS=_Thread_local HAVE_CATCHABLE_ABRT=1 HAVE_CATCHABLE_SEGV=1 HAVE_RAISE=1 HAVE_GETPID=1
    HAVE_MADVISE=1 HAVE_MLOCK=1 HAVE_MMAP=1 HAVE_MPROTECT=1 HAVE_SYSCONF=1 HAVE_SYS_MMAN_H=1
    HAVE_SYS_AUXV_H=1 HAVE_SYS_RANDOM_H=1 HAVE_PTHREAD=1 HAVE_PTHREAD_PRIO_INHERIT=1)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
    target_compile_definitions(citycode_sodium PRIVATE
      HAVE_CPUID=1 HAVE_MMINTRIN_H=1 HAVE_EMMINTRIN_H=1 HAVE_PMMINTRIN_H=1 HAVE_TMMINTRIN_H=1 HAVE_SMMINTRIN_H=1
      HAVE_AVXINTRIN_H=1 HAVE_AVX2INTRIN_H=1 HAVE_AVX512FINTRIN_H=1 HAVE_WMMINTRIN_H=1 HAVE_RDRAND=1)
  endif()
  # Its arithmetic shifts and wraps on purpose; AddressSanitizer stays on.
  if(CMAKE_C_FLAGS MATCHES "sanitize=")
    target_compile_options(citycode_sodium PRIVATE -fno-sanitize=undefined)
  endif()
  find_package(Threads REQUIRED)
  target_link_libraries(citycode_sodium PUBLIC Threads::Threads)
endif()

# ---- ZXing-C++: reader of QR codes only -------------------------------------------------------------------------

set(BUILD_SHARED_LIBS OFF)
set(ZXING_READERS ON CACHE INTERNAL "")
set(ZXING_WRITERS OFF CACHE INTERNAL "")
set(ZXING_C_API OFF CACHE INTERNAL "")
set(ZXING_ENABLE_QRCODE ON CACHE INTERNAL "")
foreach(_format 1D AZTEC DATAMATRIX MAXICODE PDF417)
  set(ZXING_ENABLE_${_format} OFF CACHE INTERNAL "")
endforeach()
set(ZXING_USE_BUNDLED_ZINT OFF CACHE INTERNAL "")
add_subdirectory(${_zxing}/core ${CMAKE_BINARY_DIR}/third_party/zxing EXCLUDE_FROM_ALL)
target_compile_options(ZXing PRIVATE -w)
add_library(citycode_zxing INTERFACE)
add_library(citycode::zxing ALIAS citycode_zxing)
target_link_libraries(citycode_zxing INTERFACE ZXing)
target_include_directories(citycode_zxing SYSTEM INTERFACE ${_zxing}/core/src ${CMAKE_BINARY_DIR}/third_party/zxing)
citycode_precompiled(ZXing <algorithm> <array> <functional> <memory> <optional> <string> <vector>)
# Make the library's own include folders SYSTEM too, or its headers would meet our -Werror.
get_target_property(_zxing_includes ZXing INTERFACE_INCLUDE_DIRECTORIES)
set_target_properties(ZXing PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${_zxing_includes}")

# ---- QR-Code-generator ------------------------------------------------------------------------------------------

add_library(citycode_qrcodegen STATIC EXCLUDE_FROM_ALL ${_qrcodegen}/cpp/qrcodegen.cpp)
add_library(citycode::qrcodegen ALIAS citycode_qrcodegen)
target_include_directories(citycode_qrcodegen SYSTEM INTERFACE ${_qrcodegen}/cpp)
target_compile_options(citycode_qrcodegen PRIVATE -w)

# ---- libdeflate: zlib streams only; its own build file adds nothing but a shared library ---------------------------

add_library(citycode_deflate STATIC EXCLUDE_FROM_ALL
  ${_libdeflate}/lib/adler32.c ${_libdeflate}/lib/deflate_compress.c ${_libdeflate}/lib/deflate_decompress.c
  ${_libdeflate}/lib/utils.c ${_libdeflate}/lib/zlib_compress.c ${_libdeflate}/lib/zlib_decompress.c
  ${_libdeflate}/lib/arm/cpu_features.c ${_libdeflate}/lib/x86/cpu_features.c)
add_library(citycode::deflate ALIAS citycode_deflate)
target_include_directories(citycode_deflate SYSTEM PUBLIC ${_libdeflate})
target_compile_options(citycode_deflate PRIVATE -w)

citycode_fuzzed(citycode_sodium ZXing citycode_qrcodegen citycode_deflate)

# ---- nlohmann/json: a folder with this one library's headers, so that /usr/include is not on a cross-compiler's path

add_library(citycode_json INTERFACE)
add_library(nlohmann_json::nlohmann_json ALIAS citycode_json)
target_include_directories(citycode_json SYSTEM INTERFACE ${CITYCODE_CACHE_FOLDER}/include)

# ---- What only the server uses ----------------------------------------------------------------------------------

if(NOT EMSCRIPTEN)
  set(Boost_NO_WARN_NEW_VERSIONS ON)
  find_package(Boost 1.81 REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(PostgreSQL 15 REQUIRED)
  find_package(OpenSSL 3 REQUIRED)
  # Separate compilation: Asio's and Beast's own code is compiled once here, not in every file that includes it.
  add_library(citycode_beast STATIC EXCLUDE_FROM_ALL ${CITYCODE_CMAKE_FOLDER}/beast.cpp)
  add_library(citycode::beast ALIAS citycode_beast)
  target_compile_definitions(citycode_beast PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
  target_include_directories(citycode_beast SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
  target_compile_options(citycode_beast PRIVATE -w $<$<BOOL:${CITYCODE_SANITIZED}>:-O0>)
  target_link_libraries(citycode_beast PUBLIC Threads::Threads OpenSSL::SSL)
  add_library(citycode::sqlite ALIAS SQLite::SQLite3)
  add_library(citycode::libpq ALIAS PostgreSQL::PostgreSQL)
  foreach(_name csv utf8proc)
    find_library(CITYCODE_${_name} ${_name} REQUIRED)
    find_path(CITYCODE_${_name}_HEADERS ${_name}.h REQUIRED)
    add_library(citycode_${_name} INTERFACE)
    target_include_directories(citycode_${_name} SYSTEM INTERFACE ${CITYCODE_${_name}_HEADERS})
    target_link_libraries(citycode_${_name} INTERFACE ${CITYCODE_${_name}})
    add_library(citycode::${_name} ALIAS citycode_${_name})
  endforeach()

  citycode_source(pytomlpp _pytomlpp)
  add_library(citycode_toml INTERFACE)
  add_library(citycode::toml ALIAS citycode_toml)
  target_include_directories(citycode_toml SYSTEM INTERFACE ${_pytomlpp}/third_party/tomlplusplus/include)
  target_compile_definitions(citycode_toml INTERFACE TOML_EXCEPTIONS=0 TOML_ENABLE_FORMATTERS=0)

  # Its core alone: the rest is a web server and a client for pushing, and ours answers.
  citycode_source(prometheus-cpp _prometheus)
  set(_prometheus ${_prometheus}/core)
  set(_prometheus_include ${CMAKE_BINARY_DIR}/third_party/prometheus/include)
  file(CONFIGURE OUTPUT ${_prometheus_include}/prometheus/detail/core_export.h CONTENT "#define PROMETHEUS_CPP_CORE_EXPORT\n" @ONLY)
  file(GLOB _prometheus_files ${_prometheus}/src/*.cc ${_prometheus}/src/detail/*.cc)
  add_library(citycode_prometheus STATIC EXCLUDE_FROM_ALL ${_prometheus_files})
  add_library(citycode::prometheus ALIAS citycode_prometheus)
  target_include_directories(citycode_prometheus SYSTEM PUBLIC ${_prometheus}/include ${_prometheus_include})
  target_compile_options(citycode_prometheus PRIVATE -w)
endif()
