# `cmake --install`: the program, the libraries with their headers, the scenarios, and what find_package(ayes) reads.
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/ayes)

install(TARGETS ayes)
install(TARGETS ayes_models ayes_sim ayes_io EXPORT ayes
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ayes)
install(EXPORT ayes NAMESPACE ayes:: FILE ayesTargets.cmake DESTINATION ${package})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/ayes)

configure_package_config_file(cmake/ayesConfig.cmake.in ayesConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(ayesConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/ayesConfig.cmake ${PROJECT_BINARY_DIR}/ayesConfigVersion.cmake
        DESTINATION ${package})
