package dev.versioned.internal.catalog;

import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pair of an item store and a place of blobs that belong together. Each of them keeps a copy:
 * an item, and a blob whose text this class writes and reads.
 *
 * @param table the identity of the item store
 * @param place the place of the blobs
 * @param at when they were bound to each other
 * @param epoch how many times a restored table had taken the place over
 */
public record Bond(String table, String place, Instant at, long epoch) {
  /** The format of everything that is stored, and the only one that this library knows. */
  static final long FORMAT = 1;

  private static final String ABOUT =
      "# The versions under this prefix belong to the table that is named here. Do not remove this"
          + " file: it keeps other tables from removing their bytes.\n";

  /**
   * Checks the epoch, which is read from stores.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Bond {
    if (epoch < 0 || epoch >= VersionNumber.MAX) {
      throw new IllegalArgumentException("its epoch is " + epoch);
    }
  }

  /** Makes the bond of a place that no restored table has taken over. */
  public Bond(String table, String place, Instant at) {
    this(table, place, at, 0);
  }

  /**
   * Returns whether another bond is about the same pair of stores.
   *
   * @param other another bond
   * @return true if table and place are the same
   */
  public boolean isOfSameStores(Bond other) {
    return table.equals(other.table) && place.equals(other.place);
  }

  /**
   * Returns the text of the blob that marks the place.
   *
   * @return lines of names and values
   */
  public String text() {
    return ABOUT
        + ("format=" + FORMAT + "\n")
        + ("table=" + table + "\n")
        + ("place=" + place + "\n")
        + ("bound_at=" + at + "\n")
        + (epoch == 0 ? "" : "epoch=" + epoch + "\n");
  }

  /**
   * Reads the text of the blob that marks a place. Unknown lines are ignored.
   *
   * @param text the text
   * @return the bond
   * @throws IllegalArgumentException if the text is not that of a marker, or has another format
   */
  public static Bond parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    checkFormat(values.getOrDefault("format", "none"));
    for (String name : new String[] {"table", "place", "bound_at"}) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException("it has no line '" + name + "='");
      }
    }
    return new Bond(
        String.valueOf(values.get("table")),
        String.valueOf(values.get("place")),
        Instant.parse(String.valueOf(values.get("bound_at"))),
        Long.parseLong(values.getOrDefault("epoch", "0")));
  }

  /** Refuses any other format: its stored data may have another meaning. */
  static void checkFormat(Object format) {
    if (!format.toString().equals(Long.toString(FORMAT))) {
      throw new IllegalArgumentException(
          "it is of format " + format + ", and this version of the library knows " + FORMAT);
    }
  }
}
