# How first-party code is compiled. curateur_options is linked PRIVATE by every target of ours and by
# nothing third-party; plugins get it in this tree, an author outside chooses his own warnings.
option(CURATEUR_DEVELOPER_MODE "Build the tests and treat warnings as errors" OFF)
option(CURATEUR_COVERAGE "Instrument for gcov" OFF)
option(CURATEUR_FUZZ "Build the fuzz targets as libFuzzer programs (clang only)" OFF)
option(CURATEUR_PCH "Precompile the standard headers" ON)
set(CURATEUR_SANITIZE "" CACHE STRING "Value for -fsanitize=, e.g. address,undefined")

# With -O2 g++ 12 follows values into inlined strings and variants, and is wrong about these. Warnings are
# errors where people work: in Debug builds.
set(
    gcc_gets_wrong
    -Wno-maybe-uninitialized -Wno-null-dereference -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-restrict
)
add_library(curateur_options INTERFACE)
target_compile_features(curateur_options INTERFACE cxx_std_20)
target_compile_options(
    curateur_options
    INTERFACE
        -Wall -Wextra -Wpedantic -Wcast-align -Wcast-qual -Wconversion -Wsign-conversion -Wdouble-promotion
        -Wformat=2 -Wimplicit-fallthrough -Wnull-dereference -Wshadow -Wundef
        $<$<COMPILE_LANGUAGE:CXX>:-Wextra-semi -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>
        $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op>
        "$<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<NOT:$<CONFIG:Debug>>>:${gcc_gets_wrong}>"
        $<$<AND:$<BOOL:${CURATEUR_DEVELOPER_MODE}>,$<CONFIG:Debug>>:-Werror>
        # In a unit of several files g++ takes each for a header, whose types must not use local ones.
        $<$<AND:$<BOOL:${CMAKE_UNITY_BUILD}>,$<COMPILE_LANG_AND_ID:CXX,GNU>>:-Wno-subobject-linkage>
        -fvisibility=hidden -fno-omit-frame-pointer
)
target_compile_definitions(curateur_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

# What a report of a sanitizer needs is the line; more, or optimising, would double the time to compile.
if(CURATEUR_SANITIZE)
    target_compile_options(
        curateur_options INTERFACE -fsanitize=${CURATEUR_SANITIZE} -fno-sanitize-recover=all -O0 -g1
    )
    target_link_options(curateur_options INTERFACE -fsanitize=${CURATEUR_SANITIZE})
endif()
if(CURATEUR_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
    target_compile_options(
        curateur_options INTERFACE -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitize-ignore.txt
    )
endif()
if(CURATEUR_FUZZ)
    target_compile_options(curateur_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CURATEUR_COVERAGE)
    target_compile_options(curateur_options INTERFACE --coverage)
    target_link_options(curateur_options INTERFACE --coverage)
endif()
