# Shared by the scripts; not to be run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Names on a share are Unicode; Java reads those of local folders as the locale says.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac

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

# Maven, quiet where it can be. Its options: no prompts, no download bars.
maven() { mvn -B -ntp "$@"; }
