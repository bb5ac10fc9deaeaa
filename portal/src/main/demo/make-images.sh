#!/usr/bin/env bash
# Makes the disks of the demo estate: real NTFS in real VHDX and VHD files, written through qemu's own drivers, so that
# blocks are allocated in the order of time and deleted files leave stale space behind. Run by hand when the demo needs
# another disk; what it makes is committed under src/main/resources/demo.
#
#   apt-get install qemu-utils ntfs-3g libnbd-bin gdisk python3        needs root, /dev/fuse and loop devices
#   portal/src/main/demo/make-images.sh [NAME ...]                    all disks, or only those named
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target="$here/../resources/demo"
mkdir -p "$target"
work=$(mktemp -d)
nbd_pid= loop=

tidy() {
  set +e
  mountpoint -q "$work/fs" && umount "$work/fs"
  [ -n "$loop" ] && losetup -d "$loop" 2>/dev/null
  mountpoint -q "$work/nbd" && fusermount3 -u "$work/nbd"
  [ -n "$nbd_pid" ] && kill "$nbd_pid" 2>/dev/null
  rm -rf "$work"
}
trap tidy EXIT
mkdir -p "$work/fs" "$work/nbd"

# What a profile holds: small real files, and zero-filled ones that stand for the bulk.
cat > "$work/fill.py" <<'PY'
import os, random, struct, sys

root, name, kind, live, stale, seed = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), sys.argv[6]
rnd = random.Random(seed)
words = "meeting notes plan budget travel report invoice contract draft review team project quarter offer".split()


def put(path, data):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as out:
        out.write(data)


def bulk(path, size):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    zeros = bytes(1 << 20)
    with open(full, "wb") as out:
        while size > 0:
            out.write(zeros[: min(size, len(zeros))])
            size -= len(zeros)


def hive(sequence):
    """The base block of a registry hive, sound by its checksum, with one empty bin."""
    head = bytearray(4096)
    struct.pack_into("<4sIIQIIIIII", head, 0, b"regf", sequence, sequence, 0x01DC5A0000000000, 1, 5, 0, 1, 32, 4096)
    struct.pack_into("<I", head, 44, 1)
    check = 0
    for at in range(0, 508, 4):
        check ^= struct.unpack_from("<I", head, at)[0]
    struct.pack_into("<I", head, 508, check)
    bin_ = bytearray(4096)
    struct.pack_into("<4sII", bin_, 0, b"hbin", 0, 4096)
    struct.pack_into("<i", bin_, 32, 4096 - 32)
    return bytes(head + bin_)


cache = []
if kind == "profile":
    put("Profile/NTUSER.DAT", hive(rnd.randint(100, 9000)))
    put("Profile/ntuser.ini", b"[General]\r\n")
    put("Profile/AppData/Local/Microsoft/Windows/UsrClass.dat", hive(rnd.randint(100, 9000)))
    for _ in range(40):
        text = " ".join(rnd.choices(words, k=rnd.randint(5, 400))).encode()
        put(f"Profile/Documents/{rnd.choice(words).title()}/{rnd.choice(words)} {rnd.randint(1, 999)}.txt", text)
    names = [f"Profile/AppData/Local/Microsoft/Outlook/{name}@contoso.test.ost"]
    names += [f"Profile/Pictures/IMG_{rnd.randint(0, 9999):04d}.JPG" for _ in range(6)]
    names += [f"Profile/AppData/Local/Packages/MSTeams_8wekyb3d8bbwe/LocalCache/f_{rnd.getrandbits(20):06x}" for _ in range(8)]
else:
    put("ODFC/Outlook/readme.txt", b"Office data container\r\n")
    names = [f"ODFC/Outlook/{name}@contoso.test.ost", "ODFC/OneDrive/cache.db", "ODFC/Teams/IndexedDB/000123.ldb"]
