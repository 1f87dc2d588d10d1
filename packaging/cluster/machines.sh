# Machines of the drill: network namespaces on a bridge of their own, or addresses of the loopback. Sourced by `drill`.
# shellcheck shell=bash disable=SC2154

# name and last number of the address of each
declare -A number=([lb]=10 [app1]=11 [app2]=12 [app3]=13 [db1]=21 [db2]=22 [db3]=23 [kiosks]=30)

# processes that were started, by name
declare -A pid=()

address() { echo "$net.${number[$1]}"; }

# Makes the bridge and the machines; in --loopback there is nothing to make.
make_machines() {
    [ "$loopback" = no ] || return 0
    ip netns add "$run-net"
    ip -n "$run-net" link add bridge type bridge
    ip -n "$run-net" link set bridge up
    local m
    for m in "${!number[@]}"; do
        ip netns add "$run-$m"
        ip -n "$run-$m" link set lo up
        ip -n "$run-$m" link add eth0 type veth peer name "$m" netns "$run-net"
        ip -n "$run-$m" address add "$(address "$m")/24" dev eth0
        ip -n "$run-$m" link set eth0 up
        ip -n "$run-net" link set "$m" master bridge up
    done
}

# Says how a command is run on a machine, as the user that everything runs as.
lead_to() {
    lead=()
    if [ "$loopback" = no ]; then lead=(ip netns exec "$run-$1"); fi
    if [ "$(id -u)" = 0 ]; then lead+=(setpriv --reuid "$user" --regid "$user" --clear-groups); fi
    lead+=(env HOME="$dir")
}

# Runs a command on a machine.
on() {
    lead_to "$1"
    shift
    "${lead[@]}" "$@"
}

# Starts a program on a machine and notes its process.
start() {
    local name=$1
    lead_to "$2"
    shift 2
    setsid "${lead[@]}" "$@" >>"$dir/log/$name" 2>&1 </dev/null &
    pid[$name]=$!
    # that it is killed is no news
    disown $!
}

# Prints a process and all that came of it, where it is the drill's: it works in the drill's directory, or names it (where a program
# keeps its process from being looked into). A number may have gone to somebody else since it was noted.
family() {
    local p
    for p in "$@"; do
        [[ $(readlink "/proc/$p/cwd") == "$dir"* ]] || grep -qF "$dir" "/proc/$p/cmdline" 2>/dev/null || continue
        echo "$p"
        # shellcheck disable=SC2046
        family $(cat /proc/"$p"/task/*/children 2>/dev/null)
    done
}

# Prints the processes of a machine of the database: Patroni's, and PostgreSQL's, which Patroni lets go of.
database_pids() {
    local postmaster
    postmaster=$(head -n 1 "$dir/$1/data/postmaster.pid" 2>/dev/null || true)
    # shellcheck disable=SC2086
    family ${pid[patroni-$1]:-} $postmaster | sort -un
}

signal() {
    local what=$1
    shift
    [ $# = 0 ] || kill -"$what" "$@" 2>/dev/null || true
}

# Kills PostgreSQL alone; Patroni sees it.
# shellcheck disable=SC2046
kill_postgres() { signal KILL $(family "$(head -n 1 "$dir/$1/data/postmaster.pid")"); }

# shellcheck disable=SC2046
kill_database() { signal KILL $(database_pids "$1"); }

# Cuts a machine of the database off: its link goes down, or its processes stand still.
# shellcheck disable=SC2046
cut_off() {
    if [ "$loopback" = no ]; then ip -n "$run-net" link set "$1" down; else signal STOP $(database_pids "$1"); fi
}

# shellcheck disable=SC2046
give_back() {
    if [ "$loopback" = no ]; then ip -n "$run-net" link set "$1" up; else signal CONT $(database_pids "$1"); fi
}

# Ends all that was started, and removes all that was made.
remove_machines() {
    local m all=()
    for m in db1 db2 db3; do mapfile -t -O "${#all[@]}" all < <(database_pids "$m"); done
    for m in "${pid[@]}"; do mapfile -t -O "${#all[@]}" all < <(family "$m"); done
    signal KILL "${all[@]}"
    [ "$loopback" = no ] || return 0
    for m in "${!number[@]}"; do
        # shellcheck disable=SC2046
        signal KILL $(ip netns pids "$run-$m" 2>/dev/null)
        ip netns delete "$run-$m" 2>/dev/null
    done
    ip netns delete "$run-net" 2>/dev/null
}
