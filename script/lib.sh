# Shared by the scripts; not to be run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Names on a share are Unicode; Java reads those of local folders as the locale says. The C library is asked and not the
# variables: they may name a locale that is not there, which counts for nothing.
utf8() { [ "$(locale charmap 2> /dev/null)" = UTF-8 ]; }
use_utf8() {
  local each
  ! utf8 || return 0
  for each in C.UTF-8 C.utf8 en_US.UTF-8 $(locale -a 2> /dev/null | grep -iE '\.utf-?8$'); do
    if LC_ALL=$each utf8; then export LC_ALL=$each; return 0; fi
  done 2> /dev/null
  export LC_ALL=C.UTF-8 # a machine without the tool that tells
}
use_utf8

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
warn() { printf '\033[1;33m!! %s\033[0m\n' "$*" >&2; }
die() { printf '\033[1;31m%s\033[0m\n' "$*" >&2; exit 2; }

# newer JAR MODULE...: is the jar missing, or older than a source of one of the modules?
stale() {
  local jar=$1; shift
  [ -f "$jar" ] || return 0
  local folders=()
  for module in "$@"; do folders+=("$module/src" "$module/pom.xml"); done
  [ -n "$(find pom.xml "${folders[@]}" -newer "$jar" -not -path '*/src/test/*' -not -path '*/frontend/generated/*' \
    -not -path '*/src/main/frontend/index.html' -print -quit 2>/dev/null)" ]
}

# The frontend's build needs Node 20 with npm 9.6; Debian 12 has 18 with 9.2. script/bootstrap fetches these two from npm
# and puts them beside, for the build alone.
node_wanted=20.0 npm_wanted=9.6
node_pin=22.23.3 npm_pin=10.9.4
node_folder=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/profilekeep/node-$node_pin-npm-$npm_pin
new_enough() { # new_enough TOOL VERSION
  local version
  version=$("$1" --version 2> /dev/null | tr -d v) || return 1
  [ "$(printf '%s\n' "$2" "$version" | sort -V | head -1)" = "$2" ]
}
node_will_do() { new_enough node $node_wanted && new_enough npm $npm_wanted; }
use_node() {
  if [ -x "$node_folder/node_modules/.bin/node" ] && ! node_will_do; then
    PATH=$node_folder/node_modules/.bin:$PATH
  fi
}

# Maven, quiet where it can be. Its options: no prompts, no download bars.
maven() {
  use_node
  mvn -B -ntp "$@"
}