weights = [rnd.random() + (4 if at == 0 else 0) for at in range(len(names))]
steps = 6
for step in range(steps):  # the mail file grows in slices, between files that are deleted later
    for path, weight in zip(names, weights):
        size = int(live * weight / sum(weights) / steps) // 4096 * 4096
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "ab") as out:
            left = size
            while left > 0:
                out.write(bytes(min(left, 1 << 20)))
                left -= 1 << 20
    if stale:
        path = f"Profile/AppData/Local/Temp/cache-{step}.tmp"
        bulk(path, stale // steps)
        cache.append(path)
os.sync()
for path in cache:
    os.unlink(os.path.join(root, path))
PY

# disk NAME KIND LABEL VIRTUAL_MIB LIVE_MIB STALE_MIB [vhdx|vhd] [clean|dirty|unclean]
disk() {
  local name=$1 kind=$2 label=$3 virtual=$4 live=$5 stale=$6 format=${7:-vhdx} end=${8:-clean}
  if [ ${#only[@]} -gt 0 ] && [[ " ${only[*]} " != *" $name "* ]]; then return; fi
  local driver=vhdx options=subformat=dynamic,block_size=33554432 image="$work/$name"
  [ "$format" = vhd ] && driver=vpc options=subformat=dynamic,force_size=on
  qemu-img create -q -f $driver -o $options "$image" "${virtual}M"
  qemu-nbd -f $driver -t -k "$work/socket" --fork --pid-file="$work/pid" --detect-zeroes=off --cache=unsafe "$image"
  nbd_pid=$(cat "$work/pid")
  nbdfuse "$work/nbd/disk" --unix "$work/socket" &
  until [ -e "$work/nbd/disk" ]; do sleep .1; done
  loop=$(losetup -f --show "$work/nbd/disk")
  sgdisk -n 1:2048:0 -t 1:0700 -c 1:"Basic data partition" "$loop" > /dev/null 2>&1 || true
  local first last
  first=$(sgdisk -i 1 "$loop" | awk '/First sector/{print $3}')
  last=$(sgdisk -i 1 "$loop" | awk '/Last sector/{print $3}')
  losetup -d "$loop"
  # Formatted small, so that $LogFile stays small, filled, then grown as FSLogix grows a disk.
  local whole=$(((last - first + 1) * 512)) begin=$(((live + stale) * 1048576 * 115 / 100 + 200 * 1048576))
  [ $begin -gt $whole ] && begin=$whole
  window() { loop=$(losetup -f --show -o $((first * 512)) --sizelimit "$1" "$work/nbd/disk"); }
  grow() {
    losetup -d "$loop"; window "$1"
    ntfsresize -ff --no-progress-bar "$loop" < /dev/null > "$work/resize" 2>&1 || { cat "$work/resize"; exit 1; }
    ntfsfix -d "$loop" > /dev/null
  }
  window $((200 * 1048576))
  mkntfs -q -Q -L "$label" -p "$first" -H 255 -S 63 "$loop" > /dev/null
  grow $begin
  ntfs-3g -o big_writes,noatime "$loop" "$work/fs"
  python3 "$work/fill.py" "$work/fs" "$name" "$kind" $((live * 1048576)) $((stale * 1048576)) "$name"
  umount "$work/fs"
  [ $begin -lt $whole ] && grow $whole
  if [ "$end" = dirty ]; then
    # The next host shall check it: VOLUME_IS_DIRTY in $Volume, set as Windows does when a host dies.
    python3 - "$loop" <<'PY'
import struct, sys
with open(sys.argv[1], "r+b") as f:
    boot = f.read(512)
    cluster = struct.unpack_from("<H", boot, 11)[0] * boot[13]
    for table in struct.unpack_from("<QQ", boot, 48):
        at = table * cluster + 3 * 1024
        f.seek(at)
        record = bytearray(f.read(1024))
        attribute = struct.unpack_from("<H", record, 20)[0]
        while struct.unpack_from("<I", record, attribute)[0] != 0x70:
            attribute += struct.unpack_from("<I", record, attribute + 4)[0]
        flags = attribute + struct.unpack_from("<H", record, attribute + 20)[0] + 10
        record[flags] |= 1
        f.seek(at)
        f.write(record)
PY
  fi
  sync
  losetup -d "$loop"; fusermount3 -u "$work/nbd"; sleep .3; kill "$nbd_pid"
  while kill -0 "$nbd_pid" 2>/dev/null; do sleep .1; done
  nbd_pid='' loop=''
  [ "$end" = unclean ] && unclean "$image"
  python3 "$here/pack.py" "$image" "$target/$name.pack"
  rm -f "$image"
}

# Leaves a VHDX as a host does that dies between writing its last log entry and tidying up: the header names that entry.
unclean() {
  python3 - "$1" <<'PY'
import struct, sys

TABLE = []
for value in range(256):
    for _ in range(8):
        value = (value >> 1) ^ 0x82F63B78 if value & 1 else value >> 1
    TABLE.append(value)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


with open(sys.argv[1], "r+b") as disk:
    headers = []
    for at in (65536, 131072):
        disk.seek(at)
        headers.append((at, bytearray(disk.read(4096))))
    at, header = max(headers, key=lambda h: struct.unpack_from("<Q", h[1], 8)[0])
    other = min(headers, key=lambda h: struct.unpack_from("<Q", h[1], 8)[0])[0]
    length, start = struct.unpack_from("<IQ", header, 68)
    disk.seek(start)
    log = disk.read(length)
    newest = None
    for entry in range(0, length, 4096):
        if log[entry : entry + 4] == b"loge":
            size, tail, sequence = struct.unpack_from("<IIQ", log, entry + 8)
            if tail == entry and (newest is None or sequence > newest[0]):
                newest = (sequence, log[entry + 32 : entry + 48])
    struct.pack_into("<Q", header, 8, struct.unpack_from("<Q", header, 8)[0] + 1)
    header[48:64] = newest[1]
    struct.pack_into("<I", header, 4, 0)
    struct.pack_into("<I", header, 4, crc32c(bytes(header)))
    disk.seek(other)
    disk.write(header)
PY
}

only=("$@")
#    name              kind    label            virtual  live stale
disk anna-profile      profile Profile-anna       30000  3100   400
disk anna-odfc         odfc    O365-anna          30000  1400     0
disk ben-profile       profile Profile-ben         4096  3720     0
disk chiara-profile    profile Profile-chiara     30000  1900  5600
disk daniel-profile    profile Profile-daniel     30000  2300   250 vhdx dirty
disk emma-profile      profile Profile-emma       30000  2700   300
disk emma-odfc         odfc    O365-emma          30000  2100     0
disk farid-profile     profile Profile-farid      30000  1250   100
disk grace-profile     profile Profile-grace      30000   900   150
disk henrik-profile    profile Profile-henrik     30000  2050   200
disk ines-profile      profile Profile-ines       20000  1500   100 vhd
disk jonas-profile     profile Profile-jonas      30000  1100    50 vhdx unclean
disk kofi-profile      profile Profile-kofi       30000  1750   150
disk kofi-old          profile Profile-kofi       30000   600     0
disk lena-profile      profile Profile-lena       30000  2450   350
disk noah-profile      profile Profile-noah       30000   800     0
disk helge-profile     profile Profile-helge      30000  1650   120
disk ada-profile       profile Profile-ada        30000  3900   700
disk shared-odfc       odfc    O365               30000   950     0
