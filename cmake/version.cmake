# Run at every build: writes version.cpp from its template, touching it only when the commit has changed.
# The commit says where a result came from; nothing that is computed depends on it.
set(AYES_COMMIT "unknown")
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse --short=12 HEAD OUTPUT_VARIABLE commit
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(AYES_COMMIT ${commit})
  endif()
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
