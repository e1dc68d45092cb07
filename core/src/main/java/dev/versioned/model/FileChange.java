package dev.versioned.model;

import java.util.Objects;

/**
 * A file, folder or link that differs between two archives.
 *
 * @param path its path in the archive, as the publisher named it: it may contain anything
 * @param change how it differs; never {@link VersionComparison.Change#SAME}
 * @param bytesBefore the size of the file in the first archive; 0 if it has none
 * @param bytesAfter the size of the file in the second archive; 0 if it has none
 */
public record FileChange(
    String path, VersionComparison.Change change, long bytesBefore, long bytesAfter) {
  /**
   * Makes a change.
   *
   * @param path its path in the archive
   * @param change how it differs
   * @param bytesBefore the size of the file in the first archive
   * @param bytesAfter the size of the file in the second archive
   */
  public FileChange {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(change, "change");
  }
}
