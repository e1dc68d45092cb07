package dev.versioned.internal.directory;

/**
 * A file, directory or link of an archive.
 *
 * @param name its path below the directory, separated and not ended by {@code /}
 * @param sizeBytes of a file, its bytes, or -1 if they must be counted; else 0
 * @param executable whether its owner may run it, if it is a file
 * @param link of a link, what it contains; else empty
 */
public record Entry(String name, Kind kind, long sizeBytes, boolean executable, String link) {
  /** What an entry is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK
  }

  static Entry file(String name, long sizeBytes, boolean executable) {
    return new Entry(name, Kind.FILE, sizeBytes, executable, "");
  }

  static Entry directory(String name) {
    return new Entry(name, Kind.DIRECTORY, 0, false, "");
  }

  static Entry link(String name, String target) {
    return new Entry(name, Kind.LINK, 0, false, target);
  }
}
