# Runs PROGRAM ARGUMENT and fails unless its output is the file COMMITTED.
execute_process(COMMAND ${PROGRAM} ${ARGUMENT} OUTPUT_VARIABLE printed RESULT_VARIABLE status)
file(READ ${COMMITTED} committed)
if(NOT status EQUAL 0 OR NOT printed STREQUAL committed)
  message(FATAL_ERROR "${COMMITTED} is not what ${PROGRAM} ${ARGUMENT} prints: run it, read the difference, commit it.")
endif()
