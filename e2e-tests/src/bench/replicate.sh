#!/usr/bin/env bash
# carrying a change of 1 %, and a mere new layout, to a second server, beside rsync --inplace of the same pair
#
#   script/bench replicate [LIVE]      live bytes of the profile (1G)
#   script/bench replicate FILE.VHDX   a container that make-profile.sh made before; a copy of it is used
#   script/bench replicate WHICH xfs   the same with all files on an XFS in a file of this folder, whose server clones blocks where others copy them (needs root)
#
# Makes a profile as ../shared/fixtures/make-profile.sh makes it, lays it into a folder and the same on the share of a smbd of its own on loopback, has ProfileKeep find out that they agree, and changes 1 % of the live
# bytes. Then script/profilekeep replicate brings the copy up to date over SMB, a process of its own, the start of the JVM, the proof of the new file and its flush counted; and rsync --inplace --no-whole-file does the same with
# two folders of this machine, flushed likewise, without a network, a proof or a moment in which the old copy is whole. Three times each in turn, from the same state; the median counts. After that the same once more after disk compact at the active site.
# Read from the page cache first; then, as root, with an empty one, as a night finds it. Neither is slowed down for the sake of people at work (operationsPerUser: 0).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

live=${1:-1G} made= store=${2:-}
[ -z "$store" ] || [ "$store" = xfs ] || die "the second word can only be xfs, not '$store'."
if [ -f "$live" ]; then
  made=$(realpath "$live")
fi
[ -n "$made" ] || [[ $live =~ ^[1-9][0-9]*[MG]$ ]] || die "replicate takes live bytes such as 1G, or a container, not '$*'."
fixtures=$root/../shared/fixtures
[ -f "$fixtures/make-profile.sh" ] || fixtures=$root/../../shared/fixtures
[ -n "$made" ] || [ -f "$fixtures/make-profile.sh" ] ||
  die "../shared/fixtures/make-profile.sh is not there: nothing makes realistic profiles."
for tool in rsync:rsync smbd:samba smbclient:smbclient pdbedit:samba-common-bin ntfs-3g:ntfs-3g nbdfuse:libnbd-bin qemu-nbd:qemu-utils python3:python3; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" > /dev/null ||
    die "${tool%%:*} is missing. Install it: apt-get install ${tool##*:}"
done
PATH=$PATH:/usr/sbin:/sbin
. "$root/e2e-tests/src/bench/share.bash"

loop=
release() { # what is mounted would keep the folder from being removed
  ! mountpoint -q "$base/fs" || umount "$base/fs"
  [ -z "$loop" ] || losetup -d "$loop"
  ! mountpoint -q "$base/nbd" || fusermount3 -u "$base/nbd"
  [ -z "$smbd_pid" ] || kill "$smbd_pid" 2> /dev/null || true
  [ -z "$smbd_pid" ] || wait "$smbd_pid" 2> /dev/null || true
  smbd_pid=
  ! mountpoint -q "$base/store" || umount "$base/store"
}
trap 'status=$?; release; (exit $status); cleanup' EXIT

change() { # change CONTAINER ROUND: writes 1 % of the live bytes anew, through qemu's own driver
  local mnt=$base/nbd bytes
  mkdir -p "$mnt" "$base/fs"
  qemu-nbd --fork --pid-file="$base/nbd.pid" -k "$base/nbd.sock" -f vhdx "$1" > /dev/null 2>&1
  nbdfuse -P "$base/nbdfuse.pid" "$mnt" --unix "$base/nbd.sock" > /dev/null 2>&1 &
  for _ in $(seq 100); do
    [ -e "$mnt/nbd" ] && break
    sleep 0.1
  done
  loop=$(losetup -f --show -o 1048576 "$mnt/nbd")
  ntfs-3g "$loop" "$base/fs"
  bytes=$(du -sb --apparent-size "$base/fs" 2> /dev/null | cut -f1)
  python3 - "$base/fs" "$((bytes / 100))" "$2" << 'PY'
import os, random, sys
R = random.Random(6 + int(sys.argv[3])); left = int(sys.argv[2]); files = []
for folder, _, names in os.walk(sys.argv[1]):
    files += [os.path.join(folder, name) for name in names]
files.sort(); R.shuffle(files)
for name in files:
    if left <= 0: break
    if os.path.islink(name) or not os.path.isfile(name): continue
    size = os.path.getsize(name)
    if 0 < size <= left:
        with open(name, 'r+b') as f: f.write(R.randbytes(size))
        left -= size
PY
  umount "$base/fs"
  losetup -d "$loop"
  loop=
  fusermount3 -u "$mnt" 2> /dev/null || fusermount -u "$mnt"
  kill "$(cat "$base/nbd.pid")" 2> /dev/null || true
  for _ in $(seq 100); do
    kill -0 "$(cat "$base/nbd.pid" 2> /dev/null || echo 1)" 2> /dev/null || break
    sleep 0.1
  done
}

