package dev.versioned.internal.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Converts items to text and back: a property for each value, named by its path, as in {@code
 * ALIASES%23app/LIVE/additional/2=N 1000}. The path starts with the item's key; its steps are
 * URL-encoded, and {@code [0]} is a place in a list. The value starts with its type, {@code S} or
 * {@code N}, as DynamoDB names them.
 */
final class ItemText {
  private static final String TEXT = "S ";
  private static final String NUMBER = "N ";
  private static final String EMPTY_MAP = "M";
  private static final String EMPTY_LIST = "L";

  /** More than any record has: values are read by recursion. */
  private static final int MOST_STEPS = 16;

  private ItemText() {}

  static String write(Collection<Item> items) {
    Properties all = new Properties();
    for (Item item : items) {
      write(all::setProperty, path(item), new ItemValue.Fields(item.attributes()));
    }
    StringWriter text = new StringWriter();
    try {
      all.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes one item as a line: its path, and then each value with the path to it within the item,
   * all URL-encoded, as in {@code ALIASES%23app/LIVE alias=S+LIVE additional/2=N+1000}.
   */
  static String writeLine(Item item) {
    StringJoiner line = new StringJoiner(" ");
    line.add(path(item));
    item.attributes()
        .forEach(
            (name, value) ->
                write(
                    (path, text) -> line.add(path + "=" + URLEncoder.encode(text, UTF_8)),
                    step(name),
                    value));
    return line.toString();
  }

  /**
   * Reads an item from its line.
   *
   * @throws IllegalArgumentException if the line is not what {@link #writeLine} makes
   */
  static Item readLine(String line) {
    String[] words = line.split(" ", -1);
    String[] key = words[0].split("/", -1);
    if (key.length != 2) {
      throw new IllegalArgumentException("it does not begin with the key of an item");
    }
    Node item = new Node();
    for (String word : List.of(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("it has a value without a path");
      }
      item.put(
          word.substring(0, equals).split("/", -1),
          URLDecoder.decode(word.substring(equals + 1), UTF_8));
    }
    return item(name(key[0]), name(key[1]), item);
  }

  private static String path(Item item) {
    return step(item.key().partition()) + "/" + step(item.key().sort());
  }

  private static String step(String name) {
    return URLEncoder.encode(name, UTF_8);
  }

  private static void write(BiConsumer<String, String> all, String path, ItemValue value) {
    if (value instanceof ItemValue.Text text) {
      all.accept(path, TEXT + text.value());
    } else if (value instanceof ItemValue.Whole whole) {
      all.accept(path, NUMBER + whole.value());
    } else if (value instanceof ItemValue.Fields fields) {
      if (fields.values().isEmpty()) {
        all.accept(path, EMPTY_MAP);
      }
      fields.values().forEach((name, one) -> write(all, path + "/" + step(name), one));
    } else if (value instanceof ItemValue.Sequence sequence) {
      if (sequence.values().isEmpty()) {
        all.accept(path, EMPTY_LIST);
      }
      for (int i = 0; i < sequence.values().size(); i++) {
        write(all, path + "/" + place(i), sequence.values().get(i));
      }
    } else {
      throw new IllegalArgumentException("Cannot write " + value + ": no record has such a value");
    }
  }

  private static String place(int index) {
    return "[" + index + "]";
  }

  /**
   * Reads items, in the order of their keys.
   *
   * @throws IllegalArgumentException if the text is not what {@link #write} makes
   */
  static List<Item> read(String text) {
    Properties all = new Properties();
    try {
      all.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Node partitions = new Node();
    for (String path : all.stringPropertyNames()) {
      String[] steps = path.split("/", -1);
      if (steps.length < 2 || steps.length > MOST_STEPS) {
        throw new IllegalArgumentException(
            "it has a value whose path is not of 2 to " + MOST_STEPS + " steps");
      }
      partitions.put(steps, String.valueOf(all.getProperty(path)));
    }
    List<Item> items = new ArrayList<>();
    partitions.children.forEach(
        (partition, sorts) ->
            sorts.children.forEach(
                (sort, item) -> items.add(item(name(partition), name(sort), item))));
    return items;
  }

  private static String name(String step) {
    return URLDecoder.decode(step, UTF_8);
  }

  private static Item item(String partition, String sort, Node node) {
    if (node.toValue() instanceof ItemValue.Fields attributes) {
      return new Item(new ItemKey(partition, sort), attributes.values());
    }
    throw new IllegalArgumentException("its item " + partition + "/" + sort + " has no attributes");
  }

  /** A value, or what it consists of, by the steps to it. */
  private static final class Node {
    private final Map<String, Node> children = new TreeMap<>();
    private String value = "";

    void put(String[] steps, String text) {
      if (steps.length > MOST_STEPS) {
        throw new IllegalArgumentException(
            "it has a value whose path is of more than " + MOST_STEPS + " steps");
      }
      Node node = this;
      for (String name : steps) {
        node = node.children.computeIfAbsent(name, absent -> new Node());
      }
      if (!node.value.isEmpty()) {
        throw new IllegalArgumentException("it has two values under one path");
      }
      node.value = text;
    }

    ItemValue toValue() {
      if (children.isEmpty()) {
        return single();
      }
      if (!value.isEmpty()) {
        throw new IllegalArgumentException("it has a value that also consists of others");
      }
      if (children.containsKey(place(0))) {
        List<ItemValue> values = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
          Node child = children.get(place(i));
          if (child == null) {
            throw new IllegalArgumentException("it has a list without " + place(i));
          }
          values.add(child.toValue());
        }
        return new ItemValue.Sequence(values);
      }
      Map<String, ItemValue> values = new TreeMap<>();
      children.forEach((step, child) -> values.put(name(step), child.toValue()));
      return new ItemValue.Fields(values);
    }

    private ItemValue single() {
      if (value.startsWith(TEXT)) {
        return ItemValue.of(value.substring(TEXT.length()));
      } else if (value.startsWith(NUMBER)) {
        return ItemValue.of(Long.parseLong(value.substring(NUMBER.length())));
      }
      return switch (value) {
        case EMPTY_MAP -> new ItemValue.Fields(Map.of());
        case EMPTY_LIST -> new ItemValue.Sequence(List.of());
        default -> throw new IllegalArgumentException("it has the value " + value);
      };
    }
  }
}
