#!/bin/sh
# Install the system libraries Qt needs on Debian and Ubuntu, or say which are missing.
[ "$(uname)" = Linux ] || exit 0
wanted="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0
libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1"
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for name in $wanted; do
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok' || missing="$missing $name"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else
  echo "The window needs these system libraries. Please ask for: sudo apt-get install$missing"
  exit 0
fi
$sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null ||
  echo "These system libraries could not be installed; the window may not open without them:$missing"
exit 0
