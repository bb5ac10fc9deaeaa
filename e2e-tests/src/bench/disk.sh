#!/usr/bin/env bash
# exporting, listing and reading a container, beside qemu-img, ntfsls, fls and a mount by ntfs-3g; [FILES] [MIB]
#
# Makes one container with FILES small files (100000) and MIB of larger ones (2048) through ntfs-3g, and does the same work
# with us and with each peer, whole processes, the start of the JVM counted, three times each in turn; the median counts.
# Everything is in the page cache. Ours runs with a heap of 256 MiB. ntfsls, fls and ntfs-3g get the raw image, which spares
# them the container. Needs root and fuse, to fill a volume.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

files=${1:-100000} mib=${2:-2048}
[[ $files =~ ^[1-9][0-9]*$ && $mib =~ ^[1-9][0-9]*$ ]] || die "disk takes the number of files and of MiB, not '$*'."
PATH=$PATH:/usr/sbin:/sbin
for tool in mkntfs:ntfs-3g ntfs-3g:ntfs-3g ntfsls:ntfs-3g sgdisk:gdisk qemu-img:qemu-utils fls:sleuthkit; do
  command -v "${tool%%:*}" > /dev/null || die "${tool%%:*} is missing. Install it: apt-get install ${tool##*:}"
done
[ "$(id -u)" = 0 ] && [ -e /dev/fuse ] || die "disk fills a volume through ntfs-3g: that needs root and /dev/fuse."

