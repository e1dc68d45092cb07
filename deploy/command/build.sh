#!/bin/sh
# Makes the self-contained archive of the command, and a Debian package of the same files:
#   build.sh JAR START-SCRIPT LICENSE VERSION FOLDER
# Needs a JDK in JAVA_HOME. Both hold a Java with the modules that the command needs, and nothing else of Java. From JDK 25 on,
# that Java has its cache of loaded classes with it; with an older JDK the start script makes an archive of classes for each user.
# The same jar and the same JDK give the same bytes, but for that cache. SOURCE_DATE_EPOCH is the time of all files.
set -eu
jar=$1 script=$2 license=$3 version=$4 out=$5
bin=${JAVA_HOME:?Cannot make the archive: JAVA_HOME is not set}/bin
time=@${SOURCE_DATE_EPOCH:-1767225600}
case $(uname -m) in
  x86_64) arch=x64 debian=amd64 ;;
  aarch64) arch=arm64 debian=arm64 ;;
  *) echo "Cannot make the archive: the processor $(uname -m) is not known" >&2; exit 1 ;;
esac
name=versioned-$version-linux-$arch
home=$out/$name
rm -rf "$out"
mkdir -p "$home/bin" "$home/lib/versioned" "$home/share/doc/versioned"
cp "$script" "$home/bin/versioned"
chmod 755 "$home/bin/versioned"
cp "$jar" "$home/lib/versioned/versioned.jar"
cp "$license" "$home/share/doc/versioned/copyright"

# What jdeps names, but for what is only reached by code that is not used (java.desktop by YAML's beans, java.sql by picocli's
# converters); and what is found at run time: elliptic curves for TLS, and names for certificates.
"$bin/jlink" --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.net,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --output "$home/lib/versioned/runtime"
java=$home/lib/versioned/runtime/bin/java

run() { # A class of the jar, without settings of this machine.
  env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$out" "$java" -XX:+UseSerialGC -Xlog:disable -Xlog:all=off "$@"
}
run -cp "$jar" dev.versioned.cli.ManPages "$home/share/man/man1" "$home/lib/versioned/help"
for shell in bash zsh fish; do
  case $shell in
    bash) file=bash-completion/completions/versioned ;;
    zsh) file=zsh/site-functions/_versioned ;;
    fish) file=fish/vendor_completions.d/versioned.fish ;;
  esac
  mkdir -p "$(dirname "$home/share/$file")"
  run -jar "$jar" completion "$shell" >"$home/share/$file"
done
# Before the cache is made: it is used only with a jar of this time.
find "$home" -exec touch -h -d "$time" {} +

cache=$home/lib/versioned/classes.aot
if "$java" -XX:AOTCache=none -version >/dev/null 2>&1; then
  # By the relative path, as a folder that moves has it.
  run -XX:AOTCacheOutput="$cache" -cp "$home/lib/versioned/versioned.jar" dev.versioned.cli.Training >"$out/training.log" 2>&1
  [ -s "$cache" ] || { cat "$out/training.log" >&2; echo "Cannot make the archive: Java made no cache" >&2; exit 1; }
  touch -d "$time" "$cache" "$home/lib/versioned"
fi

JAVA_HOME=/nonexistent "$home/bin/versioned" --version

tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" -C "$out" -cf - "$name" | gzip -n >"$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")

command -v dpkg-deb >/dev/null || exit 0
package=$out/deb
mkdir -p "$package/DEBIAN" "$package/usr"
cp -a "$home/." "$package/usr"
cat >"$package/DEBIAN/control" <<END
Package: versioned
Version: $(echo "$version" | sed 's/-SNAPSHOT/~snapshot/')
Architecture: $debian
Maintainer: The versioned authors <https://versioned.dev>
Depends: libc6
Section: devel
Priority: optional
Homepage: https://versioned.dev
Description: versions and aliases for any artifact, in S3 and DynamoDB
 The versioned command, with the Java that it needs.
END
find "$package" -exec touch -h -d "$time" {} +
SOURCE_DATE_EPOCH=${time#@} dpkg-deb --root-owner-group -Zgzip --build "$package" "$out/$name.deb" >/dev/null
rm -rf "$package"
