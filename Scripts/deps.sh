#!/usr/bin/env bash
# Installs the Debian packages that Easel needs and that are missing, and checks the Swift
# toolchain. One line of output where all is there.
set -euo pipefail

packages=(
    libedit-dev libpng-dev libcurl4-openssl-dev libdnnl-dev libchafa-dev libglib2.0-dev libssl-dev
    libpangocairo-1.0-0 fonts-dejavu-core libcurl4 libwebp7 libturbojpeg0-dev
    ca-certificates
)
headers=(histedit.h png.h curl/curl.h dnnl.h openssl/evp.h)
swift_wanted=6.3

# Says what is wrong, and what to do about it.
fail() {
    printf 'deps: %s\n' "$@" >&2
    exit 1
}

# Prints the packages that are missing, one a line.
missing_packages() {
    local package
    for package in "${packages[@]}"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            echo "$package"
    done
    command -v pkg-config >/dev/null || echo pkg-config
}

# Runs apt-get with the rights that it needs.
apt_get() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
    if ((EUID != 0)); then
        if [[ -t 0 ]]; then apt=(sudo "${apt[@]}"); else apt=(sudo -n "${apt[@]}"); fi
    fi
    "${apt[@]}" "$@"
}

# Installs packages, with fresh package lists where the present ones do not do.
install_packages() {
    local by_hand="apt-get install $*"
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "missing packages, and neither root nor sudo to install them" "as root, run: $by_hand"
    fi
    echo "deps: installing $*"
    apt_get install -y -qq --no-install-recommends "$@" && return
    echo "deps: refreshing the package lists"
    apt_get update -qq && apt_get install -y -qq --no-install-recommends "$@" ||
        fail "apt-get could not install the packages" "as root, run: apt-get update && $by_hand"
}

# On another system: whether the headers are there, by whatever name its packages have.
check_headers() {
    local header absent=()
    for header in "${headers[@]}"; do
        echo "#include <stdio.h>
#include <$header>" | clang -fsyntax-only -x c - 2>/dev/null || absent+=("$header")
    done
    pkg-config --exists chafa 2>/dev/null || absent+=(chafa.pc)
    ((${#absent[@]} == 0)) || fail \
        "not a Debian or Ubuntu system, and these development files are missing: ${absent[*]}" \
        "install what corresponds to Debian's: ${packages[*]} pkg-config"
}

# Whether version $1 is at least version $2.
at_least() {
    [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

# Checks the Swift toolchain, which no Debian package brings; sets `swift`.
check_swift() {
    local from="install it with swiftly, or by hand: https://www.swift.org/install/linux/"
    command -v swift >/dev/null || fail "no Swift toolchain; Easel needs $swift_wanted or newer" "$from"
    swift=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $swift ]] || fail "\`swift --version\` names no version; Easel needs $swift_wanted or newer" "$from"
    at_least "$swift" "$swift_wanted" ||
        fail "Swift $swift is too old; Easel needs $swift_wanted or newer" "$from"
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
else
    check_headers
fi
check_swift
echo "deps: all there (Swift $swift)"
