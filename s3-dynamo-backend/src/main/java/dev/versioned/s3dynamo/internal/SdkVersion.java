package dev.versioned.s3dynamo.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the AWS SDK at run time. A build may choose an older one than this library was
 * compiled with; missing classes or methods would then surface late, as errors that name only a
 * class.
 *
 * @param minor the second number; the first is 2
 * @param patch the third number
 */
record SdkVersion(int minor, int patch) implements Comparable<SdkVersion> {
  /**
   * The first version with all features used here: copies with If-None-Match were added in 2.37.
   */
  static final SdkVersion LEAST = new SdkVersion(37, 5);

  private static final String HOLDER = "software.amazon.awssdk.core.util.VersionInfo";
  private static final Pattern FORM = Pattern.compile("2\\.([0-9]{1,6})\\.([0-9]{1,6})\\b.*");

  /**
   * Refuses an SDK that is too old.
   *
   * @throws IllegalStateException if it is too old
   */
  static void check() {
    found().ifPresent(SdkVersion::check);
  }

  /** Refuses a version that is too old; a version in an unknown format is assumed to be newer. */
  static void check(String found) {
    Matcher numbers = FORM.matcher(found);
    if (numbers.matches()) {
      SdkVersion version =
          new SdkVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
      // rule: old-sdk-is-refused
      if (version.compareTo(LEAST) < 0) {
        throw new IllegalStateException(
            "Cannot use AWS SDK for Java "
                + found
                + ": versioned needs software.amazon.awssdk "
                + LEAST
                + " or newer; import versioned-bom before the BOM that brings the older one");
      }
    }
  }

  /** Reads it by reflection: the compiler would inline the constant of the SDK at compile time. */
  private static Optional<String> found() {
    try {
      Object version = Class.forName(HOLDER).getField("SDK_VERSION").get(null);
      return Optional.ofNullable(version).map(Object::toString);
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // an SDK without this constant is newer, not older
    }
  }

  @Override
  public int compareTo(SdkVersion other) {
    return minor != other.minor
        ? Integer.compare(minor, other.minor)
        : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return "2." + minor + "." + patch;
  }
}
