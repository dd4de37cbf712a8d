#!/bin/sh
# Makes the checkout ready to work: system packages, .venv, dependencies. Does nothing when it is ready.
#
#   setup.sh run    what the program needs
#   setup.sh dev    what tests and checks need as well
#
# PYTHON=… chooses the interpreter for a new .venv. Where packages come from is pip's own configuration.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-dev}
case $kind in
    run) extras="" ;;
    dev) extras="[dev]" ;;
    *) echo "setup.sh: run or dev, not “$kind”" >&2; exit 2 ;;
esac

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

venv_python=.venv/bin/python
if fits "$venv_python"; then
    python=$venv_python
else
    python=""
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        echo "Python 3.11 or newer was not found. Install it, or name it: make PYTHON=/path/to/python3.12 …" >&2
        exit 1
    fi
fi

# Other dependencies, another interpreter or place of the checkout ask for a new run; nothing else does.
state() {
    {
        pwd
        "$1" -c 'import sys; print(sys.version, sys.base_prefix)'
        cat pyproject.toml installer/constraints.txt installer/setup.sh installer/system-packages.sh
    } | cksum
}
now=$(state "$python")
for done_kind in dev "$kind"; do
    if [ "$(cat ".venv/.ready-$done_kind" 2>/dev/null)" = "$now" ]; then exit 0; fi
done

# Debian keeps ensurepip in a package of its own; a pip of the system can stand in for it.
venv_package=""
if [ "$python" != "$venv_python" ] && ! "$python" -c 'import ensurepip' 2>/dev/null &&
    ! "$python" -m pip --version >/dev/null 2>&1; then
    venv_package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
sh installer/system-packages.sh $venv_package

if [ "$python" != "$venv_python" ]; then
    echo "Creating .venv with $("$python" --version)"
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv --clear .venv
    else
        "$python" -m venv --clear --without-pip .venv
        "$python" -m pip --python "$venv_python" install pip
    fi
fi

# The build tool first, so that the package itself is built with what is installed and a second call needs no
# network.
pip="$venv_python -m pip install --disable-pip-version-check --no-input -c installer/constraints.txt"
echo "Installing dependencies into .venv: about 500 MB, this once"
if ! $pip hatchling || ! $pip --no-build-isolation -e ".$extras"; then
    echo "The dependencies could not be installed: look at the message of pip above. Without a network, put the" >&2
    echo "wheels of installer/constraints.txt into a folder and set PIP_NO_INDEX=1 PIP_FIND_LINKS=that folder." >&2
    exit 1
fi
state "$venv_python" >".venv/.ready-$kind"
