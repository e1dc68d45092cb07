package dev.versioned.s3dynamo.internal;

import java.util.regex.Pattern;

/**
 * The prefix of every key in the bucket: empty, or one or more folders.
 *
 * @param value empty, or text that ends with a slash
 */
public record Prefix(String value) {
  public static final Prefix NONE = new Prefix("");

  /** S3's limit for a key. */
  private static final int LONGEST_KEY = 1024;

  /**
   * An artifact's name of 128 characters, {@code /latest/}, an id of at most 36, and a file name of
   * at most 200.
   */
  private static final int LONGEST_BLOB_KEY = 128 + 8 + 36 + 1 + 200;

  static final int LONGEST = LONGEST_KEY - LONGEST_BLOB_KEY;

  /** The characters that S3 calls safe, without those that some stores keep under other names. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9!_.*'()=@:+-]+");

  public Prefix {
    if (!value.isEmpty()) {
      check(value);
    }
  }

  private static void check(String value) {
    if (!value.endsWith("/")) {
      throw refused(value, "it must end with '/'");
    } else if (value.length() > LONGEST) {
      throw refused(value, "it is longer than " + LONGEST + " characters");
    }
    for (String segment : value.substring(0, value.length() - 1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw refused(value, "it has an empty, '.' or '..' folder, or starts with '/'");
      } else if (!SEGMENT.matcher(segment).matches()) {
        throw refused(value, "it may hold A-Z a-z 0-9 and ! _ . * ' ( ) = @ : + - and '/'");
      }
    }
  }

  private static IllegalArgumentException refused(String value, String why) {
    return new IllegalArgumentException("Cannot use prefix '" + value + "': " + why);
  }

  /** Returns the prefix itself. */
  @Override
  public String toString() {
    return value;
  }
}
