# Every suite of scripts/test, as CTest reads it: CTest is the scheduler (docs/adr/0041). Two run side by side; one build at
# a time, which uses both cores when nothing else wants them.
#
# suite(NAME NEEDS build... READS path... LIMIT seconds COST seconds COMMAND command...)
#   NEEDS   builds that must have succeeded; they are run with it
#   READS   what it can notice a change of: paths from the top, by their beginning; changed ones run first
#   LIMIT   it is ended after so many seconds, several times what it takes on a busy machine
#   COST    about the seconds it takes: what takes longest begins first
#   LOCK    no two suites with the same one at a time
# build(NAME …) is the same for what others need.

set(_top ${CMAKE_CURRENT_LIST_DIR}/..)
set(_changed "$ENV{CITYCODE_CHANGED}")   # paths, with ; between

function(suite name)
  cmake_parse_arguments(PARSE_ARGV 1 _suite "" "LIMIT;COST;LOCK" "NEEDS;READS;COMMAND")
  set(_cost ${_suite_COST})
  foreach(_path IN LISTS _changed)
    foreach(_read IN LISTS _suite_READS)
      string(FIND "${_path}" "${_read}" _at)
      if(_at EQUAL 0)
        math(EXPR _cost "10000 + ${_suite_COST}")
      endif()
    endforeach()
  endforeach()
  # scripts/suite ends it at its limit and says so; CTest's own limit is for the case that even this hangs.
  math(EXPR _last "${_suite_LIMIT} + 60")
  add_test(${name} ${_top}/scripts/suite ${name} ${_suite_LIMIT} ${_suite_COMMAND})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${_last} COST ${_cost}
    FIXTURES_REQUIRED "${_suite_NEEDS}" RESOURCE_LOCK "${_suite_LOCK}")
endfunction()

function(build name)
  suite(${name} LOCK compiler ${ARGN})
  set_tests_properties(${name} PROPERTIES FIXTURES_SETUP ${name})
endfunction()

set(_core core tests/vectors cmake CMakeLists.txt CMakePresets.json)

# What takes longest, the journeys, needs these four: they come first.
build(build-wasm READS ${_core} wasm LIMIT 1800 COST 400 COMMAND build wasm:citycode_module,citycode_holder_module,citycode_verifier_module)
build(build-baseline READS ${_core} wasm LIMIT 1800 COST 390 COMMAND build wasm-baseline:citycode_module,citycode_holder_module,citycode_verifier_module)
build(build-native READS ${_core} wasm server LIMIT 1800 COST 380 COMMAND build native)
build(build-web READS ${_core} wasm web server/openapi.json LIMIT 600 COST 370 NEEDS build-wasm build-baseline COMMAND build-web)
build(build-server READS ${_core} server tests/server LIMIT 1800 COST 300 COMMAND build asan:citycode_server_tests)
build(build-core READS ${_core} wasm tests/core tests/wasm LIMIT 1800 COST 290 COMMAND build asan:rulebook_tests)
build(build-fuzz READS ${_core} wasm server/src/base server/src/http server/src/web tests/fuzz LIMIT 1800 COST 280 COMMAND build asan:fuzzers)
build(build-core-wasm READS ${_core} tests/core LIMIT 1800 COST 270 NEEDS build-wasm COMMAND build wasm:core_tests)

