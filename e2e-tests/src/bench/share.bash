# What benchmarks on a share have in common; to be sourced. Needs script/lib.sh; sets base, a folder of its own that goes with
# the process (share_options, if set, is one more line of the share), and after start_smbd the port of a smbd of its own on loopback whose share "profiles" is $base/share.
base=$(mktemp -d "${TMPDIR:-/tmp}/profilekeep-bench.XXXXXX")
chmod 755 "$base"
smbd_pid=''
cleanup() {
  status=$?
  trap - EXIT
  if [ -n "$smbd_pid" ]; then
    kill "$smbd_pid" 2> /dev/null || true
    wait "$smbd_pid" 2> /dev/null || true
  fi
  rm -rf "$base"
  exit $status
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start_smbd() {
  port=$(awk 'BEGIN { srand(); print 20000 + int(rand() * 20000) }')
  export PROFILEKEEP_BENCH_PASSWORD=bench-$RANDOM$RANDOM
  mkdir "$base"/{private,lock,state,cache,pid,rpc,log}
  cat > "$base/smb.conf" << CONF
[global]
    server role = standalone server
    netbios name = PKBENCH
    disable netbios = yes
    interfaces = 127.0.0.1
    bind interfaces only = yes
    smb ports = $port
    private dir = $base/private
    passdb backend = tdbsam:$base/private/passdb.tdb
    lock directory = $base/lock
    state directory = $base/state
    cache directory = $base/cache
    pid directory = $base/pid
    ncalrpc dir = $base/rpc
    log file = $base/log/smbd.log
    log level = 0
    load printers = no
    printcap name = /dev/null
    disable spoolss = yes
    server signing = mandatory
    server smb encrypt = if_required
    store dos attributes = yes
[profiles]
    path = $base/share
    read only = no
    ${share_options:-}
CONF
  printf '%s\n%s\n' "$PROFILEKEEP_BENCH_PASSWORD" "$PROFILEKEEP_BENCH_PASSWORD" |
    pdbedit --configfile="$base/smb.conf" --create --password-from-stdin --user="$(id -un)" > "$base/log/pdbedit.log" 2>&1 ||
    die "pdbedit: $(cat "$base/log/pdbedit.log")"
  # A group of its own: a smbd that ends takes its whole process group with it.
  setsid smbd --foreground --no-process-group --configfile="$base/smb.conf" --log-basename="$base/log" > "$base/log/console.log" 2>&1 &
  smbd_pid=$!
  local tries=0
  until listing 'ls nothing*' > /dev/null 2>&1 || grep -q NT_STATUS_NO_SUCH_FILE "$base/listing"; do
    kill -0 "$smbd_pid" 2> /dev/null || die "smbd ended: $(cat "$base"/log/* | tail -n 5)"
    [ $((tries += 1)) -lt 150 ] || die "smbd does not answer: $(cat "$base"/log/* | tail -n 5)"
    sleep 0.2
  done
}

configure() { # configure REPLICATION: a profilekeep.yml with the share
  cat > "$base/profilekeep.yml" << CONF
dataDirectory: data
sites:
  - {id: here, name: Here, zone: UTC}
credentials:
  - {id: bench, username: $(id -un), passwordFrom: "env:PROFILEKEEP_BENCH_PASSWORD"}
locations:
  - {id: share, site: here, name: Share, address: "smb://127.0.0.1:$port/profiles", credentials: bench}
sets:
  - {id: set, name: Set, replication: $1, activeSite: here, locations: [share]}
CONF
}

listing() { # listing COMMANDS: what smbclient answers, in $base/listing
  PASSWD=$PROFILEKEEP_BENCH_PASSWORD smbclient --configfile="$base/smb.conf" --port="$port" --user="$(id -un)" \
    //127.0.0.1/profiles -c "$1" > "$base/listing" 2>&1
}

measure() { # measure COMMAND...: its seconds, in $took
  local begin=$EPOCHREALTIME
  "$@"
  took=$(awk -v b="$begin" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.3f", e - b }')
}

median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }


machine() { # what a number depends on
  echo "machine: $(nproc) cores ($(sed -nE 's/^model name.*: (.*)/\1/p' /proc/cpuinfo | head -1)), $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 2^20 }' /proc/meminfo), JDK $(java -XshowSettings:properties -version 2>&1 | sed -nE 's/^ *java.version = (.*)/\1/p')"
}
