#!/usr/bin/env bash
# Shows pictures in real terminals on a display of its own, and photographs each.
#
#   Scripts/terminals.sh [CASE…]
#
# CASE is one of those that `Scripts/terminals.sh list` prints; without one, all are run. Photographs go to
# .build/terminals/CASE.png. The program must be built. Cases whose terminal is not installed are left out.
set -euo pipefail
shopt -s extglob
cd "$(dirname "$0")/.."

easel=$PWD/.build/release/easel
photographs=$PWD/.build/terminals
display=:77
# What is run in the cases that do not type: pictures and why they are shown so, sheets, a picture's facts.
command='gen "a lion having coffee" seed=2; display; display size=20; show display'
sheets='sweep seed=1..4 "a lion having coffee"; images'
info='gen "a lion having coffee" seed=2; info'
export LANG=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1 DISPLAY=$display HISTFILE=/dev/null
unset CI COLORTERM NO_COLOR TMUX TERM_PROGRAM XDG_SESSION_TYPE

cases=(
    xterm xterm-blocks kitty mlterm mlterm-iterm2 foot konsole tmux-xterm tmux-kitty tmux-foot
    typed-xterm typed-kitty preview-xterm preview-xterm-blocks preview-kitty preview-mlterm-iterm2
    preview-foot preview-konsole preview-tmux-kitty
    sheet-xterm sheet-xterm-blocks sheet-kitty sheet-foot sheet-konsole
    info-xterm info-xterm-blocks info-kitty info-mlterm info-mlterm-iterm2 info-foot info-konsole
)

fail() {
    printf 'terminals: %s\n' "$@" >&2
    exit 1
}

# Whether the programs that a case needs are there.
can_run() {
    local program
    for program in "$@"; do command -v "$program" >/dev/null || return 1; done
}

# Waits until a command succeeds, a minute at most.
wait_for() {
    local left=300
    until "$@" 2>/dev/null; do
        ((left--)) || fail "waited in vain for: $*"
        sleep 0.2
    done
}

# What runs in a terminal: Easel's commands, then a prompt of the shell's, until the photograph is taken.
in_terminal() {
    cat >"$work/run" <<END
#!/bin/sh
cd "$work"
$1
'$easel' -c '$2'
touch "$work/shown"
printf 'prompt> '
sleep 60
END
    chmod +x "$work/run"
}

# Starts a terminal, photographs it when all is shown, and ends it.
photograph() {
    "$@" >"$work/log" 2>&1 &
    local terminal=$!
    wait_for compgen -G "$work/shown*" >/dev/null
    # The terminal has been sent everything; it draws within this time.
    sleep 2
    import -window root "$photographs/$case.png"
    kill "$terminal"
    wait "$terminal" 2>/dev/null || true
    [[ -z $compositor ]] || kill "$compositor"
    echo "terminals: $photographs/$case.png"
}

# A compositor for terminals of Wayland, in a window on the display.
start_wayland() {
    export XDG_RUNTIME_DIR=$work/run-time WAYLAND_DISPLAY=easel-terminals
    mkdir -m 700 "$XDG_RUNTIME_DIR"
    weston --backend=x11-backend.so --use-pixman --socket="$WAYLAND_DISPLAY" --width=1000 --height=700 \
        >"$work/weston.log" 2>&1 &
    compositor=$!
    wait_for test -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY"
}

# Puts what runs into tmux, which may hand on whatever it can.
within_tmux() {
    echo 'set -g allow-passthrough on' >"$work/tmux.conf"
    cat >"$work/tmux" <<END
#!/bin/sh
exec tmux -S "$work/socket" -f "$work/tmux.conf" new-session "sleep 2; $work/run"
END
    chmod +x "$work/tmux"
    run=$work/tmux
}

# Types a line.
enter() {
    xdotool type --delay 10 "$1"
    xdotool key Return
}

