#!/usr/bin/env bash
# first, unchanged and changed backups, restores and sizes, beside restic and borg on the same containers
#
#   script/bench backup [LIVE] [USERS] [DAYS]   live bytes of each profile (512M), how many (1), and days of 1 % change (1)
#   script/bench backup FOLDER [DAYS]           profiles that make-profile.sh made before; a copy of them is used
#
# Makes profiles as ../shared/fixtures/make-profile.sh makes them (30 GB containers, 40 % of what was written deleted again), backs them up with script/profilekeep and with restic and
# borg, which see the container files; then once more as they are; then with 1 % of the live bytes changed; then restores them. Every tool runs as a process of its own, the JVM's start
# and Argon2id counted, ours without its pauses for sign-ins (--offline), which the others do not make. All read from the page cache: before each run everything is read once, and what is still to be written is. Beside it the machine's own bound: reading the live data once, SHA-256, zstd -1, AES-256-GCM and writing it,
# each alone on one core, added up and divided by the cores.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../../script/lib.sh"

live=${1:-512M} users=${2:-1} days=${3:-1} made=
if [ -d "$live" ]; then
  days=${2:-1}
  made=$(cd "$live" && pwd) users=$(find "$made" -name '*.VHDX' | wc -l)
  live=$(grep -ohE '"live_bytes": [0-9]+' "$made.truth"/*.json | grep -oE '[0-9]+' | awk '{ s += $1 } END { printf "%dM", s / NR / 1048576 }')
fi
[[ $live =~ ^[1-9][0-9]*[MG]$ && $users =~ ^[1-9][0-9]*$ && $days =~ ^[1-9][0-9]*$ ]] ||
  die "backup takes live bytes such as 512M, a number of users and one of days, not '$*'."
fixtures=$root/../shared/fixtures
[ -f "$fixtures/make-profile.sh" ] || fixtures=$root/../../shared/fixtures
[ -n "$made" ] || [ -f "$fixtures/make-profile.sh" ] ||
  die "../shared/fixtures/make-profile.sh is not there: nothing makes realistic profiles."
for tool in restic:restic borg:borgbackup ntfs-3g:ntfs-3g nbdfuse:libnbd-bin sgdisk:gdisk zstd:zstd openssl:openssl; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${tool%%:*}" > /dev/null ||
    die "${tool%%:*} is missing. Install it: apt-get install ${tool##*:}"
done
[ -x /usr/bin/time ] || die "/usr/bin/time is missing. Install it: apt-get install time"
PATH=$PATH:/usr/sbin:/sbin

base=$(mktemp -d)
trap 'mountpoint -q "$base/fs" && umount "$base/fs"; [ -n "${loop:-}" ] && losetup -d "$loop"; rm -rf "$base"' EXIT
loop=
mkdir "$base/repo" "$base/fs" "$base/out"
export PROFILEKEEP_REPO=$base/repo/profilekeep PROFILEKEEP_REPO_PASSPHRASE='a bench has no secrets'
export RESTIC_REPOSITORY=$base/repo/restic RESTIC_PASSWORD=$PROFILEKEEP_REPO_PASSPHRASE RESTIC_CACHE_DIR=$base/restic-cache
export BORG_REPO=$base/repo/borg BORG_PASSPHRASE=$PROFILEKEEP_REPO_PASSPHRASE BORG_BASE_DIR=$base/borg-home
export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes

# run NAME COMMAND…: seconds, seconds of processors, and peak memory (KiB) into took[NAME], spent[NAME] and memory[NAME]
declare -A took spent memory
run() {
  local name=$1 status=0
  shift
  sync # what was written before is not this tool's to wait for
  /usr/bin/time -o "$base/time" -f '%e %U %S %M' "$@" > "$base/answer" 2> "$base/err" || status=$?
  [ "$status" -lt 2 ] || die "$* ended with $status: $(tail -n 5 "$base/err")"
  local user system
  read -r took[$name] user system memory[$name] < <(tail -1 "$base/time")
  spent[$name]=$(awk -v u="$user" -v s="$system" 'BEGIN { printf "%.2f", u + s }')
}
# warm FOLDER: the page cache has it, also where the system has given room away since
warm() { find "$1" -type f -exec cat {} + > /dev/null; }
size() { du -sb "$1" | cut -f1; }

if [ -n "$made" ]; then
  say "Copying $users profiles of $live …"
  cp -r --sparse=always "$made" "$base/profiles"
else
  say "Making $users profiles of $live …"
  bash "$fixtures/make-profile.sh" -o "$base/profiles" -n "$users" -l "$live" -q > "$base/made" 2>&1 || die "$(tail -3 "$base/made")"
fi
containers=$(size "$base/profiles")

say "Making the repositories …"
script/profilekeep backup init --recovery-to "$base/recovery" > /dev/null
restic init > /dev/null
borg init --encryption=repokey-blake2 > /dev/null 2>&1

say "First backup …"
warm "$base/profiles"
run profilekeep-first script/profilekeep backup create --offline --set bench "$base/profiles"
warm "$base/profiles"
run restic-first restic backup -q "$base/profiles"
warm "$base/profiles"
run borg-first borg create --compression zstd,1 ::first "$base/profiles"
declare -A stored
for tool in profilekeep restic borg; do stored[$tool]=$(size "$base/repo/$tool"); done

say "Unchanged …"
warm "$base/profiles"
run profilekeep-unchanged script/profilekeep backup create --offline --set bench "$base/profiles"
warm "$base/profiles"
run restic-unchanged restic backup -q "$base/profiles"
warm "$base/profiles"
run borg-unchanged borg create --compression zstd,1 ::unchanged "$base/profiles"

say "Changing 1 % …"
change() { # change CONTAINER DAY: writes 1 % of the live bytes anew, through qemu's own driver
  local bytes mnt=$base/nbd
  mkdir -p "$mnt"
  qemu-nbd --fork --pid-file="$base/nbd.pid" -k "$base/nbd.sock" -f vhdx "$1" > /dev/null 2>&1
  nbdfuse -P "$base/nbdfuse.pid" "$mnt" --unix "$base/nbd.sock" > /dev/null 2>&1 &
  for _ in $(seq 100); do [ -e "$mnt/nbd" ] && break; sleep 0.1; done
  loop=$(losetup -f --show -o 1048576 "$mnt/nbd")
  ntfs-3g "$loop" "$base/fs"
  bytes=$(numfmt --from=iec "$live")
  python3 - "$base/fs" "$((bytes / 100))" "$2" << 'PY'
import os, random, sys
R = random.Random(6 + int(sys.argv[3])); left = int(sys.argv[2]); files = []
for folder, _, names in os.walk(sys.argv[1]):
    files += [os.path.join(folder, name) for name in names]
R.shuffle(files)
for name in sorted(files, key=lambda n: R.random()):
    size = os.path.getsize(name)
    if left <= 0: break
    if 0 < size <= left:
        with open(name, 'r+b') as f: f.write(R.randbytes(size))
        left -= size
PY
  umount "$base/fs"
  losetup -d "$loop"
  loop=
  fusermount3 -u "$mnt" 2> /dev/null || fusermount -u "$mnt"
  kill "$(cat "$base/nbd.pid")" 2> /dev/null || true
  for _ in $(seq 100); do kill -0 "$(cat "$base/nbd.pid" 2> /dev/null || echo 1)" 2> /dev/null || break; sleep 0.1; done
}
while read -r container; do change "$container" 1; done < <(find "$base/profiles" -name '*.VHDX')
warm "$base/profiles"
run profilekeep-changed script/profilekeep backup create --offline --set bench --json "$base/profiles"
read_bytes=$(grep -oE '"readBytes" : [0-9]+' "$base/answer" | grep -oE '[0-9]+' | paste -sd+ | bc)
warm "$base/profiles"
run restic-changed restic backup -q "$base/profiles"
warm "$base/profiles"
run borg-changed borg create --compression zstd,1 ::changed "$base/profiles"

for ((day = 2; day <= days; day++)); do
  say "Day $day of $days …"
  while read -r container; do change "$container" "$day"; done < <(find "$base/profiles" -name '*.VHDX')
  warm "$base/profiles"
  run profilekeep-later script/profilekeep backup create --offline --set bench "$base/profiles"
  warm "$base/profiles"
  run restic-later restic backup -q "$base/profiles"
  warm "$base/profiles"
  run borg-later borg create --compression zstd,1 "::day-$day" "$base/profiles"
done
declare -A kept
for tool in profilekeep restic borg; do kept[$tool]=$(size "$base/repo/$tool"); done

say "Restoring …"
first=$(find "$base/profiles" -name '*.VHDX' | sort | head -1)
warm "$base/repo/profilekeep"
run profilekeep-restore script/profilekeep backup restore "latest/$(basename "$(dirname "$first")")" "$base/out/one.vhdx"
warm "$base/repo/restic"
run restic-restore restic restore -q latest --include "$first" --target "$base/out/restic"
last=changed
[ "$days" = 1 ] || last=day-$days
warm "$base/repo/borg"
(cd "$base/out" && run borg-restore borg extract "::$last" "${first#/}" && declare -p took spent memory > "$base/vars")
. "$base/vars"
script/profilekeep disk diff "$first" "$base/out/one.vhdx" > "$base/diff" || die "What was restored is not what was backed up: $(cat "$base/diff")"

say "Argon2id …"
run with-passphrase script/profilekeep backup list
PROFILEKEEP_REPO_PASSPHRASE= run with-key script/profilekeep backup list --key-from "file:$base/recovery"

say "3,000 containers that nobody changed …"
script/profilekeep disk create --size 1G "$base/one.vhdx" > /dev/null
for ((i = 1; i <= 3000; i++)); do
  mkdir -p "$base/many/S-1-5-21-1-2-3-${i}_user$i"
  cp --sparse=always "$base/one.vhdx" "$base/many/S-1-5-21-1-2-3-${i}_user$i/Profile_user$i.VHDX"
done
script/profilekeep backup create --set many "$base/many" > /dev/null 2>&1
warm "$base/many"
run profilekeep-many script/profilekeep backup create --set many "$base/many"

say "The machine's own bound …"
script/profilekeep disk export "$first" "$base/out/plain" > /dev/null
seconds() { /usr/bin/time -o "$base/time" -f '%e' "$@" > /dev/null 2>&1; cat "$base/time"; }
counted=$(script/profilekeep disk map --json "$first" | grep -oE '"chunkBytes" : [0-9]+' | grep -oE '[0-9]+')
head -c "$counted" < <(cat "$base/out/plain" | tr -d '\0') > "$base/out/live" 2> /dev/null || true
bound=0
warm "$base/out/live"
for step in "cat" "sha256sum" "zstd -1 -q -T1 -c" "openssl enc -aes-256-ctr -pbkdf2 -pass pass:x" "dd bs=1M of=$base/out/written conv=fsync"; do
  s=$(/usr/bin/time -f '%e' sh -c "$step < $base/out/live > /dev/null" 2>&1 | tail -1)
  bound=$(awk -v a="$bound" -v b="$s" 'BEGIN { print a + b }')
done
bound=$(awk -v b="$bound" -v c="$(nproc)" -v n="$users" 'BEGIN { printf "%.2f", b * n / c }')

row() { # row NAME WHAT
  awk -v name="$1" -v p="${took[profilekeep-$2]}" -v r="${took[restic-$2]}" -v b="${took[borg-$2]}" \
    -v cp="${spent[profilekeep-$2]}" -v cr="${spent[restic-$2]}" -v cb="${spent[borg-$2]}" -v mp="${memory[profilekeep-$2]}" -v mr="${memory[restic-$2]}" -v mb="${memory[borg-$2]}" 'BEGIN {
    printf "%-12s %9.2f s %9.2f s %9.2f s   %6.1f x %6.1f x   %7.1f %7.1f %7.1f s   %6d %6d %6d MiB\n", name, p, r, b, r / p, b / p, cp, cr, cb, mp / 1024, mr / 1024, mb / 1024 }'
}
echo
echo "$users profiles of $live live, container files $(numfmt --to=iec "$containers"); $(nproc) cores, $(java -version 2>&1 | head -1)"
printf '%-12s %11s %11s %11s   %8s %8s   %-25s   %s\n' '' profilekeep restic borg 'restic/' 'borg/' 'processors' 'peak memory'
row first first
row unchanged unchanged
row '1 % changed' changed
[ "$days" = 1 ] || row "day $days" later
row restore restore
printf '%-12s %11s %11s %11s\n' 'repository' "$(numfmt --to=iec "${stored[profilekeep]}")" "$(numfmt --to=iec "${stored[restic]}")" "$(numfmt --to=iec "${stored[borg]}")"
[ "$days" = 1 ] ||
  printf '%-12s %11s %11s %11s\n' "$days days" "$(numfmt --to=iec "${kept[profilekeep]}")" "$(numfmt --to=iec "${kept[restic]}")" "$(numfmt --to=iec "${kept[borg]}")"
awk -v p="${took[with-passphrase]}" -v k="${took[with-key]}" 'BEGIN { printf "Argon2id takes %.2f s of each line of ours (a list with the passphrase %.2f s, with a key file %.2f s).\n", p - k, p, k }'
awk -v t="${took[profilekeep-many]}" 'BEGIN { printf "3,000 containers that nobody changed: %.2f s, %.0f in a second, start and Argon2id counted.\n", t, 3000 / t }'
echo "Bytes read for 1 %: $(numfmt --to=iec "$read_bytes"). The machine's bound for the first backup: $bound s (read, SHA-256, zstd, AES and write of the live bytes, over all cores)."
