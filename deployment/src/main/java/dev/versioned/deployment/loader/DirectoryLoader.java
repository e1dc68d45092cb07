package dev.versioned.deployment.loader;

import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks zip archives into directories: each version into one of its own, which is removed when
 * the version is closed. An archive is refused if an entry would be outside of its directory, or if
 * it has more entries or bytes than allowed; then nothing of it remains.
 *
 * <p>Files and directories only: an archive's links and permissions are not restored. Thread-safe.
 */
public final class DirectoryLoader implements VersionLoader<Path> {
  private static final int BUFFER = 64 << 10;

  private final Path parent;
  private final int mostEntries;
  private final long mostBytes;

  private DirectoryLoader(Path parent, int mostEntries, long mostBytes) {
    this.parent = parent;
    this.mostEntries = mostEntries;
    this.mostBytes = mostBytes;
  }

  /**
   * Returns a loader that unpacks into new directories below a directory, at most 100,000 entries
   * and 4 GiB of each version.
   *
   * @param parent created if it does not exist; on a disk with room for the versions that are in
   *     memory at the same time
   * @return a loader
   */
  public static DirectoryLoader in(Path parent) {
    return new DirectoryLoader(Objects.requireNonNull(parent, "parent"), 100_000, 4L << 30);
  }

  /**
   * Changes what one version may contain.
   *
   * @param mostEntries how many files and directories, at least 1
   * @param mostBytes how many bytes, unpacked; at least 0
   * @return the changed loader
   * @throws IllegalArgumentException if a bound is less
   */
  public DirectoryLoader withAtMost(int mostEntries, long mostBytes) {
    if (mostEntries < 1 || mostBytes < 0) {
      throw new IllegalArgumentException(
          "Cannot unpack at most " + mostEntries + " entries and " + mostBytes + " bytes");
    }
    return new DirectoryLoader(parent, mostEntries, mostBytes);
  }

  /**
   * Unpacks a version.
   *
   * @return the directory; do not change it
   * @throws LoadException if the file is no zip archive, or contains what is not allowed
   * @throws IOException if the disk fails
   */
  @Override
  public Path load(Path file, Version version) throws IOException, LoadException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(version, "version");
    Files.createDirectories(parent);
    // Readable by this user only.
    Path directory = Files.createTempDirectory(parent, version.artifact() + "-").toRealPath();
    try {
      unpack(file, version, directory);
      return directory;
    } catch (IOException | LoadException | RuntimeException | Error e) {
      try {
        remove(directory);
      } catch (IOException unremoved) {
        e.addSuppressed(unremoved);
      }
      throw e;
    }
  }

  private void unpack(Path file, Version version, Path directory)
      throws IOException, LoadException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > mostEntries) {
        throw refused(version, file, "it has " + zip.size() + " entries, more than " + mostEntries);
      }
      byte[] buffer = new byte[BUFFER];
      long bytes = 0;
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        Path target = target(version, file, directory, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        // What is written is counted: the archive's own numbers may be wrong.
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(target)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            // rule: unpacked-bytes-are-bounded
            if (bytes > mostBytes) {
              throw refused(version, file, "it has more than " + mostBytes + " bytes, unpacked");
            }
            out.write(buffer, 0, read);
          }
        }
      }
    } catch (ZipException e) {
      throw new LoadException(
          "Cannot unpack " + version + " from " + file + ": it is no zip archive; publish one", e);
    }
  }

  private static Path target(Version version, Path file, Path directory, String name)
      throws LoadException {
    try {
      Path target = directory.resolve(name).normalize();
      // rule: entry-stays-in-its-directory
      if (target.startsWith(directory) && name.indexOf('\\') < 0) {
        return target;
      }
    } catch (InvalidPathException e) {
      throw new LoadException(
          "Cannot unpack " + version + " from " + file + ": an entry has no valid name", e);
    }
    throw refused(version, file, "an entry would be outside of its directory");
  }

  private static LoadException refused(Version version, Path file, String reason) {
    return new LoadException(
        "Cannot unpack " + version + " from " + file + ": " + reason + "; publish another archive",
        null);
  }

  /**
   * Removes the directory of a version, with all that it contains.
   *
   * @param loaded the directory
   * @throws IOException if it cannot be removed
   */
  @Override
  public void close(Path loaded) throws IOException {
    Objects.requireNonNull(loaded, "loaded");
    remove(loaded);
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