base=$(mktemp -d "${TMPDIR:-/tmp}/profilekeep-bench.XXXXXX")
mounted=''
cleanup() {
  status=$?
  trap - EXIT
  [ -z "$mounted" ] || umount "$base/mount" || true
  rm -rf "$base"
  exit $status
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start=$((2048 * 512))
mount_volume() {
  ntfs-3g "$@" "$base/volume.raw" "$base/mount"
  mounted=1
}
unmount_volume() {
  umount "$base/mount"
  mounted=''
}

fill() {
  local virtual=$((mib * 2 + files / 50 + 2048))
  truncate -s "${virtual}M" "$base/volume.raw"
  mkntfs -Q -F -q -c 4096 -L Profile "$base/volume.raw" > /dev/null 2>&1
  mkdir "$base/mount"
  mount_volume
  python3 - "$base/mount" "$files" "$mib" << 'PY'
import os, random, sys
root, files, mib = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(1)
for at in range(files):
    folder = f"{root}/Profile/AppData/Local/{at // 1000:04d}/{at // 100 % 10}"
    if at % 100 == 0:
        os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/cache entry {at:07d}.dat", "wb") as file:
        file.write(chance.randbytes(chance.choice((120, 400, 700, 2000, 5000))))
os.makedirs(root + "/Profile/Documents", exist_ok=True)
left, at = mib, 0
while left > 0:
    size = min(left, chance.choice((1, 2, 8, 32, 128)))
    with open(f"{root}/Profile/Documents/large {at:05d}.bin", "wb") as file:
        for _ in range(size):
            file.write(chance.randbytes(1 << 20))
    left, at = left - size, at + 1
PY
  unmount_volume
  truncate -s $((virtual + 2))M "$base/disk.raw"
  sgdisk --clear --new=1:2048:+"${virtual}"M --typecode=1:0700 "$base/disk.raw" > /dev/null
  dd if="$base/volume.raw" of="$base/disk.raw" bs=1M seek=1 conv=notrunc,sparse status=none
  rm "$base/volume.raw"
  qemu-img convert -O vhdx -o subformat=dynamic,block_size=33554432 "$base/disk.raw" "$base/disk.vhdx"
}

ours() { PROFILEKEEP_HEAP=256m script/profilekeep "$@"; }
read_all() {
  java -Xmx256m -XX:+UseSerialGC -Xshare:auto -cp "vhdx-lib/target/test-classes:$root/vhdx-lib/target/classes:replication-engine/target/lib/*" \
    dev.profilekeep.disk.bench.ReadAllFiles "$@"
}

measure() { # measure NAME COMMAND...: adds its seconds to the times of NAME
  local name=$1 begin=$EPOCHREALTIME
  shift
  "$@" > "$base/out" 2> "$base/err" || die "$name ended with $?: $(tail -3 "$base/err")"
  awk -v b="$begin" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", e - b }' >> "$base/$name.times"
}
median() { sort -n "$base/$1.times" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
row() { # row WHAT NAME PEER NOTE
  awk -v what="$1" -v s="$(median "$2")" -v peer="$(median "$3")" -v note="${4:-}" \
    'BEGIN { printf "%-44s %8.2f s %8.2f x   %s\n", what, s, peer / s, note }'
}

say "Building what is measured …"
script/profilekeep --version > /dev/null
[ -f vhdx-lib/target/test-classes/dev/profilekeep/disk/bench/ReadAllFiles.class ] || maven -q -pl vhdx-lib test-compile
say "Filling a volume with $files small files and $mib MiB of larger ones …"
fill

say "Measuring …"
qemu_out() { rm -f "$base/peer.raw" && qemu-img convert -O raw "$base/disk.vhdx" "$base/peer.raw"; }
our_out() { rm -f "$base/ours.raw" && ours disk export "$base/disk.vhdx" "$base/ours.raw"; }
for _ in 1 2 3; do
  measure export-peer qemu_out
  measure export-ours our_out
done
cmp "$base/peer.raw" "$base/ours.raw" || die "The two exports are not alike."
rm "$base/peer.raw" "$base/ours.raw"

dd if="$base/disk.raw" of="$base/volume.raw" bs=1M skip=1 conv=sparse status=none
truncate -s $(($(stat -c %s "$base/disk.raw") - start - 1048576)) "$base/volume.raw"
for _ in 1 2 3; do
  measure list-ntfsls ntfsls -R -F "$base/volume.raw"
  ntfsls_lines=$(wc -l < "$base/out")
  measure list-fls fls -r -p -o 2048 "$base/disk.raw"
  fls_lines=$(wc -l < "$base/out")
  measure list-info ours disk info "$base/disk.vhdx"
  measure list-ours ours disk ls -R "$base/disk.vhdx"
  listed=$(wc -l < "$base/out")
done

mount_volume -o ro
cat_all() { find "$base/mount" -type f -print0 | xargs -0 cat > /dev/null; }
peer_bytes=$(find "$base/mount" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }')
for _ in 1 2 3; do
  measure read-peer cat_all
  measure read-ours read_all "$base/disk.vhdx"
  ours_read=$(cat "$base/out")
done
unmount_volume
[[ $ours_read == *" $peer_bytes bytes,"* ]] || die "The mount shows $peer_bytes bytes, we read $ours_read."

echo
echo "disk: $(du -h --apparent-size "$base/disk.vhdx" | cut -f1) dynamic VHDX, $files small files and $mib MiB of larger ones, everything in the page cache"
echo "machine: $(nproc) cores ($(sed -nE 's/^model name.*: (.*)/\1/p' /proc/cpuinfo | head -1)), JDK $(java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java.version = (.*)/\1/p'), heap 256 MiB; $(qemu-img --version | head -1)"
echo
row 'qemu-img convert -O raw (the peer)' export-peer export-peer
row 'disk export' export-ours export-peer 'cmp finds no difference'
echo
row 'ntfsls -R of the raw volume (the peer)' list-ntfsls list-ntfsls "$ntfsls_lines lines"
row 'fls -r of the raw disk (the peer)' list-fls list-fls "$fls_lines lines"
row 'disk ls -R' list-ours list-ntfsls "$listed lines; $(awk -v a="$(median list-fls)" -v b="$(median list-ours)" 'BEGIN { printf "%.2f x of fls", a / b }')"
row 'disk info' list-info list-ntfsls
echo
row 'cat of every file on an ntfs-3g mount (the peer)' read-peer read-peer
row 'reading every file' read-ours read-peer "$ours_read"
