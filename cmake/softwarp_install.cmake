# cmake --install: the programs, and every library of src/ for find_package(softwarp), as softwarp::loss and so on. The
# Python package is installed by python/CMakeLists.txt.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(softwarp_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/softwarp)
set(softwarp_include_dir ${CMAKE_INSTALL_INCLUDEDIR}/softwarp)

get_directory_property(softwarp_libraries DIRECTORY ${PROJECT_SOURCE_DIR}/src BUILDSYSTEM_TARGETS)
get_property(softwarp_programs GLOBAL PROPERTY SOFTWARP_PROGRAM_TARGETS)

# After scripts/train, for one, a part is not built.
foreach(target IN LISTS softwarp_libraries softwarp_programs)
  install(CODE "
    if(NOT EXISTS \"$<TARGET_FILE:${target}>\")
      message(FATAL_ERROR \"expected everything to be built, found no $<TARGET_FILE_NAME:${target}>; build it first: \"
        \"cmake --build ${PROJECT_BINARY_DIR}\")
    endif()")
endforeach()

foreach(library IN LISTS softwarp_libraries)
  string(REPLACE "softwarp_" "" folder ${library})
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${folder})
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  install(TARGETS ${library} EXPORT softwarp-targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${folder}/ DESTINATION ${softwarp_include_dir}/${folder}
    FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h"
    REGEX "/src/${folder}/[^/.]+$" EXCLUDE)  # subfolders: what is in them is the library's own
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/src/soft_dtw.hpp DESTINATION ${softwarp_include_dir})
install(FILES ${PROJECT_BINARY_DIR}/generated/softwarp/core/version.hpp DESTINATION ${softwarp_include_dir}/core)
if(softwarp_programs)
  install(TARGETS ${softwarp_programs} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

install(EXPORT softwarp-targets NAMESPACE softwarp:: DESTINATION ${softwarp_package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/softwarp-config.cmake.in
  ${PROJECT_BINARY_DIR}/softwarp-config.cmake INSTALL_DESTINATION ${softwarp_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/softwarp-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/softwarp-config.cmake ${PROJECT_BINARY_DIR}/softwarp-config-version.cmake
  DESTINATION ${softwarp_package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# cpack -G DEB --config build/CPackConfig.cmake: all of this as the Debian packages softwarp and python3-softwarp.
# Which packages the programs need is read off their shared libraries; to compile against the libraries takes Eigen and
# Highway.
if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_PACKAGE_CONTACT "The softwarp developers")
  set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
  set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)

  # What names no component is "Unspecified".
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME softwarp)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SECTION science)
  set(CPACK_DEBIAN_UNSPECIFIED_DESCRIPTION "\
Programs that forecast, average, cluster and classify time series under soft-DTW, the C++20 libraries that they are
made of, and a shared library for C and other languages.")
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_RECOMMENDS "gnuplot-nox, libeigen3-dev, libhwy-dev")

  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-softwarp)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_ARCHITECTURE all)
  set(CPACK_DEBIAN_PYTHON_DESCRIPTION "\
For NumPy, PyTorch and scikit-learn: losses between time series with their gradients, alignments, averages, clusters,
classes and forecasters.")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "python3 (>= 3.9), python3-numpy, softwarp (= ${PROJECT_VERSION})")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS OFF)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS python3-sklearn)
  include(CPack)
endif()
