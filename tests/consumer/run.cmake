# Installs BUILD into FOLDER, then configures, builds and runs the consumer against it. Called by ctest.
file(REMOVE_RECURSE ${FOLDER})
set(configure ${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER}/build
  -DCMAKE_PREFIX_PATH=${FOLDER}/prefix -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
  "-DCMAKE_CXX_FLAGS=${FLAGS}")
foreach(command IN ITEMS
    "${CMAKE_COMMAND};--install;${BUILD};--prefix;${FOLDER}/prefix"
    "${configure}"
    "${CMAKE_COMMAND};--build;${FOLDER}/build"
    "${FOLDER}/build/consumer"
    "${FOLDER}/prefix/bin/train;--version")
  execute_process(COMMAND ${command} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
# Nothing of the source tree may be needed: no path to it in what was installed.
file(STRINGS ${BUILD}/install_manifest.txt installed REGEX "\\.cmake$")
if(NOT installed)
  message(FATAL_ERROR "${BUILD}/install_manifest.txt: expected CMake files, found none")
endif()
foreach(file IN LISTS installed)
  file(READ ${file} text)
  string(FIND "${text}" "${SOURCE}/" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${file}: expected no path into ${SOURCE}, found one")
  endif()
endforeach()
