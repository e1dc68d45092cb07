package dev.versioned.deployment.loader;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.versioned.deployment.VersionLoader;
import dev.versioned.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a value with Jackson, which is optional: only this class and {@link YamlMapper} name it.
 */
final class JacksonLoader<T> implements VersionLoader<T> {
  private final ObjectReader reader;
  private final String format;
  private final Class<T> type;

  private JacksonLoader(ObjectMapper mapper, String format, Class<T> type) {
    this.reader = mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.format = format;
    this.type = type;
  }

  static <T> VersionLoader<T> json(Class<T> type) {
    return new JacksonLoader<>(new ObjectMapper(), "JSON", type);
  }

  static <T> VersionLoader<T> yaml(Class<T> type) {
    return new JacksonLoader<>(YamlMapper.make(), "YAML", type);
  }

  @Override
  public T load(Path file, Version version) throws IOException, LoadException {
    byte[] bytes = Files.readAllBytes(file);
    T value;
    try {
      value = reader.readValue(bytes);
    } catch (JacksonException unreadable) {
      throw unreadable(file, version, unreadable.getOriginalMessage(), unreadable);
    }
    if (value == null) {
      throw unreadable(file, version, "it is null", new IOException("null"));
    }
    return value;
  }

  private LoadException unreadable(Path file, Version version, String reason, IOException cause) {
    return new LoadException(
        "Cannot load "
            + version
            + " from "
            + file
            + " as "
            + type.getName()
            + " in "
            + format
            + ": "
            + reason,
        cause);
  }
}
