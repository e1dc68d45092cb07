package dev.versioned.directory;

import dev.versioned.internal.directory.Trees;
import dev.versioned.internal.directory.Unpacker;
import dev.versioned.model.DirectoryLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Archives that are files of this machine already, such as those of a cache: {@link
 * dev.versioned.Artifact#downloadDirectory} downloads and unpacks. Thread-safe.
 */
public final class DirectoryArchive {
  private DirectoryArchive() {}

  /**
   * Unpacks an archive of {@link dev.versioned.Content#directory}, or a zip archive, whose links
   * and permissions are not restored. No entry and no link leads out of the directory, and none
   * replaces another. This is not atomic: if it fails, remove the directory.
   *
   * @param archive the file
   * @param directory an existing, empty directory that no one else writes to
   * @param limits how much to unpack
   * @throws dev.versioned.model.UnsafeArchiveException if the archive is damaged, contains what is
   *     not allowed, or exceeds the limits
   * @throws IOException if the disk fails
   */
  public static void unpack(Path archive, Path directory, DirectoryLimits limits)
      throws IOException {
    Objects.requireNonNull(archive, "archive");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(limits, "limits");
    Unpacker.unpack(archive.toString(), archive, directory, limits);
  }

  /**
   * Removes a directory with all that it contains. Links are removed, not followed.
   *
   * @param directory the directory
   * @throws IOException if it cannot be removed
   */
  public static void remove(Path directory) throws IOException {
    Objects.requireNonNull(directory, "directory");
    Trees.remove(directory);
  }
}
