package dev.versioned.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A name and a value, as {@code --meta} takes them: the value may have any character, quotes too.
 */
record MetadataEntry(String name, String value) {
  /**
   * Reads {@code NAME=VALUE}.
   *
   * @throws IllegalArgumentException if it has no {@code =}
   */
  static MetadataEntry parse(String text) {
    int at = text.indexOf('=');
    if (at < 0) {
      throw new IllegalArgumentException("Cannot read '" + text + "': write NAME=VALUE");
    }
    return new MetadataEntry(text.substring(0, at), text.substring(at + 1));
  }

  /**
   * Returns the entries by name.
   *
   * @throws IllegalArgumentException if two have one name and different values
   */
  static Map<String, String> byName(List<MetadataEntry> entries) {
    Map<String, String> all = new LinkedHashMap<>();
    for (MetadataEntry entry : entries) {
      String other = all.putIfAbsent(entry.name(), entry.value());
      if (other != null && !other.equals(entry.value())) {
        throw new IllegalArgumentException(
            "Cannot use two values of '" + entry.name() + "': give it once");
      }
    }
    return all;
  }
}
