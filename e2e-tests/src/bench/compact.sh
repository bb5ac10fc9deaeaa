#!/usr/bin/env bash
# compacting a container and proving it, beside qemu-img convert followed by qemu-img compare
#
#   script/bench compact [LIVE]      live bytes of the profile (2G)
#   script/bench compact FILE.VHDX   a container that make-profile.sh made before; a copy of it is used
#
# Makes a profile as ../shared/fixtures/make-profile.sh makes it (a 30 GB container, 40 % of what was written deleted again) and has it repacked into blocks of 1 MiB: by disk compact, its own proof (check, content map,
# second reader) and the start of the JVM counted, the new file flushed; and by qemu-img convert to the same blocks, flushed likewise, with qemu-img compare of the two. Three times each in turn; the median counts. All read from
# the page cache. Beside the sizes stands the lower bound: the live clusters, and the blocks that they lie in.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

live=${1:-2G} made=
if [ -f "$live" ]; then
  made=$live
fi
[ -n "$made" ] || [[ $live =~ ^[1-9][0-9]*[MG]$ ]] || die "compact takes live bytes such as 2G, or a container, not '$*'."
fixtures=$root/../shared/fixtures
[ -f "$fixtures/make-profile.sh" ] || fixtures=$root/../../shared/fixtures
[ -n "$made" ] || [ -f "$fixtures/make-profile.sh" ] ||
  die "../shared/fixtures/make-profile.sh is not there: nothing makes realistic profiles."
command -v qemu-img > /dev/null || die "qemu-img is missing. Install it: apt-get install qemu-utils"
command -v python3 > /dev/null || die "python3 is missing. Install it: apt-get install python3"
PATH=$PATH:/usr/sbin:/sbin

base=$(mktemp -d "${TMPDIR:-/tmp}/profilekeep-bench.XXXXXX")
trap 'rm -rf "$base"' EXIT

if [ -n "$made" ]; then
  cp --sparse=always "$made" "$base/source.vhdx"
else
  say "Making a profile of $live …"
  bash "$fixtures/make-profile.sh" -o "$base/profiles" -n 1 -l "$live" -q > "$base/made" 2>&1 || die "$(tail -3 "$base/made")"
  mv "$base"/profiles/*/*.VHDX "$base/source.vhdx"
fi
say "Building what is measured …"
script/profilekeep --version > /dev/null

measure() { # measure NAME COMMAND...: adds its seconds to the times of NAME
  local name=$1 begin
  shift
  sync # what was written before is not this tool's to wait for
  cat "$base/source.vhdx" > /dev/null
  begin=$EPOCHREALTIME
  "$@" > "$base/out" 2> "$base/err" || die "$name ended with $?: $(tail -3 "$base/err")"
  awk -v b="$begin" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", e - b }' >> "$base/$name.times"
}
median() { sort -n "$base/$1.times" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
fact() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }

ours() { script/profilekeep disk compact --offline --block-size 1M --min-gain 0 --min-percent 0 --json "$base/ours/disk.vhdx"; }
theirs() {
  qemu-img convert -f vhdx -O vhdx -o subformat=dynamic,block_size=1048576 "$base/source.vhdx" "$base/theirs.vhdx"
  sync "$base/theirs.vhdx"
  qemu-img compare -f vhdx -F vhdx "$base/source.vhdx" "$base/theirs.vhdx"
}
read_once() { cat "$base/source.vhdx" > /dev/null; }

script/profilekeep disk compact --plan --offline --block-size 1M --min-gain 0 --min-percent 0 --json "$base/source.vhdx" > "$base/plan.json"
for _ in 1 2 3; do
  rm -rf "$base/ours" "$base/theirs.vhdx"
  mkdir "$base/ours"
  cp --sparse=always "$base/source.vhdx" "$base/ours/disk.vhdx"
  measure ours ours
  cp "$base/out" "$base/answer.json"
  measure theirs theirs
done
say "Proving with qemu-img and disk map …"
qemu-img check -q "$base/ours/disk.vhdx" || die "qemu-img check finds something in our file."
[ "$(script/profilekeep disk map "$base/source.vhdx" | head -1)" = "$(script/profilekeep disk map "$base/ours/disk.vhdx" | head -1)" ] ||
  die "The content of the two is not the same."

size() { stat -c %s "$1"; }
live_bytes=$(fact "$base/plan.json" liveBytes)
planned=$(fact "$base/plan.json" fileSizeAfterBytes)
echo
echo "compact: $(numfmt --to=iec "$(size "$base/source.vhdx")") container, $(numfmt --to=iec "$live_bytes") of it live, $(numfmt --to=iec "$(fact "$base/plan.json" staleBytes)") stale; blocks of 1 MiB"
echo "machine: $(nproc) cores ($(sed -nE 's/^model name.*: (.*)/\1/p' /proc/cpuinfo | head -1)), JDK $(java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java.version = (.*)/\1/p'), heap 512 MiB; $(qemu-img --version | head -1)"
echo
row() { # row WHAT SECONDS BYTES
  awk -v what="$1" -v s="$2" -v peer="$(median theirs)" -v b="$3" -v bound="$planned" \
    'BEGIN { printf "%-44s %8s s %7s x %10.1f MiB %7.2f x\n", what, s == "" ? "" : sprintf("%.2f", s), s == "" ? "" : sprintf("%.2f", peer / s), b / 1048576, b / bound }'
}
printf '%-44s %10s %9s %14s %9s\n' '' time 'of peer' file 'of bound'
row 'qemu-img convert and compare (the peer)' "$(median theirs)" "$(size "$base/theirs.vhdx")"
row 'disk compact, proof included' "$(median ours)" "$(size "$base/ours/disk.vhdx")"
row 'live clusters in whole blocks (the bound)' '' "$planned"
row 'live clusters' '' "$live_bytes"
echo
echo "disk compact read $(numfmt --to=iec "$(fact "$base/answer.json" readBytes)") and wrote $(numfmt --to=iec "$(fact "$base/answer.json" writtenBytes)") of content; planned $planned bytes, made $(size "$base/ours/disk.vhdx")."
