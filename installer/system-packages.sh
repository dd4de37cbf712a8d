#!/bin/sh
# Installs the Debian packages the window and the documents need, and only those that are missing.
#
#   system-packages.sh [--dry-run] [PACKAGE…]
#
# PACKAGE: further packages that are needed (setup.sh asks for python3.x-venv where it is missing).
# --dry-run: print the line that would be run, change nothing.
#
# As root or with a sudo that asks no password it runs apt. Otherwise it prints the line to type and ends with
# 1 when a library is missing; with 0 when only fonts are, because documents fall back to Source Sans Pro.
set -eu

# Proved in a bare Debian 12: the first line is enough for pictures without a screen, the rest for a window.
# Qt's complaint about xcb-cursor can mean any of the xcb libraries.
LIBRARIES="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfreetype6 libfontconfig1 libdbus-1-3
    libx11-xcb1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1"
# Inter for screen and documents; the others for names in scripts that Inter does not have, and emoji.
FONTS="fonts-inter-variable fonts-inter fonts-dejavu-core fonts-noto-core fonts-noto-cjk
    fonts-noto-color-emoji"

dry_run=no
if [ "${1:-}" = --dry-run ]; then
    dry_run=yes
    shift
fi
LIBRARIES="$LIBRARIES $*"

# Prints those of the given packages that are neither installed nor provided by an installed one: newer systems
# call libglib2.0-0 libglib2.0-0t64 and let it provide the old name.
missing() {
    dpkg-query -W -f '${db:Status-Abbrev}|${Package}|${Provides}\n' | awk -F '|' -v wanted="$*" '
        $1 ~ /^ii/ {
            here[$2] = 1
            count = split($3, provided, ", *")
            for (i = 1; i <= count; i++) { sub(/ .*/, "", provided[i]); here[provided[i]] = 1 }
        }
        END {
            count = split(wanted, names, " ")
            for (i = 1; i <= count; i++) if (!(names[i] in here)) printf "%s%s", (found++ ? " " : ""), names[i]
        }'
}

# Prints those of the given packages that the configured archives have.
available() {
    for name in "$@"; do
        if apt-cache show "$name" >/dev/null 2>&1; then printf '%s ' "$name"; fi
    done
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    if [ "$(uname)" = Linux ]; then
        echo "This is no Debian system: the libraries of Qt 6 and the font Inter have to be there already." >&2
    fi
    exit 0
fi

needed=$(missing $LIBRARIES)
wished=$(missing $FONTS)
if [ -z "$needed$wished" ]; then exit 0; fi

INSTALL="apt-get install -y --no-install-recommends"
line=$(echo "$INSTALL $needed $wished" | tr -s ' ' | sed 's/ $//')
if [ "$dry_run" = yes ]; then
    echo "$line"
    exit 0
fi

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    if command -v sudo >/dev/null; then typed="sudo $line"; else typed="su -c '$line'"; fi
    if [ -n "$needed" ]; then
        printf 'System packages are missing and this account may not install them. Type this once:\n\n  %s\n\n' \
            "$typed" >&2
        exit 1
    fi
    printf 'Fonts are missing; documents use Source Sans Pro until you type this once:\n\n  %s\n\n' "$typed" >&2
    exit 0
fi

echo "Installing system packages: $needed $wished"
apt="$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120"
# Without a network the lists known so far may do, for example with packages on a local medium.
$apt update -q || echo "The package lists could not be renewed; going on with those that are here." >&2
wished=$(available $wished)
if $apt install -q -y --no-install-recommends $needed $wished; then exit 0; fi
still=$(missing $LIBRARIES)
if [ -n "$still" ]; then
    printf 'These system packages could not be installed: %s. Look at the message of apt above.\n' "$still" >&2
    exit 1
fi
echo "Fonts could not be installed; documents use Source Sans Pro." >&2