# Types commands at Easel's prompt, by way of the display; $1 is the terminal's window class.
type_in() {
    cat >"$work/run" <<END
#!/bin/sh
cd "$work"
'$easel'
END
    chmod +x "$work/run"
    (
        wait_for xdotool search --onlyvisible --class "$1" >/dev/null
        # Without a window manager, keys go to the window under the pointer.
        xdotool mousemove 300 300
        sleep 3
        enter "gen \"a lion having coffee\" seed=2; save \$last $work/made.png"
        wait_for test -e "$work/made.png"
        enter 'display size=20'
        # Typed while the terminal is asked and the picture is shown: it belongs into the next line.
        enter 'show steps'
        enter "save \$last $work/shown.png"
    ) &
}

# Starts the terminal that a case names, with what is to run in it, and photographs it.
start() {
    local xterm=(xterm -fa 'DejaVu Sans Mono' -fs 10 -geometry 100x40)
    local kitty=(kitty --config NONE -o initial_window_width=900 -o initial_window_height=650
        -o remember_window_size=no)
    case $1 in
    tmux-*) within_tmux && start "${1#tmux-}" ;;
    xterm) photograph "${xterm[@]}" -ti vt340 -e "$run" ;;
    xterm-blocks) photograph "${xterm[@]}" -e "$run" ;;
    kitty) photograph "${kitty[@]}" "$run" ;;
    mlterm*) photograph mlterm -g 90x30 -e "$run" ;;
    konsole) photograph env QT_QPA_PLATFORM=xcb konsole --nofork -e "$run" ;;
    foot) start_wayland && photograph foot --window-size-pixels=900x620 "$run" ;;
    esac
}

run_case() {
    case=$1
    work=$(mktemp -d)
    run=$work/run
    compositor=
    local before='' set=''
    # xterm takes this variable away from what it starts.
    [[ $case != *-blocks ]] || before='export COLORTERM=truecolor'
    [[ $case != *-iterm2 ]] || set='set display iterm2; '
    case $case in
    typed-*) type_in "${case#typed-}" ;;
    preview-*)
        # In the middle of many steps of many pictures, while none is finished.
        before="$before; (sleep 12; touch $work/shown) &"
        in_terminal "${before#; }" "${set}set preview 5; gen \"a lion having coffee\" seed=2 steps=900 n=9"
        ;;
    sheet-*) in_terminal "$before" "$set$sheets" ;;
    info-*) in_terminal "$before" "$set$info" ;;
    *) in_terminal "$before" "$set$command" ;;
    esac
    start "${case#@(typed|preview|sheet|info)-}"
    tmux -S "$work/socket" kill-server 2>/dev/null || true
    rm -rf "$work"
}

# The programs that a case needs.
needs() {
    case $1 in
    tmux-*) echo "tmux $(needs "${1#tmux-}")" ;;
    @(preview|sheet|info)-*) needs "${1#*-}" ;;
    typed-*) echo "xdotool $(needs "${1#typed-}")" ;;
    foot) echo foot weston ;;
    *) echo "${1%%-*}" ;;
    esac
}

if [[ ${1-} == list ]]; then
    printf '%s\n' "${cases[@]}"
    exit
fi
[[ -x $easel ]] || fail "$easel is not there; \`make build\` makes it"
can_run Xvfb import || fail "this needs Xvfb and ImageMagick" "as root, run: apt-get install xvfb imagemagick"
mkdir -p "$photographs"
# It stays as it is when a client leaves, such as the one that asks whether it is there.
Xvfb "$display" -noreset -screen 0 1000x700x24 >/dev/null 2>&1 &
server=$!
trap 'kill $server' EXIT
wait_for xdpyinfo -display "$display" &>/dev/null
for case in "${@:-${cases[@]}}"; do
    [[ " ${cases[*]} " == *" $case "* ]] || fail "no case \`$case\`" "there are: ${cases[*]}"
    read -ra programs < <(needs "$case")
    if can_run "${programs[@]}"; then
        (run_case "$case")
    else
        echo "terminals: $case left out; it needs ${programs[*]}"
    fi
done