if [ -n "$made" ]; then
  cp --sparse=always "$made" "$base/before.vhdx"
else
  say "Making a profile of $live …"
  bash "$fixtures/make-profile.sh" -o "$base/profiles" -n 1 -l "$live" -q > "$base/made" 2>&1 || die "$(tail -3 "$base/made")"
  mv "$base"/profiles/*/*.VHDX "$base/before.vhdx"
fi
say "Building what is measured …"
script/profilekeep --version > /dev/null

mkdir "$base/store"
if [ "$store" = xfs ]; then
  command -v mkfs.xfs > /dev/null || die "mkfs.xfs is missing. Install it: apt-get install xfsprogs"
  truncate -s $(($(stat -c %s "$base/before.vhdx") * 5 + (4 << 30))) "$base/xfs.img"
  mkfs.xfs -q -m reflink=1 "$base/xfs.img"
  mount -o loop "$base/xfs.img" "$base/store"
fi
mkdir "$base"/store/{share,here,peer}
for each in share here peer; do ln -s "store/$each" "$base/$each"; done
name=S-1-5-21-1004336348-1177238915-682003330-100001_anna/Profile_anna.VHDX
mkdir -p "$base/share/${name%/*}" "$base/here/${name%/*}"
cp --sparse=always "$base/before.vhdx" "$base/here/$name"
cp --sparse=always "$base/before.vhdx" "$base/share/$name"
share_options='vfs objects = acl_xattr' # rights as Windows has them, which a new file takes over from the old one
chmod 777 "$base/share" "$base/share/" "$base/share/${name%/*}"
chmod 666 "$base/share/$name"
start_smbd
cat > "$base/profilekeep.yml" << CONF
dataDirectory: data
sites:
  - {id: here, name: Here, zone: UTC}
  - {id: there, name: There, zone: UTC}
credentials:
  - {id: bench, username: $(id -un), passwordFrom: "env:PROFILEKEEP_BENCH_PASSWORD"}
locations:
  - {id: folder, site: here, name: Folder, address: here, mode: ACT, limits: {operationsPerUser: 0}}
  - {id: share, site: there, name: Share, address: "smb://127.0.0.1:$port/profiles", credentials: bench, mode: ACT, limits: {operationsPerUser: 0}}
sets:
  - {id: set, name: Set, replication: ENGINE, activeSite: here, locations: [folder, share]}
policies: {replication: {keepFreePercent: 0}}
CONF

profilekeep() { # exit code 1 says that something was found
  local status=0
  script/profilekeep "$@" --config "$base/profilekeep.yml" --json > "$base/answer.json" 2> "$base/answer.err" || status=$?
  [ "$status" -lt 2 ] || die "script/profilekeep $* ended with $status: $(tail -n 5 "$base/answer.err")"
}
fact() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$base/answer.json" "$1"; }
up_to_date() { [ "$(fact upToDate)" = 1 ] || die "The copy was not brought up to date: $(cat "$base/answer.json")"; }
same() {
  [ "$(script/profilekeep disk map "$1" | head -1)" = "$(script/profilekeep disk map "$2" | head -1)" ] || die "The content of $1 and $2 is not the same."
}

say "Finding out that both agree …"
profilekeep inventory
profilekeep replicate --offline
up_to_date
# The share's file must stay the very file that was agreed on, and the exchange puts another one there: so each further run is of a further change.
ours=() theirs=() cold_ours=() cold_theirs=() cold=''
ready() { # ready FILE...: the page cache has them, or nothing
  sync
  if [ -n "$cold" ]; then
    echo 3 > /proc/sys/vm/drop_caches
  else
    cat "$@" > /dev/null
  fi
}
run() { # run: measures both on what changed at $base/here since the last time; the peer's copy is $base/peer/disk.vhdx
  profilekeep inventory
  ready "$base/here/$name" "$base/share/$name"
  measure profilekeep replicate --offline
  up_to_date
  ours_took=$took ours_read=$(fact bytesRead) ours_sent=$(fact bytesSent)
  ready "$base/here/$name" "$base/peer/disk.vhdx"
  measure theirs
  theirs_took=$took
}
theirs() {
  rsync --inplace --no-whole-file --stats "$base/here/$name" "$base/peer/disk.vhdx" > "$base/rsync"
  sync "$base/peer/disk.vhdx"
}
stat_of() { sed -nE "s/^$1: ([0-9,.]+).*/\1/p" "$base/rsync" | tr -d ',.'; }

