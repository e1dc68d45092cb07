package dev.versioned.deployment.loader;

import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The ready loaders of files: as they are, as text, and as values. {@link JarLoader} loads code.
 *
 * <p>All of them are thread-safe, read the file once and keep nothing of it open.
 */
public final class Loaders {
  private Loaders() {}

  /**
   * Returns a loader whose result is the version's file itself, for libraries that read files.
   *
   * @return a loader; it never fails
   */
  public static VersionLoader<Path> file() {
    return (file, version) -> file;
  }

  /**
   * Returns a loader whose result is the version's bytes. Each version has its own array, which
   * callers share and must not change.
   *
   * @return a loader; it throws {@link IOException} if the file cannot be read
   */
  public static VersionLoader<byte[]> bytes() {
    return (file, version) -> Files.readAllBytes(file);
  }

  /**
   * Returns a loader whose result is the version's bytes decoded as UTF-8.
   *
   * @return a loader; it throws {@link LoadException} if the bytes are not UTF-8, and {@link
   *     IOException} if the file cannot be read
   */
  public static VersionLoader<String> text() {
    return Loaders::decoded;
  }

  /**
   * Returns a loader of {@code .properties} files in UTF-8. Unicode escapes are decoded too.
   *
   * @return a loader, whose result is an unmodifiable map in the order of its keys; it throws
   *     {@link LoadException} if the bytes are not UTF-8 or have a malformed escape, and {@link
   *     IOException} if the file cannot be read
   */
  public static VersionLoader<Map<String, String>> properties() {
    return Loaders::parsed;
  }

  /**
   * Returns a loader of JSON files, read by Jackson with its default settings. Needs {@code
   * com.fasterxml.jackson.core:jackson-databind}, which this module does not bring. For other
   * settings use {@code (file, version) -> mapper.readValue(file.toFile(), Rules.class)}.
   *
   * @param <T> what a version is loaded as
   * @param type the class of the values
   * @return a loader; it throws {@link LoadException} if the file is not such a value, or has more
   *     than one, and {@link IOException} if it cannot be read
   * @throws IllegalStateException if Jackson is missing
   */
  public static <T> VersionLoader<T> json(Class<T> type) {
    Objects.requireNonNull(type, "type");
    try {
      return JacksonLoader.json(type);
    } catch (NoClassDefFoundError missing) {
      throw missing("JSON", "com.fasterxml.jackson.core:jackson-databind", missing);
    }
  }

  /**
   * Returns a loader of YAML files, read by Jackson with its default settings. Needs {@code
   * com.fasterxml.jackson.dataformat:jackson-dataformat-yaml}, which this module does not bring.
   *
   * @param <T> what a version is loaded as
   * @param type the class of the values
   * @return a loader; it throws {@link LoadException} if the file is not such a value, or has more
   *     than one, and {@link IOException} if it cannot be read
   * @throws IllegalStateException if Jackson or its YAML format is missing
   */
  public static <T> VersionLoader<T> yaml(Class<T> type) {
    Objects.requireNonNull(type, "type");
    try {
      return JacksonLoader.yaml(type);
    } catch (NoClassDefFoundError missing) {
      throw missing("YAML", "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml", missing);
    }
  }

  private static IllegalStateException missing(
      String format, String dependency, NoClassDefFoundError missing) {
    return new IllegalStateException(
        "Cannot make a loader of "
            + format
            + ": "
            + dependency
            + " is missing; add it to the dependencies",
        missing);
  }

  private static String decoded(Path file, Version version) throws IOException, LoadException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new LoadException(
          "Cannot load "
              + version
              + " from "
              + file
              + ": it is not UTF-8; save it as UTF-8, or load it with Loaders.bytes()",
          malformed);
    }
  }

  private static Map<String, String> parsed(Path file, Version version)
      throws IOException, LoadException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(decoded(file, version)));
    } catch (IllegalArgumentException malformed) {
      throw new LoadException(
          "Cannot load "
              + version
              + " from "
              + file
              + ": it has a malformed \\u escape; write four hexadecimal digits after it",
          malformed);
    }
    Map<String, String> values = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name));
    }
    return Collections.unmodifiableMap(values);
  }
}
