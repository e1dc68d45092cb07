package dev.versioned;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The limits of what a publisher may say of a version. */
final class Metadata {
  /** Lambda's limit for a version's description. */
  static final int LONGEST_DESCRIPTION = 256;

  /** Names and values together; Lambda's limit for environment variables. */
  static final int LARGEST_BYTES = 4096;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,127}");
  private static final Pattern CONTENT_TYPE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]*/[A-Za-z0-9][A-Za-z0-9.+_-]*(;[\\x20-\\x7e]*)?");
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{0,255}");

  private Metadata() {}

  static SortedMap<String, String> copyOf(Map<String, String> metadata) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  static void checkMetadata(Map<String, String> metadata) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (!NAME.matcher(entry.getKey()).matches()) {
        throw new IllegalArgumentException(
            "Cannot use "
                + Text.quote(entry.getKey())
                + " as a metadata name: it must be 1 to 128 of A-Z a-z 0-9 . _ / : - and start with a"
                + " letter or a digit");
      }
      bytes += entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > LARGEST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot keep "
              + bytes
              + " bytes of metadata: names and values together may be "
              + LARGEST_BYTES
              + " bytes; publish larger descriptions as an artifact of their own");
    }
  }

  static String checkDescription(String description) {
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "Cannot keep a description of "
              + description.length()
              + " characters: it may have "
              + LONGEST_DESCRIPTION);
    }
    return description;
  }

  static String checkActor(String actor) {
    if (actor.length() > 256) {
      throw new IllegalArgumentException(
          "Cannot use an actor of " + actor.length() + " characters: it may have 256");
    }
    return actor;
  }

  static String checkContentType(String contentType) {
    if (contentType.length() > 128 || !CONTENT_TYPE.matcher(contentType).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(contentType)
              + " as a content type: it must be a media type of at most 128 characters, such as"
              + " application/java-archive");
    }
    return contentType;
  }

  static String checkFileName(String fileName) {
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(fileName)
              + " as a file name: it must be at most 255 characters without / \\ and control characters");
    }
    return fileName;
  }
}
