package dev.versioned.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The limits of what a publisher may say of a version. */
public final class Metadata {
  /** Lambda's limit for a version's description. */
  static final int LONGEST_DESCRIPTION = 256;

  /** Names and values together; Lambda's limit for environment variables. */
  static final int LARGEST_BYTES = 4096;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,127}");
  private static final Pattern CONTENT_TYPE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]*/[A-Za-z0-9][A-Za-z0-9.+_-]*(;[\\x20-\\x7e]*)?");

  /** What file systems allow. */
  private static final int LONGEST_FILE_NAME_BYTES = 255;

  private Metadata() {}

  public static SortedMap<String, String> copyOf(Map<String, String> metadata) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  public static void checkMetadata(Map<String, String> metadata) {
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

  public static String checkDescription(String description) {
    if (description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "Cannot keep a description of "
              + description.length()
              + " characters: it may have "
              + LONGEST_DESCRIPTION);
    }
    return description;
  }

  public static String checkActor(String actor) {
    if (actor.length() > 256) {
      throw new IllegalArgumentException(
          "Cannot use an actor of " + actor.length() + " characters: it may have 256");
    }
    return actor;
  }

  public static String checkContentType(String contentType) {
    if (contentType.length() > 128 || !CONTENT_TYPE.matcher(contentType).matches()) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(contentType)
              + " as a content type: it must be a media type of at most 128 characters, such as"
              + " application/java-archive");
    }
    return contentType;
  }

  public static String checkFileName(String fileName) {
    if (!isFileName(fileName)) {
      throw new IllegalArgumentException(
          "Cannot use "
              + Text.quote(fileName)
              + " as a file name: it must have at most 255 bytes in UTF-8, and no / \\, control or"
              + " format characters, and must not be . or ..");
    }
    return fileName;
  }

  private static boolean isFileName(String name) {
    return name.codePoints().noneMatch(Metadata::isForbiddenInFileName)
        && !name.equals(".")
        && !name.equals("..")
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_FILE_NAME_BYTES;
  }

  /** Separators; what ends lines or orders text; halves of characters, which UTF-8 cannot write. */
  private static boolean isForbiddenInFileName(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> c == '/' || c == '\\';
    };
  }

  /** Returns the name to keep of a file of this machine. */
  public static String fileNameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : keptFileName(name.toString());
  }

  /** A name that may not be kept as it is is no reason to refuse the file. */
  public static String keptFileName(String name) {
    StringBuilder kept = new StringBuilder();
    name.codePoints().forEach(c -> kept.appendCodePoint(isForbiddenInFileName(c) ? '_' : c));
    return isFileName(kept.toString()) ? kept.toString() : "";
  }

  /** See {@link dev.versioned.model.Version#localFileName}. */
  public static Optional<String> localFileName(String fileName) {
    // rule: local-name-has-no-folder
    String name =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    return name.isEmpty()
            || name.startsWith(".")
            || name.startsWith("-")
            || !isFileName(name)
            || !isPlain(name)
        ? Optional.empty()
        : Optional.of(name);
  }

  /** Whether this machine takes it for one name in a folder, and not for a disk, say. */
  private static boolean isPlain(String name) {
    try {
      Path path = Path.of(name);
      return path.getRoot() == null && path.getNameCount() == 1 && path.toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
