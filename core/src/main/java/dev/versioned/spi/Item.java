package dev.versioned.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of named attributes under a key, which an {@link ItemStore} reads and writes as a whole.
 *
 * @param key the primary key
 * @param attributes the attributes besides the key
 */
public record Item(ItemKey key, Map<String, ItemValue> attributes) {

  /**
   * Makes an item; the map is copied.
   *
   * @param key the primary key
   * @param attributes the attributes besides the key
   */
  public Item {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }
}
