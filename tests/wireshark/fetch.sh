#!/bin/sh
# Unpack the Wireshark of other releases of Debian: fetch.sh FOLDER SUITE...
# Each is FOLDER/SUITE/bin/tshark then. A second later where it is there already, else some seconds.
set -u
folder=$1
shift
failed=0
for suite in "$@"; do
  [ -x "$folder/$suite/bin/tshark" ] && continue
  rm -rf "$folder/$suite"
  mkdir -p "$folder/$suite/bin"
  # What is unpacked is run by its own loader: it needs no installation, and no chroot.
  mmdebstrap --quiet --variant=extract --include=tshark --format=directory \
    --aptopt='Acquire::Check-Valid-Until "false"' "$suite" "$folder/$suite/root" >/dev/null ||
    { failed=1; continue; }
  cat >"$folder/$suite/bin/tshark" <<'END'
#!/bin/sh
# From version 4.4 on Wireshark runs no Lua for root: then it is nobody, who may read what root may.
[ "$(id -u)" != 0 ] || [ -n "${AS_ROOT:-}" ] || exec unshare --user "$0" "$@"
root=$(dirname "$0")/../root
exec "$root"/usr/lib*/ld-linux-*.so.* --library-path "$(echo "$root"/usr/lib/*-linux-gnu)" \
  "$root/usr/bin/tshark" "$@"
END
  chmod +x "$folder/$suite/bin/tshark"
done
exit $failed
