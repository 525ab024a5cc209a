# citycode_precompiled(TARGET HEADER...): reads headers once for all files of a target, in WebAssembly and with sanitizers.
# The native build goes without, so that an include that is missing is seen there.
function(citycode_precompiled target)
  if(EMSCRIPTEN OR CITYCODE_SANITIZED)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
