package dev.versioned.s3dynamo.python;

import dev.versioned.model.VersionNumber;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How one of the two kinds of repositories names the objects of an artifact. */
enum Layout {
  /** {@code LATEST} and {@code 000001}, each with the suffix. */
  HYBRID {
    private static final Pattern NAME = Pattern.compile("[0-9]{6,12}");

    @Override
    OptionalLong versionOf(String name) {
      if (name.equals(LATEST)) {
        return OptionalLong.of(Found.LATEST);
      }
      return NAME.matcher(name).matches() ? number(name) : OptionalLong.empty();
    }
  },
  /**
   * In {@code versions/}: {@code 000000_LATEST} and {@code 999999_000001}, each with the suffix.
   */
  S3_ONLY {
    private static final String FOLDER = "versions/";
    private static final Pattern NAME = Pattern.compile("([0-9]{6})_([0-9]{6})");
    private static final long COUNT_FROM = 1_000_000;

    @Override
    OptionalLong versionOf(String name) {
      if (name.equals(FOLDER + "000000_" + LATEST)) {
        return OptionalLong.of(Found.LATEST);
      }
      Matcher parts = NAME.matcher(name.startsWith(FOLDER) ? name.substring(FOLDER.length()) : "");
      OptionalLong number = parts.matches() ? number(parts.group(2)) : OptionalLong.empty();
      return number.isPresent() && number.getAsLong() + Long.parseLong(parts.group(1)) == COUNT_FROM
          ? number
          : OptionalLong.empty();
    }
  };

  static final String LATEST = "LATEST";

  /** Returns the version that an object is of, by its name without the suffix. */
  abstract OptionalLong versionOf(String name);

  /** Returns a number as it is written with zeros before it, if it is a version's. */
  static OptionalLong number(String padded) {
    try {
      long number = VersionNumber.parse(padded).value();
      return String.format("%06d", number).equals(padded)
          ? OptionalLong.of(number)
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }
}
