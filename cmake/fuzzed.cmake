# citycode_fuzzed(TARGET...): with sanitizers, counts edges and comparisons for libFuzzer. For what fuzzers link, and
# nothing else: test code is compiled much slower with it.
function(citycode_fuzzed)
  if(CITYCODE_SANITIZED)
    foreach(_target IN LISTS ARGN)
      target_compile_options(${_target} PRIVATE -fsanitize=fuzzer-no-link)
    endforeach()
  endif()
endfunction()
