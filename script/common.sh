# Sourced by the other scripts; it takes the caller to the project's root, from wherever it was called.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD

# unless_fresh STAMP INPUT... -- COMMAND...
# Runs the command unless STAMP is newer than every input. A folder counts with all that is in it, and through its own
# date a file that has been removed counts too.
unless_fresh() {
  local stamp=$1 inputs=()
  shift
  while [ "$1" != -- ]; do
    inputs+=("$1")
    shift
  done
  shift
  if [ -e "$stamp" ] && [ -z "$(find "${inputs[@]}" -newer "$stamp" -print -quit)" ]; then return; fi
  mkdir -p "$(dirname "$stamp")"
  # Dated before the command: what is edited while it runs is newer than the stamp.
  touch "$stamp.new"
  "$@" || return
  mv "$stamp.new" "$stamp"
}

# build_addon KIND: brings a build of script/build-native up to date. The stamp lies with the addon, to go when it goes.
build_addon() {
  local folder=build/$1/build/Release
  if [ "$1" = release ]; then folder=build/Release; fi
  unless_fresh "$folder/.built" native CMakeLists.txt script/build-native package-lock.json -- script/build-native "$1"
}

# find_sudo: makes of `sudo` the command that has root's rights; fails where there is none.
find_sudo() {
  if sudo -n true 2> /dev/null; then
    sudo=(sudo -n)
  elif [ -t 0 ] && command -v sudo > /dev/null && sudo true; then
    sudo=(sudo)
  else
    return 1
  fi
}
