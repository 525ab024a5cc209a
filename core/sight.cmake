# Drawing and reading QR symbols: apart from the rules, so that the server links no image code.
add_library(citycode_sight STATIC
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/characters.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/rising_order.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/sight.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/sight_search.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/sight_treatment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/sight_grid.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/sight_soft.cpp
  ${CMAKE_CURRENT_LIST_DIR}/src/sight/symbol.cpp)
add_library(citycode::sight ALIAS citycode_sight)
target_include_directories(citycode_sight PUBLIC ${CMAKE_CURRENT_LIST_DIR}/include PRIVATE ${CMAKE_CURRENT_LIST_DIR}/src)
target_link_libraries(citycode_sight PRIVATE citycode_warnings citycode::zxing citycode::qrcodegen)
target_compile_features(citycode_sight PUBLIC cxx_std_20)
# Below ZXing-C++'s public interface (docs/adr/0030): its internal headers show their insides only so.
target_compile_definitions(citycode_sight PRIVATE ZXING_INTERNAL)
citycode_fuzzed(citycode_sight)
citycode_precompiled(citycode_sight <algorithm> <array> <optional> <span> <string> <string_view> <vector>)
