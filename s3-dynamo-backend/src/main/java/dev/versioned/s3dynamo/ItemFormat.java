package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts items and their values to and from DynamoDB's form. */
final class ItemFormat {
  private ItemFormat() {}

  static Map<String, AttributeValue> write(ItemKey key) {
    return Map.of(
        TableLayout.PK, AttributeValue.fromS(key.partition()),
        TableLayout.SK, AttributeValue.fromS(key.sort()));
  }

  static Map<String, AttributeValue> write(Item item) {
    Map<String, AttributeValue> attributes = writeAll(item.attributes());
    attributes.putAll(write(item.key()));
    return attributes;
  }

  private static Map<String, AttributeValue> writeAll(Map<String, ItemValue> values) {
    Map<String, AttributeValue> written = new HashMap<>();
    values.forEach((name, value) -> written.put(name, write(value)));
    return written;
  }

  static AttributeValue write(ItemValue value) {
    if (value instanceof ItemValue.Text text) {
      return AttributeValue.fromS(text.value());
    } else if (value instanceof ItemValue.Whole number) {
      return AttributeValue.fromN(Long.toString(number.value()));
    } else if (value instanceof ItemValue.Fields fields) {
      return AttributeValue.fromM(writeAll(fields.values()));
    } else if (value instanceof ItemValue.Sequence sequence) {
      return AttributeValue.fromL(sequence.values().stream().map(ItemFormat::write).toList());
    } else if (value instanceof ItemValue.Other other) {
      return OtherFormat.write(other);
    }
    throw new IllegalArgumentException("Cannot store " + value + ": no item may hold such a value");
  }

  /** Compares by UTF-8 bytes, as DynamoDB does. */
  static boolean isAfter(String text, String other) {
    return Arrays.compareUnsigned(
            text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  static ItemKey readKey(Map<String, AttributeValue> item) {
    return new ItemKey(text(item, TableLayout.PK), text(item, TableLayout.SK));
  }

  private static String text(Map<String, AttributeValue> item, String key) {
    return Objects.requireNonNull(item.get(key), key).s();
  }

  static Item read(Map<String, AttributeValue> item) {
    Map<String, ItemValue> attributes = readAll(item);
    attributes.remove(TableLayout.PK);
    attributes.remove(TableLayout.SK);
    return new Item(readKey(item), attributes);
  }

  private static Map<String, ItemValue> readAll(Map<String, AttributeValue> values) {
    Map<String, ItemValue> read = new HashMap<>();
    values.forEach((name, value) -> read.put(name, read(value)));
    return read;
  }

  private static ItemValue read(AttributeValue value) {
    return switch (value.type()) {
      case S -> ItemValue.of(value.s());
      case N -> readNumber(value.n());
      case M -> new ItemValue.Fields(readAll(value.m()));
      case L -> new ItemValue.Sequence(value.l().stream().map(ItemFormat::read).toList());
      default -> OtherFormat.read(value);
    };
  }

  private static ItemValue readNumber(String number) {
    try {
      return ItemValue.of(Long.parseLong(number));
    } catch (NumberFormatException e) {
      return OtherFormat.read(AttributeValue.fromN(number));
    }
  }
}
