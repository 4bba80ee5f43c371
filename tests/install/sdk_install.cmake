# Installs the SDK of BUILD below WORK, moves it, and builds plugins against it in two ways.
file(REMOVE_RECURSE ${WORK})
function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE out ERROR_VARIABLE out)
endfunction()
function(expect_one_symbol library)
    execute_process(COMMAND ${NM} -D --defined-only ${library} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
    if(NOT symbols MATCHES "^[0-9a-f]+ [A-Z] curateur_plugin\n$")
        message(FATAL_ERROR "${library} exports more or less than curateur_plugin:\n${symbols}")
    endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --component sdk --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${WORK}/prefix)

# The template, by find_package(curateur-sdk).
run(
    ${CMAKE_COMMAND} -S ${WORK}/prefix/${DATADIR}/curateur/template -B ${WORK}/build -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror"
)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${CMAKE_COMMAND} --install ${WORK}/build --prefix ${WORK}/home)
expect_one_symbol(${WORK}/home/share/curateur/plugins/my-source.so)

# The example in plain C, by pkg-config.
set(ENV{PKG_CONFIG_PATH} ${WORK}/prefix/${DATADIR}/pkgconfig)
execute_process(
    COMMAND pkg-config --cflags --libs curateur-sdk
    OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY
)
separate_arguments(flags UNIX_COMMAND "${flags}")
run(
    ${CC} -std=c11 -Wall -Wextra -Werror -shared -fPIC ${SOURCE}/plugins/examples/plain-c/plugin.c ${flags}
    -o ${WORK}/home/share/curateur/plugins/plain-c.so
)
expect_one_symbol(${WORK}/home/share/curateur/plugins/plain-c.so)
