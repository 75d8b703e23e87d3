# How the project's targets are made: with one language level and one set of warnings, and with dependencies listed for
# each.

function(softwarp_target_defaults target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  # So that all of it can go into a shared library (src/c), which exports what it says; the same for every target, because
  # they share precompiled headers.
  target_compile_options(${target} PRIVATE -fPIC -fvisibility=hidden)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    # g++ 12 is wrong about "text" + std::string (its bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-stringop-overflow>
    # Where a library is compiled as one file, g++ takes its parts for headers.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wno-subobject-linkage>
    # Braces may be left out where aggregates nest; g++ warns of what is missing within them.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-braces>)
  if(SOFTWARP_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# softwarp_precompiled_headers(TARGET HEADER…): headers that take longer to read than most files to compile are read
# once, for all targets with the same headers and options (a precompiled header brings the options that it was compiled
# with). Each file still includes what it uses; CMAKE_DISABLE_PRECOMPILE_HEADERS=ON builds without.
function(softwarp_precompiled_headers target)
  get_target_property(options ${target} COMPILE_OPTIONS)
  set(owners "softwarp_precompiled ${ARGN} ${options}")
  get_property(owner GLOBAL PROPERTY "${owners}")
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    target_precompile_headers(${target} PRIVATE ${ARGN})
    set_property(GLOBAL PROPERTY "${owners}" ${target})
  endif()
endfunction()
set(softwarp_common_headers <Eigen/Core> <algorithm> <functional> <memory> <optional> <span> <string> <vector>)

# For options, reports and tests: not what is measured, so compiled quickly.
set(softwarp_quick $<$<CONFIG:Release>:-O1>)

# softwarp_library(NAME [SHARED] SOURCES … [OPTIONS …] [LINKS …] [PRIVATE_LINKS …]): the library of one folder, linked to
# what it may use and nothing else. OPTIONS are for the compiler. PRIVATE_LINKS are header-only packages that no header of ours
# includes, so that users of the library need none.
function(softwarp_library name)
  cmake_parse_arguments(ARG "SHARED" "" "SOURCES;OPTIONS;LINKS;PRIVATE_LINKS" ${ARGN})
  set(kind STATIC)
  set(visibility PUBLIC)
  if(ARG_SHARED)  # its users see neither the libraries within it nor their headers
    set(kind SHARED)
    set(visibility PRIVATE)
  endif()
  add_library(softwarp_${name} ${kind} ${ARG_SOURCES})
  add_library(softwarp::${name} ALIAS softwarp_${name})
  softwarp_target_defaults(softwarp_${name})
  target_compile_options(softwarp_${name} PRIVATE ${ARG_OPTIONS})
  target_include_directories(softwarp_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL "${PROJECT_SOURCE_DIR}/src")  # the programs' own, as "app/cli/program.hpp"
    target_include_directories(softwarp_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_compile_options(softwarp_${name} PRIVATE ${softwarp_quick})
  endif()
  softwarp_precompiled_headers(softwarp_${name} ${softwarp_common_headers})
  target_link_libraries(softwarp_${name} ${visibility} ${ARG_LINKS})
  foreach(link IN LISTS ARG_PRIVATE_LINKS)
    target_link_libraries(softwarp_${name} PRIVATE $<BUILD_INTERFACE:${link}>)
  endforeach()
endfunction()

# softwarp_program(NAME SOURCES … LINKS …)
function(softwarp_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  softwarp_target_defaults(${name})
  target_compile_options(${name} PRIVATE ${softwarp_quick})
  softwarp_precompiled_headers(${name} ${softwarp_common_headers})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY SOFTWARP_PROGRAM_TARGETS ${name})
endfunction()

# softwarp_folder(TARGET VARIABLE): the folder that a target of src, app, train or analysis belongs to, such as
# "src/loss" or "train".
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
  target_compile_options(test_${name} PRIVATE ${softwarp_quick} ${SOFTWARP_TEST_OPTIONS})
  set_target_properties(test_${name} PROPERTIES UNITY_BUILD OFF)  # two files may have helpers of the same name
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${name} PRIVATE softwarp_catch_main ${ARG_LINKS})
  if("${ARG_LINKS}" MATCHES "softwarp::")  # those of the programs from outside know no Eigen, and differ in definitions
    softwarp_precompiled_headers(test_${name} ${softwarp_common_headers} ${PROJECT_SOURCE_DIR}/tests/support/catch.hpp)
  endif()
  # The seed is also that of std::rand, and so of Eigen's Random(): a fixed one, so that a failure comes back.
  add_test(NAME ${name} COMMAND test_${name} --order rand --rng-seed 1)
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL})
  if(NOT TARGET tests_${ARG_LABEL})
    add_custom_target(tests_${ARG_LABEL})
  endif()
  add_dependencies(tests_${ARG_LABEL} test_${name})
endfunction()
