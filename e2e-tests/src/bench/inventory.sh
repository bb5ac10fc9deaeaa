#!/usr/bin/env bash
# containers/s of an inventory over SMB, first and unchanged, beside a plain listing of the same share by smbclient
#
# Lays N containers (real NTFS in sparse dynamic VHDX files, one folder each, both folder orders) on a share of a smbd of
# its own on loopback and runs script/profilekeep inventory as anybody would: a process each time, the JVM's start counted.
# The peer reads no container at all: it only lists, so a ratio of 1 would be an inventory that costs nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

count=${1:-10000}
[[ $count =~ ^[1-9][0-9]*$ ]] || die "inventory takes the number of containers, not '$count'."
for tool in smbd:samba smbclient:smbclient pdbedit:samba-common-bin mkntfs:ntfs-3g ntfsinfo:ntfs-3g sgdisk:gdisk qemu-img:qemu-utils; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" > /dev/null ||
    die "${tool%%:*} is missing. Install it: apt-get install ${tool##*:}"
done
PATH=$PATH:/usr/sbin:/sbin
. "$root/e2e-tests/src/bench/share.bash"

# One disk as FSLogix makes them: GPT, one NTFS partition, blocks stored as they were written.
make_disk() {
  local volume=$base/volume.raw disk=$base/disk.raw cluster=4096 lcn length
  truncate -s 62M "$volume"
  mkntfs -Q -F -q -c $cluster -L Profile "$volume" > /dev/null 2>&1
  # An unused log is megabytes of 0xFF. Beyond its restart pages nobody looks at them; as holes they need no room.
  read -r lcn length < <(ntfsinfo -f -v -i 2 "$volume" 2> /dev/null | awk '
    /Dumping attribute \$DATA/ { data = 1 }
    data && $1 == "0x0" { print $2, $3; exit }') || true
  lcn=$((${lcn:-0})) length=$((${length:-0}))
  if ((length > 16)); then
    dd if=/dev/zero of="$volume" bs=$cluster seek=$((lcn + 16)) count=$((length - 16)) conv=notrunc status=none
  fi
  truncate -s 64M "$disk"
  sgdisk --clear --new=1:2048:+62M --typecode=1:0700 --change-name=1:'Basic data partition' "$disk" > /dev/null
  dd if="$volume" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
  qemu-img convert -O vhdx -o subformat=dynamic,block_size=1048576 "$disk" "$base/disk.vhdx"
  cp --sparse=always "$base/disk.vhdx" "$base/container.vhdx"
  rm -f "$volume" "$disk" "$base/disk.vhdx"
}

lay_out() {
  local at name folder
  mkdir "$base/share"
  for ((at = 0; at < count; at++)); do
    name=$(printf 'user%06d' "$at")
    folder=S-1-5-21-1004336348-1177238915-682003330-$((100000 + at))
    if ((at % 2)); then folder=${folder}_$name; else folder=${name}_$folder; fi
    mkdir "$base/share/$folder"
    cp --reflink=auto --sparse=always "$base/container.vhdx" "$base/share/$folder/Profile_$name.VHDX"
  done
}

inventory() { # exit code 1 says that something was found, which is no failure here
  local status=0
  script/profilekeep inventory --config "$base/profilekeep.yml" --json > "$base/inventory.json" 2> "$base/inventory.err" || status=$?
  [ "$status" -lt 2 ] || die "script/profilekeep inventory ended with $status: $(tail -n 5 "$base/inventory.err")"
}

number() { # number NAME: of the answer of the last inventory
  grep -oE "\"$1\" *: *[0-9]+" "$base/inventory.json" | head -1 | grep -oE '[0-9]+$' || echo 0
}

row() { # row NAME SECONDS TIMES PEER-SECONDS BYTES
  awk -v name="$1" -v s="$2" -v n="$3" -v peer="$4" -v bytes="$5" -v count="$count" 'BEGIN {
    read = bytes == "" ? "-" : bytes >= 2^30 ? sprintf("%.2f GiB", bytes / 2^30) : sprintf("%.1f MiB", bytes / 2^20)
    printf "%-34s %9.2f %5s %14.0f %11s %12s\n", name, s, n, count / s, sprintf("%.2f x", peer / s), read }'
}

say "Building what is measured …"
script/profilekeep --version > /dev/null
say "Laying out $count containers …"
make_disk
lay_out
start_smbd
configure ENGINE

say "Measuring …"
times=()
for _ in 1 2 3; do
  measure listing 'recurse; ls'
  times+=("$took")
done
files=$(grep -c '\.VHDX ' "$base/listing" || true)
[ "$files" = "$count" ] || die "smbclient lists $files of $count containers: $(tail -3 "$base/listing")"
peer=$(median "${times[@]}") peer_times=${#times[@]}

times=()
for _ in 1 2 3; do
  rm -rf "$base/data"
  measure inventory
  times+=("$took")
  awk -v t="$took" 'BEGIN { exit t < 60 ? 0 : 1 }' || break # three times where it is quick
done
first=$(median "${times[@]}") first_times=${#times[@]} first_bytes=$(number bytesRead) first_total=$(number total)
first_unread=$(number unreadable)

times=()
for _ in 1 2 3; do
  measure inventory
  times+=("$took")
  awk -v t="$took" 'BEGIN { exit t < 60 ? 0 : 1 }' || break
done
second=$(median "${times[@]}") second_times=${#times[@]} second_bytes=$(number bytesRead) unchanged=$(number unchanged)

echo
echo "inventory: $count containers on one share, smbd $(smbd --version | awk '{ print $2 }'), loopback, signed, everything in the page cache"
machine
echo
printf '%-34s %9s %5s %14s %11s %12s\n' '' seconds runs containers/s 'of listing' 'bytes read'
row 'smbclient recurse; ls (the peer)' "$peer" "$peer_times" "$peer" ''
row 'inventory, first run' "$first" "$first_times" "$peer" "$first_bytes"
row 'inventory, nothing changed' "$second" "$second_times" "$peer" "$second_bytes"
echo
echo "The first run counted $first_total containers, $first_unread of them unreadable; the second found $unchanged unchanged."
