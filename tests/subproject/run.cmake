# Configures, builds and runs the subproject in FOLDER against the tree SOURCE, with what softwarp's other parts need
# out of reach. Called by ctest. Compiled quickly, without what a debugger needs: what is tested is that it builds.
file(REMOVE_RECURSE ${FOLDER})
set(hidden "")
foreach(package IN ITEMS cxxopts nlohmann_json ONNX Protobuf tomlplusplus Catch2 benchmark)
  list(APPEND hidden -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER} -DSOFTWARP=${SOURCE}
  -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=None -DCMAKE_UNITY_BUILD=ON
  "-DCMAKE_CXX_FLAGS=${FLAGS} -O0 -DSOFTWARP_FEW_TARGETS"
  ${hidden}
  COMMAND_ERROR_IS_FATAL ANY)
foreach(command IN ITEMS "${CMAKE_COMMAND};--build;${FOLDER};--target;subproject" "${FOLDER}/subproject")
  execute_process(COMMAND ${command} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
