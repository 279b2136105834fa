# Runs a program under valgrind, if there is one: -DPROGRAM=<program> -DWORK=<scratch folder> -DFLAGS=<its compiler flags>
# It is given WORK, made anew, and `few`. Any error or lost memory fails.
find_program(VALGRIND valgrind)
if(NOT VALGRIND)
  message("skipped: valgrind is not installed")
  return()
endif()
if(FLAGS MATCHES "-fsanitize")
  message("skipped: valgrind and sanitizers do not go together")
  return()
endif()
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
execute_process(COMMAND ${VALGRIND} --leak-check=full --errors-for-leak-kinds=definite,indirect --error-exitcode=99 -q
                        ${PROGRAM} ${WORK} few
                RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "exit status ${code}\n${output}")
endif()
