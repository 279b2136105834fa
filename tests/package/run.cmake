# Installs kith into a folder of its own, builds the consumer project against it and runs the result.
# -DBUILD=<kith's build folder> -DSOURCE=<tests/package> -DWORK=<scratch folder> -DLAUNCHER=<compiler launcher or empty>
function(step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
endfunction()
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
step(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/prefix
     -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_CXX_FLAGS=${FLAGS})
step(${CMAKE_COMMAND} --build ${WORK}/build)
execute_process(COMMAND ${WORK}/build/embed WORKING_DIRECTORY ${WORK} OUTPUT_VARIABLE output ERROR_VARIABLE error)
if(NOT output STREQUAL "['Albert Einstein', 'Brussels', 1911]\n")
  message(FATAL_ERROR "the example printed: ${output}${error}")
endif()
