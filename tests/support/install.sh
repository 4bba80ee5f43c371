# Sourced by tests/run and tests/demo: what they install, and how they build. Expects to be in the
# root of the project.

packages=(
    build-essential cmake ninja-build ccache pkg-config
    libarchive-dev libboost-dev libboost-filesystem-dev libcli11-dev libcurl4-openssl-dev libdeflate-dev libfmt-dev liblzma-dev
    libspdlog-dev libsqlite3-dev libssl-dev libstb-dev libtinyxml2-dev libyaml-cpp-dev rapidjson-dev zlib1g-dev
    libcpp-httplib-dev libgmock-dev libgtest-dev libjpeg62-turbo-dev libpng-dev
)

say() { printf '\n== %s\n' "$*"; }

# Those of the named packages that are missing; as root or with sudo, without a question.
install_packages() {
    local missing=() package sudo=()
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${missing[*]}"
    [ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
    "${sudo[@]}" apt-get update -qq
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET [TARGET...]: everything, or only the targets. Silent unless it fails.
# The compiler's cache lies in the build folder, so a fresh clone starts from nothing.
export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache} CCACHE_SLOPPINESS=pch_defines,time_macros
build() {
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    mkdir -p build
    say "build: $preset"
    cmake --preset "$preset" -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >"build/$preset.log" 2>&1 ||
        { cat "build/$preset.log"; return 1; }
    cmake --build "build/$preset" --parallel "$(nproc)" "${targets[@]}" >"build/$preset.log" 2>&1 ||
        { cat "build/$preset.log"; return 1; }
}
