package dev.versioned.s3dynamo;

import dev.versioned.BackendException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticImmutableTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How one kind of item is stored: a static schema, made once. What is null or empty is not stored,
 * and attributes that are not known are passed over, so that a later library may add some.
 *
 * @param <T> what the item holds
 */
final class ItemSchema<T> {
  /** The schema that this library writes, and the only one that it reads. */
  static final int NUMBER = 1;

  private final TableSchema<T> schema;

  private ItemSchema(TableSchema<T> schema) {
    this.schema = schema;
  }

  static <T> Builder<T> of(Class<T> type, Function<Fields, T> maker) {
    return new Builder<>(type, maker);
  }

  Map<String, AttributeValue> write(T value) {
    return schema.itemToMap(value, true);
  }

  /**
   * Reads an item.
   *
   * @throws BackendException if a newer library wrote it, or it is not of this kind
   */
  T read(Map<String, AttributeValue> item) {
    checkSchema(item);
    try {
      return schema.mapToItem(item);
    } catch (IllegalArgumentException | ClassCastException | DateTimeException e) {
      throw BackendException.lasting(
          "Cannot read item "
              + nameOf(item)
              + ": "
              + e.getMessage()
              + "; it was not written by"
              + " this library, or was changed since: run fsck",
          e);
    }
  }

  /** Refuses what a newer library wrote: it may mean what this one does not know. */
  static void checkSchema(Map<String, AttributeValue> item) {
    AttributeValue schema = item.get(Attributes.SCHEMA);
    if (schema == null || !Integer.toString(NUMBER).equals(schema.n())) {
      throw BackendException.lasting(
          "Cannot read item "
              + nameOf(item)
              + ": it is of schema "
              + (schema == null ? "none" : schema.n())
              + ", and this version of the library knows schema "
              + NUMBER
              + "; a newer version of the library wrote it, use that one",
          null);
    }
  }

  static String nameOf(Map<String, AttributeValue> item) {
    return textOf(item, Attributes.PK) + " / " + textOf(item, Attributes.SK);
  }

  static String textOf(Map<String, AttributeValue> item, String attribute) {
    AttributeValue value = item.get(attribute);
    return value == null || value.s() == null ? "" : value.s();
  }

  /** Returns this schema as the type of a document within another item. */
  EnhancedType<T> document() {
    // Without this the document's missing values would be stored as NULL.
    return EnhancedType.documentOf(
        schema.itemType().rawClass(), schema, document -> document.ignoreNulls(true));
  }

  /**
   * Builds a schema.
   *
   * @param <T> what the item holds
   */
  static final class Builder<T> {
    private final StaticImmutableTableSchema.Builder<T, Fields> schema;

    private Builder(Class<T> type, Function<Fields, T> maker) {
      this.schema = TableSchema.builder(type, Fields.class).newItemBuilder(Fields::new, maker);
    }

    /** Makes it an item of its own, with a key and the number of the schema. */
    Builder<T> key(Function<T, ItemKey> key) {
      schema.addAttribute(
          String.class,
          a ->
              a.name(Attributes.PK)
                  .getter(value -> key.apply(value).pk())
                  .setter((fields, read) -> fields.put(Attributes.PK, read))
                  .tags(StaticAttributeTags.primaryPartitionKey()));
      schema.addAttribute(
          String.class,
          a ->
              a.name(Attributes.SK)
                  .getter(value -> key.apply(value).sk())
                  .setter((fields, read) -> fields.put(Attributes.SK, read))
                  .tags(StaticAttributeTags.primarySortKey()));
      return number(Attributes.SCHEMA, value -> (long) NUMBER);
    }

    /** Adds a text, which is not stored if it is empty. */
    Builder<T> text(String name, Function<T, @Nullable Object> getter) {
      return value(EnhancedType.of(String.class), name, value -> shown(getter.apply(value)));
    }

    private static @Nullable String shown(@Nullable Object value) {
      return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    Builder<T> number(String name, Function<T, @Nullable Long> getter) {
      return value(EnhancedType.of(Long.class), name, getter);
    }

    <V> Builder<T> value(EnhancedType<V> type, String name, Function<T, @Nullable V> getter) {
      schema.addAttribute(
          type, a -> a.name(name).getter(getter).setter((fields, read) -> fields.put(name, read)));
      return this;
    }

    /** Adds the attributes of another record to this item's own. */
    <V> Builder<T> flatten(ItemSchema<V> part, String name, Function<T, V> getter) {
      schema.flatten(part.schema, getter, (fields, read) -> fields.put(name, read));
      return this;
    }

    ItemSchema<T> build() {
      return new ItemSchema<>(schema.build());
    }
  }
}
