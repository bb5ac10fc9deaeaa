#!/bin/bash
# Makes the small volume with all kinds of files that the tests of vhdx-lib read (fill-volume.py), with tools that are not
# ours, and the list of what ntfs-3g reads back from it. Run it only to change them. Needs root, /dev/fuse, ntfs-3g, python3.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=$HERE/../resources
W=$(mktemp -d)
trap 'mountpoint -q "$W/fs" && umount "$W/fs"; rm -rf "$W"' EXIT
mkdir "$W/fs" "$W/done"
truncate -s 6M "$W/done/all-kinds.ntfs"
mkntfs -q -Q -F -H 255 -S 63 -p 0 -L 'All kinds' -s 512 -c 512 "$W/done/all-kinds.ntfs" 2> /dev/null
ntfs-3g -o streams_interface=xattr,compression "$W/done/all-kinds.ntfs" "$W/fs"
python3 "$HERE/fill-volume.py" "$W/fs" 42 6 "$W/descriptors" "$OUT/compress"
umount "$W/fs"
ntfs-3g -o ro,streams_interface=xattr "$W/done/all-kinds.ntfs" "$W/fs"
python3 "$HERE/fill-volume.py" "$W/fs" - 6 "$W/truth" -
umount "$W/fs"
# The table of capital letters is kept once for all images.
gunzip -c "$OUT/images/upcase.gz" > "$W/upcase"
python3 "$HERE/pack.py" "$W/upcase" "$W/done" "$OUT/images"
cut -f 1-6 "$W/truth" | gzip -9n > "$OUT/images/all-kinds.tsv.gz"
ls -l "$OUT/images"
