# Sourced by the other scripts. It leaves the caller in the project's root, which also ends each file's first question:
# from where it was called.
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

# build_addon KIND: brings a build of script/build-native up to date.
build_addon() {
  unless_fresh "build/$1.stamp" native CMakeLists.txt script/build-native package-lock.json -- script/build-native "$1"
}
