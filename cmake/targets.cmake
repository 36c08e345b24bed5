# What all targets of Ayes share: the language, the warnings, the arithmetic, and how a folder becomes a library.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo or Debug" FORCE)
endif()

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The same number for the same scenario on every machine: no contraction of a * b + c, and nothing that lets the
# compiler reorder arithmetic. The two -fno flags drop bookkeeping that nobody reads (errno, traps); values stay.
set(AYES_ARITHMETIC -ffp-contract=off -fno-math-errno -fno-trapping-math)

# Gives a target the language, the warnings and the arithmetic of Ayes. What simulates is optimised as far as it goes;
# for a target named with QUICK_TO_COMPILE (text, commands, tests) a release has -O1, which halves the time to build it.
function(ayes_settings target)
  set(level $<IF:$<BOOL:${ARGN}>,-O1,-O3>)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:${level}>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE ${AYES_ARITHMETIC} -Wall -Wextra -Wpedantic -Wshadow
                                           -Wno-missing-field-initializers  # designated ones may leave some out
                                           $<$<BOOL:${AYES_WERROR}>:-Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)  # false alarms on strings: gcc bug 105651
  endif()
  if(AYES_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${AYES_SANITIZE} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${AYES_SANITIZE})
  endif()
endfunction()

# Makes the folder it is called from the static library ayes::<folder>, of every .cpp file below it except main.cpp,
# and of the further sources given. QUICK_TO_COMPILE is for ayes_settings.
function(ayes_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 given "QUICK_TO_COMPILE" "" "")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
  add_library(ayes_${folder} STATIC ${sources} ${given_UNPARSED_ARGUMENTS})
  target_sources(ayes_${folder} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  add_library(ayes::${folder} ALIAS ayes_${folder})
  set_target_properties(ayes_${folder} PROPERTIES EXPORT_NAME ${folder} POSITION_INDEPENDENT_CODE ON
                                                  VERIFY_INTERFACE_HEADER_SETS ${AYES_TESTS}
                                                  UNITY_BUILD ${AYES_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  if(given_QUICK_TO_COMPILE)
    ayes_settings(ayes_${folder} QUICK_TO_COMPILE)
  else()
    ayes_settings(ayes_${folder})
  endif()
  # Inline functions in our headers must not be contracted in a program that includes them either.
  target_compile_options(ayes_${folder} INTERFACE -ffp-contract=off)
  target_include_directories(ayes_${folder} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/ayes>)
endfunction()
