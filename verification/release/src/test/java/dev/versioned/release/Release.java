package dev.versioned.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The release of a copy of this tree, as the release workflow makes it; made once for all tests.
 */
record Release(ReleaseTree tree, ThrowAwayKey key, Path bundle, Path repository) {
  static final String VERSION = "99.0.0";

  private static Release made;

  static synchronized Release first() throws Exception {
    if (made == null) {
      ReleaseTree tree = ReleaseTree.copyTo(Path.of("target", "first").toAbsolutePath());
      tree.succeed(".ci/version", VERSION);
      tree.commit();
      made = of(tree, ThrowAwayKey.create(), Map.of());
    }
    return made;
  }

  /** Makes a release with some more variables in the environment. */
  static Release of(
      ReleaseTree tree, ThrowAwayKey key, Map<String, String> environment, String... options)
      throws Exception {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("MAVEN_GPG_KEY", key.armored());
    all.put("MAVEN_GPG_PASSPHRASE", key.passphrase());
    all.put("MAVEN_ARGS", "-Dmaven.repo.local=" + System.getProperty("user.repository"));
    tree.succeed(
        all, Stream.concat(Stream.of(".ci/release"), Stream.of(options)).toArray(String[]::new));
    Path folder = tree.file("target/release");
    Path bundle = folder.resolve("versioned-" + VERSION + "-bundle.zip");
    assertThat(bundle).exists();
    return new Release(tree, key, bundle, unzipped(bundle, folder.resolve("unzipped")));
  }

  private static Path unzipped(Path bundle, Path folder) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(bundle);
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : entries.filter(Files::isRegularFile).toList()) {
        Path file = folder.resolve(entry.toString().substring(1));
        Files.createDirectories(file.getParent());
        Files.copy(entry, file);
      }
    }
    return folder;
  }

  /** Returns every file of the bundle, by its path, without checksums. */
  Map<String, Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(repository)) {
      Map<String, Path> files = new TreeMap<>();
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*\\.(md5|sha1|sha256|sha512)"))
          .forEach(file -> files.put(repository.relativize(file).toString(), file));
      return files;
    }
  }

  /** Returns what is published for users: every file that is no signature. */
  List<Path> published() throws IOException {
    return files().values().stream().filter(file -> !file.toString().endsWith(".asc")).toList();
  }

  Path file(String artifact, String ending) {
    return repository.resolve(
        "dev/versioned/" + artifact + "/" + VERSION + "/" + artifact + "-" + VERSION + ending);
  }
}
