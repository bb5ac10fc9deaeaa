#!/bin/bash
# Makes the small profile with well-known folders that the tests of space read, with tools that are not ours. Run it only to change
# it: the facts in the tests come from the list below. Needs root, /dev/fuse, qemu-utils, ntfs-3g, python3.
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
OUT=$HERE/../resources/images
W=$(mktemp -d)
trap 'mountpoint -q "$W/fs" && umount "$W/fs"; rm -rf "$W"' EXIT
mkdir "$W/fs" "$W/done"
truncate -s 12M "$W/v"
mkntfs -q -Q -F -H 255 -S 63 -p 0 -L 'Folders' -c 4096 "$W/v" 2> /dev/null
ntfs-3g "$W/v" "$W/fs"

# put KIB PATH: a file of so many KiB below the folder of the profile
put() {
    mkdir -p "$(dirname "$W/fs/Profile/$2")"
    { yes 'a line that somebody wrote' || true; } | head -c "$1K" > "$W/fs/Profile/$2"
}

put 400 'AppData/Local/Microsoft/Edge/User Data/Default/Cache/Cache_Data/f_000001'
put 120 'AppData/Local/Microsoft/Edge/User Data/Default/Code Cache/js/index'
put 200 'AppData/Local/Microsoft/Edge/User Data/Profile 12/Cache/f_000002'
put 60 'AppData/Local/Microsoft/Edge/User Data/secret of anna/Cache/f_000003'
put 80 'AppData/Local/Microsoft/Edge/User Data/Default/History'
put 300 'AppData/Local/google/chrome/user data/default/CACHE/f_000001'
put 40 'AppData/Local/Mozilla/Firefox/Profiles/x7.default-release/cache2/entries/A'
put 280 'AppData/Local/Packages/MSTeams_8wekyb3d8bbwe/LocalCache/Microsoft/MSTeams/Logs/teams.log'
put 90 'AppData/Local/Packages/MSTeams_8wekyb3d8bbwe/LocalCache/Microsoft/MSTeams/EBWebView/WV2Profile_tfw/IndexedDB/d'
put 160 'AppData/Roaming/Microsoft/Teams/media-stack/trace.blog'
put 500 'AppData/Local/Microsoft/Outlook/anna@example.org.ost'
put 240 'AppData/Local/CrashDumps/excel.exe.1234.dmp'
put 16 'AppData/Local/Temp/left.tmp'
put 24 'AppData/LocalLow/Temp/low.tmp'
# A mail file that somebody put into a cache: the whole folder has to stay.
put 180 'AppData/Local/npm-cache/_cacache/a'
put 20 'AppData/Local/npm-cache/my mails.pst'
put 140 'AppData/Roaming/Code/CachedData/b/chunk'
put 32 'AppData/Roaming/Code/User/settings.json'
put 44 'AppData/Local/Somebody/thing.db'
put 36 'AppData/Roaming/Somebody/thing.db'
put 320 'Downloads/holiday.iso'
put 100 'Documents/letter to my doctor.txt'
put 28 'Desktop/notes.txt'
put 12 'OneDrive - Example/plan.txt'
put 8 'my own folder/diary.txt'
put 48 'NTUSER.DAT'
mkdir -p "$W/fs/\$Recycle.Bin/S-1-5-21-1-2-3-1001"
{ yes deleted || true; } | head -c 56K > "$W/fs/\$Recycle.Bin/S-1-5-21-1-2-3-1001/\$RABCDEF.txt"
umount "$W/fs"
qemu-img convert -f raw -O vhdx -o subformat=dynamic,block_size=1M "$W/v" "$W/done/folders.vhdx"
# The table of capital letters is kept once for all images.
gunzip -c "$OUT/upcase.gz" > "$W/upcase"
python3 "$HERE/pack.py" "$W/upcase" "$W/done" "$OUT"
ls -l "$OUT/folders.vhdx.pack.gz"
