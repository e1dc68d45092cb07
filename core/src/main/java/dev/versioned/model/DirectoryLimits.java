package dev.versioned.model;

/**
 * What an archive may contain for it to be unpacked. In addition, a name may have 255 bytes, a path
 * 1,024 bytes and 64 levels.
 *
 * @param entries how many files, folders and links, at least 1
 * @param bytes how many bytes its files may have, unpacked; at least 0
 */
public record DirectoryLimits(int entries, long bytes) {
  private static final DirectoryLimits DEFAULTS = new DirectoryLimits(100_000, 4L << 30);

  /**
   * Makes limits.
   *
   * @param entries how many files, folders and links, at least 1
   * @param bytes how many bytes its files may have, unpacked; at least 0
   * @throws IllegalArgumentException if a limit is less
   */
  public DirectoryLimits {
    if (entries < 1 || bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot unpack at most " + entries + " entries and " + bytes + " bytes");
    }
  }

  /**
   * Returns the default limits.
   *
   * @return 100,000 entries and 4 GiB
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
    return new DirectoryLimits(entries, bytes);
  }

  /**
   * Changes the number of bytes.
   *
   * @param bytes how many bytes the files may have, unpacked; at least 0
   * @return the changed limits
   * @throws IllegalArgumentException if it is less
   */
  public DirectoryLimits withBytes(long bytes) {
    return new DirectoryLimits(entries, bytes);
  }
}
