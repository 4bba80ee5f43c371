# curateur_add_plugin(<name> SOURCES <file>... [LIBRARIES <target>...])
#
# A module that exports its entry, curateur_plugin, and nothing else, and has no unresolved symbols.
# Works in curateur's own tree and after find_package(curateur-sdk). Hidden visibility alone is not
# enough: templates of the standard library stay exported, some as STB_GNU_UNIQUE, which would keep two
# plugins from having their own; the version script hides those too.
set(CURATEUR_PLUGIN_MAP "${CMAKE_CURRENT_LIST_DIR}/curateur-plugin.map")
function(curateur_add_plugin name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
    add_library(${name} MODULE ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE curateur::sdk ${arg_LIBRARIES})
    if(TARGET curateur_options)
        target_link_libraries(${name} PRIVATE curateur_options)
    endif()
    set_target_properties(
        ${name}
        PROPERTIES
            PREFIX ""
            C_VISIBILITY_PRESET hidden
            CXX_VISIBILITY_PRESET hidden
            VISIBILITY_INLINES_HIDDEN ON
            LINK_DEPENDS "${CURATEUR_PLUGIN_MAP}"
    )
    if(DEFINED CURATEUR_PLUGIN_OUTPUT_DIR)
        set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CURATEUR_PLUGIN_OUTPUT_DIR})
    endif()
    target_link_options(${name} PRIVATE "LINKER:--version-script=${CURATEUR_PLUGIN_MAP}")
    # A sanitizer's runtime is in the program, not in the plugin.
    if(NOT CURATEUR_SANITIZE AND NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
        target_link_options(${name} PRIVATE "LINKER:-z,defs")
    endif()
    if(DEFINED CURATEUR_PLUGIN_INSTALL_DIR)
        install(TARGETS ${name} LIBRARY DESTINATION ${CURATEUR_PLUGIN_INSTALL_DIR} COMPONENT curateur)
    endif()
endfunction()
