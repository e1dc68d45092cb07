package dev.versioned.model;

/**
 * What an archive may contain for it to be unpacked. In addition, a name may have 255 bytes, which
 * is what file systems allow.
 *
 * @param entries how many files, folders and links, at least 1
 * @param bytes how many bytes its files may have, unpacked; at least 0
 * @param pathBytes how many bytes a path below the directory may have in UTF-8, 1 to 4,096
 * @param levels how many names a path may have, one below the other; at least 1
 */
public record DirectoryLimits(int entries, long bytes, int pathBytes, int levels) {
  private static final int MOST_PATH_BYTES = 4096;

  private static final DirectoryLimits DEFAULTS = new DirectoryLimits(100_000, 4L << 30, 1024, 64);

  /**
   * Makes limits.
   *
   * @param entries how many files, folders and links, at least 1
   * @param bytes how many bytes its files may have, unpacked; at least 0
   * @param pathBytes how many bytes a path below the directory may have in UTF-8, 1 to 4,096
   * @param levels how many names a path may have, one below the other; at least 1
   * @throws IllegalArgumentException if a limit is outside of its bounds
   */
  public DirectoryLimits {
    if (entries < 1 || bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot unpack at most " + entries + " entries and " + bytes + " bytes");
    } else if (pathBytes < 1 || pathBytes > MOST_PATH_BYTES || levels < 1) {
      throw new IllegalArgumentException(
          "Cannot unpack paths of at most "
              + pathBytes
              + " bytes and "
              + levels
              + " levels; 1 to "
              + MOST_PATH_BYTES
              + " bytes and 1 level or more are possible");
    }
  }

  /**
   * Returns the default limits.
   *
   * @return 100,000 entries and 4 GiB, with paths of 1,024 bytes and 64 levels
   */
  public static DirectoryLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Changes the number of entries.
   *
   * @param entries how many files, folders and links, at least 1
   * @return the changed limits
   * @throws IllegalArgumentException if it is less
   */
  public DirectoryLimits withEntries(int entries) {
    return new DirectoryLimits(entries, bytes, pathBytes, levels);
  }

  /**
   * Changes the number of bytes.
   *
   * @param bytes how many bytes the files may have, unpacked; at least 0
   * @return the changed limits
   * @throws IllegalArgumentException if it is less
   */
  public DirectoryLimits withBytes(long bytes) {
    return new DirectoryLimits(entries, bytes, pathBytes, levels);
  }

  /**
   * Changes the length of a path. {@link dev.versioned.Content#directory} packs paths of at most
   * 1,024 bytes; zip archives may have longer ones.
   *
   * @param pathBytes how many bytes a path below the directory may have in UTF-8, 1 to 4,096
   * @return the changed limits
   * @throws IllegalArgumentException if it is less or more
   */
  public DirectoryLimits withPathBytes(int pathBytes) {
    return new DirectoryLimits(entries, bytes, pathBytes, levels);
  }

  /**
   * Changes the depth. {@link dev.versioned.Content#directory} packs at most 64 levels; zip
   * archives may have more.
   *
   * @param levels how many names a path may have, one below the other; at least 1
   * @return the changed limits
   * @throws IllegalArgumentException if it is less
   */
  public DirectoryLimits withLevels(int levels) {
    return new DirectoryLimits(entries, bytes, pathBytes, levels);
  }
}
