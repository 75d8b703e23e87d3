# cmake --install: the programs train and predict, and the libraries for find_package(softwarp), as softwarp::loss and so on. Headers
# are included as here ("loss/loss.hpp", "trainer.hpp"); they lie in include/softwarp, which the targets bring along.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(softwarp_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/softwarp)
set(softwarp_include_dir ${CMAKE_INSTALL_INCLUDEDIR}/softwarp)

# The libraries that programs of other projects may use; report and cli serve this project's own programs.
set(softwarp_installed core alignment averaging data loss nn optim model trainer)
foreach(library IN LISTS softwarp_installed)
  set_target_properties(softwarp_${library} PROPERTIES EXPORT_NAME ${library})
  target_include_directories(softwarp_${library} INTERFACE $<INSTALL_INTERFACE:${softwarp_include_dir}>)
  install(TARGETS softwarp_${library} EXPORT softwarp-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  if(library STREQUAL "trainer")
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/train/ DESTINATION ${softwarp_include_dir} FILES_MATCHING PATTERN "*.hpp"
      PATTERN "options.hpp" EXCLUDE PATTERN "predict_options.hpp" EXCLUDE PATTERN "train_report.hpp" EXCLUDE
      PATTERN "onnx_export.hpp" EXCLUDE PATTERN "forecast_pictures.hpp" EXCLUDE PATTERN "history.hpp" EXCLUDE
      PATTERN "report_page.hpp" EXCLUDE)
  elseif(NOT library STREQUAL model)  # its header lies with the trainer's
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${library} DESTINATION ${softwarp_include_dir}
      FILES_MATCHING PATTERN "*.hpp"
      PATTERN "kernel.hpp" EXCLUDE PATTERN "range.hpp" EXCLUDE PATTERN "scratch.hpp" EXCLUDE)
  endif()
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/generated/core/version.hpp DESTINATION ${softwarp_include_dir}/core)
install(TARGETS train predict RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

install(EXPORT softwarp-targets NAMESPACE softwarp:: DESTINATION ${softwarp_package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/softwarp-config.cmake.in
  ${PROJECT_BINARY_DIR}/softwarp-config.cmake INSTALL_DESTINATION ${softwarp_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/softwarp-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/softwarp-config.cmake ${PROJECT_BINARY_DIR}/softwarp-config-version.cmake
  DESTINATION ${softwarp_package_dir})
