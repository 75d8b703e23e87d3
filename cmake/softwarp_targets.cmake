# How the project's targets are made: same language level and warnings for all of them, dependencies said one by one.

function(softwarp_target_defaults target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # g++ 12 is wrong about "text" + std::string (its bug 105651)
  if(SOFTWARP_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# Options and reports run once: compiled for less time rather than for more speed.
function(softwarp_runs_once target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# Eigen and the common standard headers take longer to read than most files to compile: read once, by core, for all. Each
# file includes what it uses all the same, and CMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without.
function(softwarp_precompiled_headers target)
  if(target STREQUAL "softwarp_core")
    target_precompile_headers(${target} PRIVATE <Eigen/Core> <algorithm> <functional> <memory> <optional> <span> <string>
      <vector>)
  else()
    target_precompile_headers(${target} REUSE_FROM softwarp_core)
  endif()
endfunction()

# softwarp_library(NAME SOURCES … [LINKS …] [PRIVATE_LINKS …]): the library of one folder, linked to what it may use and
# nothing else. PRIVATE_LINKS are header-only packages that no header of ours includes: who uses the library needs none.
function(softwarp_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(softwarp_${name} STATIC ${ARG_SOURCES})
  add_library(softwarp::${name} ALIAS softwarp_${name})
  softwarp_target_defaults(softwarp_${name})
  target_include_directories(softwarp_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL "${PROJECT_SOURCE_DIR}/src")  # the programs' own, as "app/cli/program.hpp"
    target_include_directories(softwarp_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    softwarp_runs_once(softwarp_${name})
  endif()
  target_link_libraries(softwarp_${name} PUBLIC ${ARG_LINKS})
  softwarp_precompiled_headers(softwarp_${name})
  foreach(link IN LISTS ARG_PRIVATE_LINKS)
    target_link_libraries(softwarp_${name} PRIVATE $<BUILD_INTERFACE:${link}>)
  endforeach()
endfunction()

# softwarp_program(NAME SOURCES … LINKS …)
function(softwarp_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  softwarp_target_defaults(${name})
  softwarp_runs_once(${name})
  softwarp_precompiled_headers(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY SOFTWARP_PROGRAM_TARGETS ${name})
endfunction()

# softwarp_folder(TARGET VARIABLE): the folder that a target of src, app, train or analysis belongs to: "src/loss", "train".
function(softwarp_folder target variable)
  get_target_property(folder ${target} SOURCE_DIR)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${folder})
  if(folder STREQUAL "src" OR folder STREQUAL "app")
    string(REPLACE "softwarp_" "" library ${target})
    string(APPEND folder "/${library}")
  endif()
  set(${variable} ${folder} PARENT_SCOPE)
endfunction()

# softwarp_test(NAME LABEL label SOURCES … [LINKS …]): one Catch2 executable and its ctest entry. The target tests_LABEL
# builds all of a label.
function(softwarp_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;LINKS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  softwarp_target_defaults(test_${name})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE softwarp_catch_main ${ARG_LINKS})
  # The seed is also that of std::rand, and so of Eigen's Random(): a fixed one, so that a failure comes back.
  add_test(NAME ${name} COMMAND test_${name} --order rand --rng-seed 1)
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL})
  if(NOT TARGET tests_${ARG_LABEL})
    add_custom_target(tests_${ARG_LABEL})
  endif()
  add_dependencies(tests_${ARG_LABEL} test_${name})
endfunction()
