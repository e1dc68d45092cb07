package dev.versioned.internal;

import java.util.regex.Pattern;

/**
 * The last part of a blob's key: the file name, of the characters that S3 calls safe ("Object key
 * naming guidelines"), so that programs which go by names and extensions can use the key as it is.
 */
public final class KeyFileName {
  /** Far less than a file system allows, and than what S3's 1,024 bytes leave. */
  public static final int LONGEST = 200;

  /** An ending longer than this is no extension, and is cut with the rest. */
  private static final int LONGEST_EXTENSION = 32;

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9!_.*'()-]{1," + LONGEST + "}");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9!_.*'()-]");
  private static final Pattern ONLY_DOTS = Pattern.compile("\\.+");

  private KeyFileName() {}

  /**
   * Returns the file name as it is in keys. Each character that is not safe becomes {@code _}; a
   * long name keeps its extension; the artifact's name stands in for none.
   *
   * @param artifact the name of the artifact
   * @param fileName the file name as it was given, whatever it holds; empty for none
   * @return a name of 1 to {@link #LONGEST} safe characters, never {@code .} or {@code ..}
   */
  public static String of(String artifact, String fileName) {
    String name = fileName.isEmpty() ? artifact : fileName;
    String clean = UNSAFE.matcher(withoutPairs(name)).replaceAll("_");
    // rule: key-is-not-dots-only
    if (ONLY_DOTS.matcher(clean).matches()) {
      clean = clean.replace('.', '_');
    }
    return clean.length() <= LONGEST ? clean : shortened(clean);
  }

  /** One character outside of Java's 16 bits becomes one underscore, too. */
  private static String withoutPairs(String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints().forEach(c -> plain.append(c < 0x80 ? (char) c : '_'));
    return plain.toString();
  }

  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String extension =
        dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
    return name.substring(0, LONGEST - extension.length()) + extension;
  }

  /**
   * Returns whether a text can be the last part of a key.
   *
   * @param text the text
   * @return true if {@link #of} gives it for itself
   */
  public static boolean isSafe(String text) {
    return SAFE.matcher(text).matches() && !ONLY_DOTS.matcher(text).matches();
  }
}
