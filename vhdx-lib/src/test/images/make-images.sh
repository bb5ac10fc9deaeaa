#!/bin/bash
# Makes the small disks that the tests of vhdx-lib read, with tools that are not ours, and writes them gzipped beside the
# tests. Run it only to change them: the images differ a little each time (serial numbers, identifiers, times), the facts in
# the tests do not. Needs root and: qemu-utils ntfs-3g gdisk fdisk python3.
#
# Each NTFS volume carries the same 128 KiB table $UpCase, which hardly compresses; pack.py takes it out of every image and
# keeps it once.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=$HERE/../resources/images
W=$(mktemp -d)
trap 'mountpoint -q "$W/fs" && umount "$W/fs"; rm -rf "$W"' EXIT
mkdir -p "$OUT" "$W/fs" "$W/done"
rm -f "$OUT"/*.vhd*

# volume NAME BYTES mkntfs-options...: an NTFS volume in a file, of the given size
volume() {
    local name=$1 bytes=$2
    shift 2
    truncate -s "$bytes" "$W/$name"
    mkntfs -q -Q -F -H 255 -S 63 "$@" "$W/$name" 2>/dev/null
}

# fill NAME KEEP DELETE: files of KEEP MiB that stay and DELETE MiB that are deleted again and leave their bytes
fill() {
    ntfs-3g "$W/$1" "$W/fs"
    mkdir "$W/fs/Profile"
    { yes 'a line of a document that somebody keeps' || true; } | head -c "${2}M" > "$W/fs/Profile/kept.txt"
    { yes 'a line of a cache that nobody needs' || true; } | head -c "${3}M" > "$W/fs/Profile/deleted.tmp"
    sync
    rm "$W/fs/Profile/deleted.tmp"
    umount "$W/fs"
}

# disk NAME VOLUME START BYTES: a raw disk with a volume at START
disk() {
    truncate -s "$4" "$W/$1"
    dd if="$W/$2" of="$W/$1" bs=64k seek="$3" oflag=seek_bytes conv=notrunc,sparse status=none
}

vhdx() { qemu-img convert -f raw -O vhdx -o "$3" "$W/$1" "$W/done/$2"; }
vhd() { qemu-img convert -f raw -O vpc -o "$3,force_size=on" "$W/$1" "$W/done/$2"; }

# 64 MiB, blocks of 1 MiB, GPT with a reserved partition as Windows makes it; half of what is stored was deleted
volume v1 $((46 * 1048576)) -L 'Größe 利用' -c 4096 -p $((17 * 2048))
fill v1 6 8
disk d1 v1 $((17 * 1048576)) $((64 * 1048576))
sgdisk -a 1 -n 1:34:$((16 * 2048 - 1)) -t 1:0c01 -c 1:'Microsoft reserved partition' \
    -n 2:$((17 * 2048)):$((63 * 2048 - 1)) -t 2:0700 -c 2:'Basic data partition' "$W/d1" > /dev/null
vhdx d1 gpt-msr.vhdx subformat=dynamic,block_size=1M

# 12 MiB fixed, MBR, a volume at sector 63, so that its 4 KiB clusters are not aligned to blocks
volume v2 $((8 * 1048576)) -L Unaligned -c 4096 -p 63
fill v2 1 2
disk d2 v2 $((63 * 512)) $((12 * 1048576))
echo "start=63, size=16384, type=7" | sfdisk -q "$W/d2"
vhdx d2 mbr-fixed.vhdx subformat=fixed,block_size=1M

# 24 MiB, 4096-byte sectors everywhere; qemu always writes 512 into the metadata, so that is put right afterwards
volume v3 $((20 * 1048576)) -L FourK -c 4096 -s 4096 -p 256
fill v3 2 3
disk d3 v3 1048576 $((24 * 1048576))
L=$(losetup -f --show -b 4096 "$W/d3")
sgdisk -n 1:256:5375 -t 1:0700 "$L" > /dev/null
losetup -d "$L"
vhdx d3 gpt-4kn.vhdx subformat=dynamic,block_size=2M
python3 "$HERE/set-sector-size.py" "$W/done/gpt-4kn.vhdx" 4096

# 32 MiB, no table at all, clusters of 64 KiB, marked dirty
volume v4 $((32 * 1048576)) -L Dirty -c 65536 -p 0
fill v4 3 4
ntfsfix "$W/v4" > /dev/null
vhdx v4 bare-dirty.vhdx subformat=dynamic,block_size=8M

# 40 MiB dynamic VHD, MBR, clusters of 512 bytes
volume v5 $((38 * 1048576)) -L Klein -c 512 -p 2048
fill v5 3 5
disk d5 v5 1048576 $((40 * 1048576))
echo "start=2048, size=$((38 * 2048)), type=7" | sfdisk -q "$W/d5"
vhd d5 mbr-dynamic.vhd subformat=dynamic

# 10 MiB fixed VHD with GPT, no label
volume v6 $((8 * 1048576)) -c 2048 -p 2048
fill v6 1 1
disk d6 v6 1048576 $((10 * 1048576))
sgdisk -n 1:2048:$((9 * 2048 - 1)) -t 1:0700 "$W/d6" > /dev/null
vhd d6 gpt-fixed.vhd subformat=fixed

# an empty dynamic disk as FSLogix makes it, before it is partitioned
qemu-img create -q -f vhdx -o subformat=dynamic,block_size=32M "$W/done/empty.vhdx" 30000M

# a freshly formatted profile of 30 GB in both formats: large on paper, small on disk; the tests count reads on them
volume v7 $((29998 * 1048576)) -L Profile-big -c 4096 -p 2048
disk d7 v7 1048576 $((30000 * 1048576))
sgdisk -n 1:2048:$((29999 * 2048 - 1)) -t 1:0700 "$W/d7" > /dev/null
vhdx d7 profile-30g.vhdx subformat=dynamic,block_size=32M
vhd d7 profile-30g.vhd subformat=dynamic

ntfscat -f -i 10 "$W/v1" > "$W/upcase"
python3 "$HERE/pack.py" "$W/upcase" "$W/done" "$OUT"
ls -l "$OUT"
