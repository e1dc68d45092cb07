package dev.versioned.deployment.loader;

import dev.versioned.deployment.VersionLoader;
import dev.versioned.directory.DirectoryArchive;
import dev.versioned.model.DirectoryLimits;
import dev.versioned.model.UnsafeArchiveException;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Unpacks archives of directories ({@link dev.versioned.Content#directory}), and zip archives, into
 * directories: each version into one of its own, which is removed when the version is closed. An
 * archive is refused if an entry or a link would be outside of its directory, or if it has more
 * entries or bytes than allowed; then nothing of it remains.
 *
 * <p>Of zip archives, links and permissions are not restored. Thread-safe.
 */
public final class DirectoryLoader implements VersionLoader<Path> {
  private final Path parent;
  private final DirectoryLimits limits;

  private DirectoryLoader(Path parent, DirectoryLimits limits) {
    this.parent = parent;
    this.limits = limits;
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
    return new DirectoryLoader(
        Objects.requireNonNull(parent, "parent"), DirectoryLimits.defaults());
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
    return withLimits(limits.withEntries(mostEntries).withBytes(mostBytes));
  }

  /**
   * Changes what one version may contain, the length and the depth of its paths included.
   *
   * @param changed the limits
   * @return the changed loader
   */
  public DirectoryLoader withLimits(DirectoryLimits changed) {
    return new DirectoryLoader(parent, Objects.requireNonNull(changed, "changed"));
  }

  /**
   * Unpacks a version.
   *
   * @return the directory; do not change it
   * @throws LoadException if the file is no archive, or contains what is not allowed
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
      DirectoryArchive.unpack(file, directory, limits);
      return directory;
    } catch (IOException | RuntimeException | Error e) {
      try {
        DirectoryArchive.remove(directory);
      } catch (IOException unremoved) {
        e.addSuppressed(unremoved);
      }
      if (e instanceof UnsafeArchiveException unsafe) {
        throw new LoadException(
            "Cannot unpack "
                + version
                + " from "
                + file
                + ": "
                + unsafe.reason()
                + "; publish another archive",
            unsafe);
      }
      throw e;
    }
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
    DirectoryArchive.remove(loaded);
  }
}
