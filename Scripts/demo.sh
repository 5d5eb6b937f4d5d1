#!/usr/bin/env bash
# Makes a picture with the built-in model, shows it, and makes it again to the same pixels.
set -euo pipefail
cd "$(dirname "$0")/.."

easel=.build/release/easel
folder=.build/demo
prompt='a lion having coffee in a coffee shop'

# Prints a hash of a PNG file's pixel data alone: its texts hold the seconds that it took.
pixels() {
    perl -e '
        binmode STDIN;
        read STDIN, my $signature, 8;
        while (read STDIN, my $head, 8) {
            my ($length, $kind) = unpack "N a4", $head;
            read STDIN, my $data, $length + 4;
            print substr $data, 0, $length if $kind eq "IHDR" || $kind eq "IDAT";
        }' <"$1" | sha256sum | cut -c 1-64
}

mkdir -p "$folder"
rm -f "$folder"/*.png
line="gen \"$prompt\" seed=6"
printf "\n\$ easel -c '%s'\n" "$line; display; save \$last $folder/lion.png"
"$easel" -c "$line; display; save \$last $folder/lion.png"

printf '\nonce more, from the same seed:\n'
"$easel" -c "$line; save \$last $folder/again.png"
if [[ $(pixels "$folder/lion.png") == "$(pixels "$folder/again.png")" ]]; then
    echo "EXACT: both pictures have the same pixels, $(pixels "$folder/lion.png" | cut -c 1-16)…"
else
    echo "DIFFERENT: $folder/lion.png and $folder/again.png have different pixels" >&2
    exit 3
fi
