#!/bin/sh
# Installs the archive ARCHIVE, a file or an https URL, of the digest SHA256, and puts it on the PATH of the steps that follow.
set -eu
fail() {
  echo "error: Cannot install versioned: $1" >&2
  exit 1
}
folder=${RUNNER_TOOL_CACHE:-$HOME/.local/share}/versioned
mkdir -p "$folder"
case ${ARCHIVE:?} in
  https://*)
    [ -n "${SHA256:-}" ] || fail "a download needs its digest; set sha256"
    file=$folder/download.tar.gz
    curl -fsSL --proto '=https' --retry 3 -o "$file" "$ARCHIVE" || fail "$ARCHIVE was not downloaded"
    ;;
  *://*) fail "$ARCHIVE is not an https URL" ;;
  *) file=$ARCHIVE ;;
esac
[ -f "$file" ] || fail "the file $file does not exist"
if [ -n "${SHA256:-}" ]; then
  echo "$SHA256  $file" | sha256sum -c - >/dev/null 2>&1 || fail "$ARCHIVE has another SHA-256 than $SHA256"
fi
rm -rf "$folder/current"
mkdir "$folder/current"
tar -xzf "$file" -C "$folder/current" --strip-components=1
version=$("$folder/current/bin/versioned" --version | head -1)
echo "$folder/current/bin" >>"${GITHUB_PATH:?}"
echo "version=$version" >>"${GITHUB_OUTPUT:-/dev/null}"
echo "$version"
