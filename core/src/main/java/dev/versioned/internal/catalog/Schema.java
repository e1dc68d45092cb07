package dev.versioned.internal.catalog;

import dev.versioned.model.ArtifactException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The schema number, and the only way to read an item as a record. Unknown attributes are ignored,
 * so that a later library may add some.
 */
final class Schema {
  /** The schema that this library writes, and the only one that it reads. */
  static final long NUMBER = 1;

  private Schema() {}

  /** Returns the condition that no item exists, or one that this library may change. */
  static Condition known() {
    return Condition.missing(Attributes.SCHEMA).or(Condition.equal(Attributes.SCHEMA, NUMBER));
  }

  /**
   * Reads an item as a record. Anybody with access to the table may have written the item, so every
   * defect becomes one error that names the record.
   *
   * @param item the item
   * @param read makes the record from the attributes
   * @param keyOf the key that the record belongs under
   * @throws UnreadableRecordException if the item is not a valid record, or belongs under another
   *     key, or a newer library wrote it
   */
  static <T> T read(Item item, Function<StoredFields, T> read, Function<T, ItemKey> keyOf) {
    check(item);
    try {
      T value = read.apply(new StoredFields(item.attributes()));
      if (!keyOf.apply(value).equals(item.key())) {
        throw new IllegalArgumentException("it is the record of another key");
      }
      return value;
    } catch (ArtifactException e) {
      throw e;
    } catch (RuntimeException e) {
      throw corrupt(item.key(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Refuses an item of a newer library: this one may not know its meaning. */
  static void check(Item item) {
    ItemValue schema = item.attributes().get(Attributes.SCHEMA);
    if (schema instanceof ItemValue.Whole number && number.value() > NUMBER) {
      throw newer(item.key(), "it is of schema " + number.value(), "schema " + NUMBER);
    } else if (!ItemValue.of(NUMBER).equals(schema)) {
      throw corrupt(item.key(), "it has no schema that this library knows", null);
    }
  }

  static UnreadableRecordException newer(ItemKey key, String what, String known) {
    String record = RecordNames.describe(key);
    return new UnreadableRecordException(
        "Cannot read "
            + record
            + ": "
            + what
            + ", and this version of the library knows "
            + known
            + "; a newer version of the library wrote it, use that one",
        record,
        UnreadableRecordException.Reason.NEWER,
        null);
  }

  static UnreadableRecordException corrupt(
      ItemKey key, String why, @Nullable RuntimeException cause) {
    String record = RecordNames.describe(key);
    return new UnreadableRecordException(
        "Cannot read "
            + record
            + ": "
            + why
            + "; the record was not written by this library, or was changed since: run fsck",
        record,
        UnreadableRecordException.Reason.DAMAGED,
        cause);
  }
}
