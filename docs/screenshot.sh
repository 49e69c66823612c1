#!/bin/sh
# The screenshot of docs/wireshark.md: real Wireshark under Xvfb, one update of captures/claims/08-healthy
# with what acknowledged it. `make screenshot`; needs xvfb, xdotool, imagemagick and wireshark.
set -eu
cd "$(dirname "$0")/.."
for program in Xvfb xdotool import wireshark; do
  command -v $program >/dev/null \
    || { echo "screenshot: $program is not installed (Debian: apt-get install wireshark xvfb xdotool imagemagick)" >&2; exit 1; }
done

folder=$(mktemp -d)
started=
end() { for pid in $started; do kill "$pid" 2>/dev/null || true; done; rm -rf "$folder"; }
trap end EXIT

.venv/bin/mipconf wireshark install --to "$folder" >/dev/null
echo 'privs.warn_if_elevated: FALSE' >"$folder/recent_common"
cat >>"$folder/profiles/mipconf/preferences" <<'PREFERENCES'
gui.update.enabled: FALSE
gui.layout_content_3: NONE
gui.qt.font_name: DejaVu Sans Mono,9,-1,5,50,0,0,0,0,0
PREFERENCES
# The widths of the columns, and the panes.
cat >"$folder/profiles/mipconf/recent" <<'RECENT'
column.width: %m, 50, %t, 110, %s, 105, %d, 105, %p, 75, %Cus:miphar.sequence:0:R, 100, %Cus:miphar.mobility_binding.home_address:0:R, 105, %Cus:miphar.response_to:0:R, 65, %Cus:miphar.response_time:0:R, 105, %i, 480
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: 1280
gui.geometry_main_height: 1000
gui.geometry_main_maximized: FALSE
RECENT

display=:$((100 + $$ % 400))
Xvfb "$display" -screen 0 1280x1000x24 -nolisten tcp >/dev/null 2>&1 &
started=$!
export DISPLAY="$display" WIRESHARK_CONFIG_DIR="$folder" HOME="$folder" XDG_RUNTIME_DIR="$folder"
waited=0
until xdotool getdisplaygeometry >/dev/null 2>&1; do
  waited=$((waited + 1)); [ $waited -lt 50 ] || { echo 'screenshot: Xvfb does not start' >&2; exit 1; }
  sleep 0.2
done
wireshark -C mipconf -r captures/claims/08-healthy.pcapng -g "${1:-19}" \
  -Y 'miphar.subtype or miphar.registration_request.type or miphar.registration_reply.type' >/dev/null 2>&1 &
started="$started $!"
window=$(timeout 60 xdotool search --sync --onlyvisible --name '08-healthy' | head -n 1)
xdotool windowmove "$window" 0 0 windowsize "$window" 1280 1000
sleep 3
# Opens our part of the pane of details, the fifth line, and shows its end.
xdotool mousemove 11 615 click 1
sleep 1
xdotool mousemove 400 800 click --repeat 40 --delay 20 5
sleep 1
import -window root -strip +dither -colors 64 docs/wireshark.png
