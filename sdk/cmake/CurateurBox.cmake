# curateur_box(<name> [DIR <dir>] SOURCES <file>... [USES <box>...] [LIBRARIES <target>...])
#
# One box of the house: a static library curateur::<name> whose headers are included as "<name>/x.hpp".
# Its headers can be reached only by a target that links the box: each box has an include root of its own
# that holds nothing but a link to the box's directory. So an arrow that is not drawn in CMake does not
# compile (tests/compile_fail proves it). USES are boxes, and are public; LIBRARIES are third-party and
# private: write PUBLIC before one whose types stand in the box's headers.
function(curateur_box name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "DIR" "SOURCES;USES;LIBRARIES;PUBLIC_LIBRARIES")
    set(dir ${CMAKE_CURRENT_SOURCE_DIR})
    if(arg_DIR)
        set(dir ${arg_DIR})
    endif()
    set(root ${PROJECT_BINARY_DIR}/boxes/${name})
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${dir} ${root}/${name} SYMBOLIC)

    add_library(curateur_${name} STATIC ${arg_SOURCES})
    add_library(curateur::${name} ALIAS curateur_${name})
    target_include_directories(curateur_${name} PUBLIC ${root})
    target_compile_definitions(curateur_${name} PRIVATE CURATEUR_HOST=1)
    list(TRANSFORM arg_USES PREPEND "curateur::")
    target_link_libraries(
        curateur_${name}
        PUBLIC ${arg_USES} ${arg_PUBLIC_LIBRARIES}
        PRIVATE curateur_options ${arg_LIBRARIES}
    )
    set_target_properties(curateur_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    curateur_use_pch(curateur_${name})
endfunction()

# The standard headers, compiled once for all boxes and tests. Every user has the same definitions and
# options, which is what makes one precompiled header fit all.
function(curateur_use_pch target)
    if(NOT CURATEUR_PCH)
        return()
    endif()
    if(NOT TARGET curateur_pch)
        file(WRITE ${PROJECT_BINARY_DIR}/pch.cpp "")
        add_library(curateur_pch STATIC ${PROJECT_BINARY_DIR}/pch.cpp)
        target_compile_definitions(curateur_pch PRIVATE CURATEUR_HOST=1)
        target_link_libraries(curateur_pch PRIVATE curateur_options)
        set_target_properties(curateur_pch PROPERTIES POSITION_INDEPENDENT_CODE ON)
        target_precompile_headers(
            curateur_pch
            PRIVATE
                <algorithm> <array> <atomic> <chrono> <condition_variable> <cstdint> <cstring> <deque>
                <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span> <string>
                <string_view> <thread> <unordered_map> <utility> <variant> <vector>
        )
    endif()
    target_precompile_headers(${target} REUSE_FROM curateur_pch)
endfunction()
