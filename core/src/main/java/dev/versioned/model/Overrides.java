package dev.versioned.model;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of an alias that always get a version, whatever the weights are.
 *
 * @param revision the revision of the alias at which they were set or cleared; 0 if there never
 *     were any
 * @param versions the version of each key, in ascending order of the keys
 */
public record Overrides(long revision, SortedMap<String, VersionNumber> versions) {
  /** The highest number of keys. */
  public static final int MOST_KEYS = 1_000;

  /** The longest key, in characters ({@code char}). */
  public static final int LONGEST_KEY = 256;

  /** The highest sum of the sizes of all keys, in bytes of UTF-8. */
  public static final int MOST_BYTES = 256 << 10;

  /** No overrides. */
  public static final Overrides NONE = new Overrides(0, Collections.emptySortedMap());

  /**
   * Validates the overrides; the map is copied.
   *
   * @param revision the revision of the alias at which they were set or cleared
   * @param versions the version of each key
   * @throws IllegalArgumentException if there are more than 1,000 keys, a key is empty or longer
   *     than 256 characters, or has half of a surrogate pair, or all keys have more than 256 KiB
   */
  public Overrides {
    Objects.requireNonNull(versions, "versions");
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    // rule: overrides-have-a-largest-number
    if (versions.size() > MOST_KEYS) {
      throw new IllegalArgumentException(
          "Cannot override "
              + versions.size()
              + " keys: an alias has at most "
              + MOST_KEYS
              + "; use weights for groups of users");
    }
    long bytes = versions.keySet().stream().mapToLong(Overrides::sizeOf).sum();
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot override keys of "
              + bytes
              + " bytes: all keys of an alias may have "
              + MOST_BYTES
              + "; override fewer or shorter ones");
    }
  }

  /**
   * Makes overrides of versions in any order.
   *
   * @param revision the revision of the alias at which they were set or cleared
   * @param versions the version of each key
   * @return the overrides
   * @throws IllegalArgumentException as the constructor does
   */
  public static Overrides of(long revision, Map<String, VersionNumber> versions) {
    Objects.requireNonNull(versions, "versions");
    return new Overrides(revision, new TreeMap<>(versions));
  }

  /**
   * Checks a key.
   *
   * @param key the key
   * @return the key
   * @throws IllegalArgumentException if it is empty, longer than 256 characters, or has half of a
   *     surrogate pair
   */
  public static String checkKey(String key) {
    Objects.requireNonNull(key, "key");
    // rule: override-has-a-key-that-can-be-stored
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "Cannot override a key of "
              + key.length()
              + " characters: it must have 1 to "
              + LONGEST_KEY);
    } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      throw new IllegalArgumentException(
          "Cannot override a key with half of a surrogate pair: it has no encoding");
    }
    return key;
  }

  private static long sizeOf(String key) {
    return checkKey(key).getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Returns whether no key is overridden.
   *
   * @return true if all keys follow the weights
   */
  public boolean isEmpty() {
    return versions.isEmpty();
  }
}
