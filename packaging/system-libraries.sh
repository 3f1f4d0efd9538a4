#!/bin/sh
# Install the system libraries that Qt opens at start, when they are missing and we may; else name them.
# Ends with an error only when the window could not open at all. `sh system-libraries.sh build` asks for the builder's too.
[ "$(uname)" = Linux ] || exit 0
known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null) || exit 0

# Libraries by file and Debian package: the file is the same everywhere, the package's name is not.
always="libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1 libX11.so.6=libx11-6
libxkbcommon.so.0=libxkbcommon0 libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1"
screens="libX11-xcb.so.1=libx11-xcb1 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0
libxcb-xkb.so.1=libxcb-xkb1 libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1"

missing() {
  for pair in "$@"; do
    case "$known" in *"${pair%%=*} "*) ;; *) printf ' %s' "${pair#*=}" ;; esac
  done
}

stop=$(missing $always)
absent="$stop$(missing $screens)"
if [ "${1:-}" = build ]; then
  library=$(python3 -c 'import sysconfig as s; print(s.get_config_var("LIBDIR") + "/libpython" + s.get_python_version() + ".so")')
  [ -n "$(find "$library"* 2>/dev/null)" ] || absent="$absent $(basename "$library" .so)"
  command -v objdump >/dev/null 2>&1 || absent="$absent binutils"
fi
[ -z "$absent" ] && exit 0

ask="FieldSurvey needs these system libraries. Please have them installed, then start again:
  sudo apt-get install$absent"
if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo="sudo -n"; else sudo=none; fi
if [ "$sudo" = none ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "$ask" >&2
  [ -z "$stop" ]
  exit
fi
echo "Installing the system libraries that are missing:$absent"
said=$($sudo apt-get update -qq 2>&1 &&
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 $absent 2>&1) && exit 0
printf '%s\n%s\n' "$said" "$ask" >&2
[ -z "$stop" ]