cp --sparse=always "$base/before.vhdx" "$base/peer/disk.vhdx"
for round in 1 2 3; do
  say "A change of 1 %, $round of 3 …"
  change "$base/here/$name" "$round"
  run
  ours+=("$ours_took") theirs+=("$theirs_took")
done
changed_read=$ours_read changed_sent=$ours_sent
changed_peer_sent=$(stat_of 'Total bytes sent')
both=$(($(stat -c %s "$base/here/$name") + $(stat -c %s "$base/peer/disk.vhdx")))
if [ -w /proc/sys/vm/drop_caches ]; then
  cold=1
  for round in 4 5 6; do
    say "A change of 1 %, with an empty page cache, $((round - 3)) of 3 …"
    change "$base/here/$name" "$round"
    run
    cold_ours+=("$ours_took") cold_theirs+=("$theirs_took")
  done
  cold=''
fi
same "$base/here/$name" "$base/share/$name"

say "A new layout …"
script/profilekeep disk compact --offline --min-gain 0 --min-percent 0 "$base/here/$name" > /dev/null
rm -rf "$base/here/.profilekeep" "$base/here/${name%/*}/.profilekeep"
run
layout_both=$(($(stat -c %s "$base/here/$name") + $(stat -c %s "$base/peer/disk.vhdx")))
same "$base/here/$name" "$base/share/$name"

echo
echo "replicate: a container of $(numfmt --to=iec "$(stat -c %s "$base/before.vhdx")") on $(stat -f -c %T "$base/store"); $(rsync --version | head -1)"
machine
echo
row() { # row WHAT SECONDS PEER-SECONDS READ SENT
  awk -v what="$1" -v s="$2" -v peer="$3" -v r="$4" -v n="$5" 'BEGIN {
    printf "%-44s %8.2f s %7.2f x %12.1f MiB %12.2f MiB\n", what, s, peer / s, r / 1048576, n / 1048576 }'
}
printf '%-44s %10s %9s %16s %16s\n' '' time 'of peer' read sent
row 'rsync of a change of 1 % (the peer)' "$(median "${theirs[@]}")" "$(median "${theirs[@]}")" "$both" "$changed_peer_sent"
row 'replicate of a change of 1 %, proof included' "$(median "${ours[@]}")" "$(median "${theirs[@]}")" "$changed_read" "$changed_sent"
if [ "${#cold_ours[@]}" -gt 0 ]; then
  row 'rsync of the same, page cache empty' "$(median "${cold_theirs[@]}")" "$(median "${cold_theirs[@]}")" "$both" "$changed_peer_sent"
  row 'replicate of the same, page cache empty' "$(median "${cold_ours[@]}")" "$(median "${cold_theirs[@]}")" "$changed_read" "$changed_sent"
fi
row 'rsync after a new layout (the peer)' "$theirs_took" "$theirs_took" "$layout_both" "$(stat_of 'Total bytes sent')"
row 'replicate after a new layout' "$ours_took" "$theirs_took" "$ours_read" "$ours_sent"
echo
echo "rsync reads both files whole; ours are the bytes read of both sides and of the new file. Sent are bytes of content for us, and all bytes for rsync."
