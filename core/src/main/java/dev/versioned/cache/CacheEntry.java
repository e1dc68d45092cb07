package dev.versioned.cache;

import dev.versioned.model.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A file of the cache, with the time of its last use. */
record CacheEntry(Path path, long sizeBytes, Instant usedAt) {
  /** How long a part file that is not written to is kept. */
  private static final Duration PART_GRACE = Duration.ofHours(1);

  String name() {
    return path.getFileName().toString();
  }

  /** The digest of a whole file; files that the cache did not write have none. */
  Optional<Digest> digest() {
    return isWhole() ? digest(name()) : Optional.empty();
  }

  /** The digest that a name is, if it is one. */
  static Optional<Digest> digest(String name) {
    try {
      return Optional.of(new Digest(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean isWhole() {
    return !name().startsWith(".");
  }

  /** Returns whether it was unused for as long as a file must be to be evicted. */
  boolean mayGo(Instant now, Duration grace) {
    Duration unused = Duration.between(usedAt, now);
    return unused.compareTo(grace) >= 0 && (isWhole() || unused.compareTo(PART_GRACE) >= 0);
  }

  /** Whether it is the file of a digest, or a part file of its downloads. */
  boolean isOf(Digest digest) {
    return name().equals(digest.hex()) || name().startsWith(partPrefix(digest));
  }

  /** The start of the names of a download's part files. */
  private static String partPrefix(Digest digest) {
    return "." + digest.hex().substring(0, 32) + "-";
  }
}
