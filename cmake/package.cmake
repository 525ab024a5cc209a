# What `cmake --install build/native` brings to a prefix, once the target citycode_package is built: the core as a C++
# package for other programs, and the command line (docs/adr/0076). Native builds without sanitizers only.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(_config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Citycode)
set(_private_folder ${CMAKE_INSTALL_LIBDIR}/citycode)   # archives that belong to the package and to nobody else
set(_licences_folder ${CMAKE_INSTALL_DATADIR}/doc/citycode)
set(_made ${CMAKE_BINARY_DIR}/package)

add_custom_target(citycode_package)
add_dependencies(citycode_package citycode-tool citycode_core citycode_sight citycode_sodium citycode_deflate citycode_qrcodegen ZXing)
if(CITYCODE_TESTS)
  add_custom_target(citycode_package_with_all ALL DEPENDS citycode_package)
endif()

# In files, not as targets: those that nothing else builds are no part of "all", and CMake promises nothing of such.
install(FILES $<TARGET_FILE:citycode_core> $<TARGET_FILE:citycode_sight> DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES $<TARGET_FILE:citycode_sodium> $<TARGET_FILE:citycode_deflate> $<TARGET_FILE:citycode_qrcodegen>
  DESTINATION ${_private_folder})
install(FILES $<TARGET_FILE:ZXing> DESTINATION ${_private_folder} RENAME libcitycode_zxing.a)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/citycode DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/CitycodeConfig.cmake.in ${_made}/CitycodeConfig.cmake
  INSTALL_DESTINATION ${_config_folder} PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${_made}/CitycodeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${_made}/CitycodeConfig.cmake ${_made}/CitycodeConfigVersion.cmake DESTINATION ${_config_folder})

# From the file itself, so that a prefix can be moved.
file(RELATIVE_PATH _up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" CITYCODE_UP "${_up}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/citycode.pc.in ${_made}/citycode.pc @ONLY)
install(FILES ${_made}/citycode.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The command line, and what it says of itself for shells and readers of manuals.
set(_bash ${_made}/citycode.bash)
set(_zsh ${_made}/_citycode)
set(_manual ${_made}/citycode.1)
add_custom_command(OUTPUT ${_bash} ${_zsh} ${_manual} VERBATIM
  COMMAND sh -c "\"$0\" completion bash >\"$1\" && \"$0\" completion zsh >\"$2\" && \"$0\" manual >\"$3\"" $<TARGET_FILE:citycode-tool> ${_bash} ${_zsh} ${_manual}
  DEPENDS citycode-tool)
add_custom_target(citycode_tool_texts DEPENDS ${_bash} ${_zsh} ${_manual})
add_dependencies(citycode_package citycode_tool_texts)
install(PROGRAMS $<TARGET_FILE:citycode-tool> DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${_bash} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME citycode)
install(FILES ${_zsh} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${_manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# The licences of what is in the archives, each as its author wrote it.
file(READ ${_qrcodegen}/cpp/qrcodegen.cpp _text LIMIT 4096)
string(FIND "${_text}" "*/" _end)
string(SUBSTRING "${_text}" 0 ${_end} _text)
file(CONFIGURE OUTPUT ${_made}/qrcodegen.txt CONTENT "${_text}*/\n" @ONLY)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${_licences_folder})
install(FILES ${_pynacl}/src/libsodium/LICENSE DESTINATION ${_licences_folder}/licences RENAME libsodium.txt)
install(FILES ${_zxing}/LICENSE DESTINATION ${_licences_folder}/licences RENAME zxing-cpp.txt)
install(FILES ${_libdeflate}/COPYING DESTINATION ${_licences_folder}/licences RENAME libdeflate.txt)
install(FILES /usr/share/doc/nlohmann-json3-dev/copyright DESTINATION ${_licences_folder}/licences RENAME nlohmann-json.txt)   # in the command line
install(FILES ${_made}/qrcodegen.txt DESTINATION ${_licences_folder}/licences)