suite(layers READS core wasm server web tests scripts LIMIT 60 COST 2 COMMAND check scripts/check-layers)
suite(paths READS core wasm server web scripts docs/house.md LIMIT 60 COST 2 COMMAND check scripts/check-paths)
suite(docs READS core wasm server web tests scripts docs cmake README.md ARCHITECTURE.md CONTRIBUTING.md LIMIT 60 COST 2 COMMAND check scripts/check-docs)
suite(generated READS core/include/citycode wasm/include scripts/generate scripts/tables docs wasm/src web tests/oracle server/src/commands server/openapi.json LIMIT 60 COST 2 COMMAND check scripts/generate --check)
suite(oracle READS core/include/citycode docs/format.md tests/vectors tests/oracle LIMIT 300 COST 14 COMMAND pytest tests/oracle)
suite(api READS ${_core} server scripts/tables docs/api.md tests/api tests/bench LIMIT 400 COST 40 NEEDS build-native COMMAND pytest tests/api)
suite(scripts READS scripts docs/deploy tests/scripts tests/bench tests/suites.cmake web/build web/verify/scripts web/embed/scripts server/openid/scripts LIMIT 300 COST 5 COMMAND pytest tests/scripts)
suite(cli READS ${_core} tests/cli LIMIT 600 COST 30 NEEDS build-core COMMAND pytest tests/cli)
suite(package READS core cmake CMakeLists.txt tests/package LIMIT 300 COST 12 NEEDS build-native COMMAND pytest tests/package)
suite(e2e READS core wasm server web tests/support tests/e2e LIMIT 1800 COST 350 NEEDS build-native build-web COMMAND npm tests/e2e)
suite(wasm READS core wasm tests/wasm tests/vectors LIMIT 900 COST 60 NEEDS build-native build-web COMMAND npm tests/wasm)
suite(client READS wasm web/client LIMIT 300 COST 12 NEEDS build-web COMMAND npm web/client)
suite(elements READS wasm web/client web/elements LIMIT 300 COST 10 NEEDS build-web COMMAND npm web/elements)
suite(holder READS wasm web/client web/holder LIMIT 300 COST 8 NEEDS build-web COMMAND npm web/holder)
suite(verifier READS wasm web/client web/verifier LIMIT 300 COST 8 NEEDS build-web COMMAND npm web/verifier)
suite(citizen READS wasm web/client web/elements web/holder web/citizen web/offline web/build LIMIT 300 COST 8 NEEDS build-web COMMAND npm web/citizen)
suite(scanner READS wasm web/client web/elements web/verifier web/scanner LIMIT 300 COST 8 NEEDS build-web COMMAND npm web/scanner)
suite(rate READS wasm web/client web/elements web/holder web/rate LIMIT 300 COST 3 NEEDS build-web COMMAND npm web/rate)
suite(frame READS wasm web/client web/elements web/holder web/verifier web/frame LIMIT 300 COST 3 NEEDS build-web COMMAND npm web/frame)
suite(see READS wasm web/client web/elements web/holder web/verifier web/see LIMIT 300 COST 3 NEEDS build-web COMMAND npm web/see)
suite(open READS wasm web/client web/elements web/open LIMIT 300 COST 3 NEEDS build-web COMMAND npm web/open)
suite(pages READS wasm web tests/pages LIMIT 900 COST 60 NEEDS build-web COMMAND npm tests/pages)
suite(verify READS core wasm server web/client web/holder web/verifier web/verify tests/support tests/verify LIMIT 600 COST 30 NEEDS build-native build-web COMMAND npm tests/verify)
suite(embed READS core wasm server web/client web/elements web/verifier web/embed tests/support tests/embed tests/verify LIMIT 900 COST 70 NEEDS build-native build-web COMMAND npm tests/embed)
suite(openid READS core wasm server web tests/support tests/verify tests/e2e/support tests/openid LIMIT 600 COST 40 NEEDS build-native build-web COMMAND npm tests/openid)
suite(engines READS core wasm server web tests/support tests/embed tests/verify tests/engines LIMIT 900 COST 50 NEEDS build-native build-web COMMAND npm tests/engines)
suite(miniprogram READS core wasm server web/client web/holder web/elements web/miniprogram tests/support tests/engines tests/miniprogram LIMIT 600 COST 30 NEEDS build-native build-web COMMAND npm tests/miniprogram)
suite(core READS ${_core} wasm tests/core tests/wasm LIMIT 600 COST 30 LOCK asan-ctest NEEDS build-core COMMAND ctest asan -E "^(server|citycode_server)")
suite(core-wasm READS ${_core} tests/core LIMIT 600 COST 20 NEEDS build-core-wasm COMMAND gtest-wasm)
suite(server READS ${_core} server tests/server LIMIT 1200 COST 90 LOCK asan-ctest NEEDS build-server COMMAND ctest asan -R "^server[.]" -E "^server[.]Postgres")
suite(server-release READS ${_core} server tests/server LIMIT 600 COST 20 NEEDS build-server build-native COMMAND server-release)
suite(server-postgresql READS ${_core} server tests/server LIMIT 900 COST 90 NEEDS build-server build-native COMMAND server-postgresql)
suite(server-restored READS ${_core} server tests/server LIMIT 300 COST 10 NEEDS build-server build-native COMMAND server-restored sqlite)
suite(server-restored-postgresql READS ${_core} server tests/server LIMIT 300 COST 12 NEEDS build-server build-native COMMAND server-restored postgresql)
suite(fuzz READS ${_core} wasm server/src/base server/src/http server/src/web tests/fuzz LIMIT 900 COST 50 NEEDS build-fuzz COMMAND fuzz)
