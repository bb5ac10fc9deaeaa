#!/usr/bin/env bash
# verdicts/s of locks judged over SMB, beside smbclient's open and close of the same disks
#
# Lays N disks, each with a lock file beside it and all of them free, on a share of a smbd of its own on loopback, takes an
# inventory, and judges every lock by script/profilekeep lock show --now as anybody would: a process each time, the JVM's start
# counted. For each verdict that lists the folder, opens the disk alone and closes it, asks for handles, hosts and
# sessions, and keeps what was seen. The peer, one process as well, opens each disk and closes it, and judges nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

count=${1:-2000}
[[ $count =~ ^[1-9][0-9]*$ ]] || die "locks takes the number of locks, not '$count'."
for tool in smbd:samba smbclient:smbclient pdbedit:samba-common-bin; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" > /dev/null ||
    die "${tool%%:*} is missing. Install it: apt-get install ${tool##*:}"
done
PATH=$PATH:/usr/sbin:/sbin
. "$root/e2e-tests/src/bench/share.bash"

lay_out() {
  local at name folder
  mkdir "$base/share"
  head -c 3072 /dev/urandom > "$base/lockfile"
  for ((at = 0; at < count; at++)); do
    name=$(printf 'user%06d' "$at")
    folder=S-1-5-21-1004336348-1177238915-682003330-$((100000 + at))_$name
    mkdir "$base/share/$folder"
    truncate -s 1M "$base/share/$folder/Profile_$name.VHDX"
    cp "$base/lockfile" "$base/share/$folder/Profile_$name.VHDX.lock"
    printf 'open "%s\\Profile_%s.VHDX"\nclose 1\n' "$folder" "$name" >> "$base/commands" # it counts from 1 again once all are closed
  done
}

profilekeep() { # exit code 1 says that something was found, which is no failure here
  local status=0
  script/profilekeep "$@" --config "$base/profilekeep.yml" --json > "$base/answer.json" 2> "$base/answer.err" || status=$?
  [ "$status" -lt 2 ] || die "script/profilekeep $* ended with $status: $(tail -n 5 "$base/answer.err")"
}

open_and_close() {
  PASSWD=$PROFILEKEEP_BENCH_PASSWORD smbclient --configfile="$base/smb.conf" --port="$port" --user="$(id -un)" \
    //127.0.0.1/profiles < "$base/commands" > "$base/opened" 2>&1
}

row() { # row NAME SECONDS TIMES PEER-SECONDS
  awk -v name="$1" -v s="$2" -v n="$3" -v peer="$4" -v count="$count" 'BEGIN {
    printf "%-44s %9.2f %5s %12.0f %10s\n", name, s, n, count / s, sprintf("%.2f x", peer / s) }'
}

say "Building what is measured …"
script/profilekeep --version > /dev/null
say "Laying out $count locks …"
lay_out
start_smbd
configure CLOUD_CACHE

say "Measuring …"
times=()
for _ in 1 2 3; do
  measure open_and_close
  times+=("$took")
done
opened=$(grep -c 'open file' "$base/opened" || true)
failed=$(grep -c 'NT_STATUS\|not found\|bad command' "$base/opened" || true)
[ "$opened" = "$count" ] && [ "$failed" = 0 ] ||
  die "smbclient opened $opened of $count disks, $failed failures: $(tail -3 "$base/opened")"
peer=$(median "${times[@]}") peer_times=${#times[@]}

times=()
for _ in 1 2 3; do
  rm -rf "$base/data" # a disk is tried once a minute at most: each run has a catalog that never saw it
  profilekeep inventory
  measure profilekeep lock show --now --limit 1000000
  times+=("$took")
  awk -v t="$took" 'BEGIN { exit t < 60 ? 0 : 1 }' || break
done
judged=$(median "${times[@]}") judged_times=${#times[@]}
verdicts=$(grep -oE '"verdict" *: *"[A-Z_]+"' "$base/answer.json" | grep -oE '[A-Z_]+"$' | tr -d '"' | sort | uniq -c | awk '{ printf "%s%s %s", sep, $1, $2; sep = ", " }')

echo
echo "locks: $count on one share, Cloud Cache, no host report, smbd $(smbd --version | awk '{ print $2 }'), loopback, signed"
machine
echo
printf '%-44s %9s %5s %12s %10s\n' '' seconds runs verdicts/s 'of peer'
row 'smbclient open and close (the peer)' "$peer" "$peer_times" "$peer"
row 'profilekeep lock show --now' "$judged" "$judged_times" "$peer"
echo
echo "The last run said: $verdicts."
