# GTest::gtest_main, and citycode_discover_tests(TARGET [TEST_PREFIX prefix]): natively Debian's library and a ctest for each case;
# with Emscripten Debian's sources (the same package), and one ctest for the whole program under Node, whose cases
# stand in TARGET.xml beside it: Node's start for each case would cost more than the cases.

if(NOT EMSCRIPTEN)
  find_package(GTest REQUIRED)
  include(GoogleTest)
else()
  set(_gtest /usr/src/googletest/googletest)
  if(NOT EXISTS ${_gtest}/src/gtest-all.cc)
    message(FATAL_ERROR "The source of GoogleTest is not in /usr/src/googletest: run scripts/setup test.")
  endif()
  add_library(citycode_gtest STATIC EXCLUDE_FROM_ALL ${_gtest}/src/gtest-all.cc ${_gtest}/src/gtest_main.cc)
  add_library(GTest::gtest_main ALIAS citycode_gtest)
  target_include_directories(citycode_gtest SYSTEM PUBLIC ${_gtest}/include PRIVATE ${_gtest})
  target_compile_definitions(citycode_gtest PUBLIC GTEST_HAS_PTHREAD=0)
  target_compile_options(citycode_gtest PRIVATE -w)
endif()

# Test code runs once and is compiled often: without optimisation it compiles three times as fast. What it tests is
# compiled as its preset says.
add_library(citycode_test_code INTERFACE)
target_compile_options(citycode_test_code INTERFACE -O0)
target_include_directories(citycode_test_code INTERFACE ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(citycode_test_code INTERFACE GTest::gtest_main citycode_warnings)

function(citycode_discover_tests target)
  if(NOT EMSCRIPTEN)
    gtest_discover_tests(${target} ${ARGN} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
    return()
  endif()
  # Here with precompiled headers, and not in the asan preset, where a missing include must be seen.
  target_precompile_headers(${target} PRIVATE <gtest/gtest.h> <nlohmann/json.hpp>)
  # Files by their path, and room for what the shipped module never has in one call: whole files of vectors.
  set_target_properties(${target} PROPERTIES SUFFIX .cjs)   # the root package.json makes every .js an ES module
  target_link_options(${target} PRIVATE -sENVIRONMENT=node -sNODERAWFS -sEXIT_RUNTIME -sSTACK_SIZE=1MB
    -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=1GB -O1)
  add_test(NAME ${target} COMMAND ${target}
    --gtest_output=xml:${CMAKE_CURRENT_BINARY_DIR}/${target}.xml)
endfunction()
