package dev.versioned.s3dynamo;

import dev.versioned.spi.Condition;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Generates random items, conditions, writes and queries over few keys and attributes, so that they
 * often collide.
 */
final class RandomItems {
  static final List<String> PARTITIONS = List.of("VERSIONS#a", "ALIASES#a");

  /** In DynamoDB's order, which differs from Java's for the last two. */
  static final List<String> SORTS =
      List.of("#", "$LATEST", "000000000001", "000000000010", "a", "é", "\uFFFD", "\uD83D\uDE00");

  private static final List<String> TEXTS =
      List.of("", "a", "b", "ab", "10", "9", "é", "\uFFFD", "\uD83D\uDE00");
  private static final List<Long> NUMBERS = List.of(0L, 1L, 2L, -1L, 10L, 1L << 62, -(1L << 62));
  private static final List<String> PLAIN = List.of("state", "size", "a-b.c", "key");
  private static final String LISTED = IndexQuery.ARTIFACTS.partition();
  private static final String NAME = IndexQuery.ARTIFACTS.sort();
  private static final List<String> ATTRIBUTES =
      List.of("state", "size", "a-b.c", "key", LISTED, NAME);

  private final Random random;

  RandomItems(Random random) {
    this.random = random;
  }

  private <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean once(int times) {
    return random.nextInt(times) == 0;
  }

  ItemKey key() {
    return new ItemKey(oneOf(PARTITIONS), oneOf(SORTS));
  }

  private ItemValue scalar() {
    return once(2) ? ItemValue.of(oneOf(TEXTS)) : ItemValue.of(oneOf(NUMBERS));
  }

  private ItemValue value(int depth) {
    if (depth == 0 || !once(3)) {
      return scalar();
    } else if (once(2)) {
      return new ItemValue.Sequence(
          random.ints(random.nextInt(3), 0, 1).mapToObj(i -> value(depth - 1)).toList());
    }
    Map<String, ItemValue> fields = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      fields.put(oneOf(List.of("state", "1", "a.b")), value(depth - 1));
    }
    return new ItemValue.Fields(fields);
  }

  /** Values of the index's attributes are texts, and no two items have the same value. */
  private ItemValue valueOf(ItemKey key, String attribute) {
    return switch (attribute) {
      case "listed" -> ItemValue.of(once(4) ? "no" : "yes");
      case "artifact" -> ItemValue.of(key.sort() + key.partition());
      default -> value(2);
    };
  }

  private Item item(ItemKey key) {
    Map<String, ItemValue> attributes = new TreeMap<>();
    for (String attribute : ATTRIBUTES) {
      if (once(2)) {
        attributes.put(attribute, valueOf(key, attribute));
      }
    }
    return new Item(key, attributes);
  }

  Condition condition(int depth) {
    String attribute = oneOf(ATTRIBUTES);
    return switch (random.nextInt(depth == 0 ? 7 : 10)) {
      case 0 -> Condition.absent();
      case 1 -> Condition.present();
      case 2 -> Condition.missing(attribute);
      case 3 -> new Condition.Equals(attribute, scalar());
      case 4 -> new Condition.Differs(attribute, scalar());
      case 5 -> new Condition.AtMost(attribute, scalar());
      case 6 -> Condition.always();
      case 7 -> new Condition.All(conditions(depth - 1));
      default -> new Condition.Any(conditions(depth - 1));
    };
  }

  private List<Condition> conditions(int depth) {
    return random.ints(random.nextInt(4), 0, 1).mapToObj(i -> condition(depth)).toList();
  }

  private List<ItemChange> changes(ItemKey key) {
    List<String> attributes = new ArrayList<>(ATTRIBUTES);
    Collections.shuffle(attributes, random);
    Function<String, ItemChange> change =
        attribute ->
            switch (random.nextInt(5)) {
              case 0 -> new ItemChange.SetIfMissing(attribute, valueOf(key, attribute));
              case 1 -> new ItemChange.Remove(attribute);
              case 2 ->
                  PLAIN.contains(attribute)
                      ? new ItemChange.Add(attribute, random.nextInt(5) - 2)
                      : new ItemChange.Set(attribute, valueOf(key, attribute));
              default -> new ItemChange.Set(attribute, valueOf(key, attribute));
            };
    return attributes.subList(0, 1 + random.nextInt(3)).stream().map(change).toList();
  }

  ItemWrite write(ItemKey key) {
    Condition condition = condition(2);
    return switch (random.nextInt(6)) {
      case 0, 1 -> new ItemWrite.Put(item(key), condition);
      case 2 -> new ItemWrite.Delete(key, condition);
      default -> new ItemWrite.Update(key, changes(key), condition);
    };
  }

  List<ItemWrite> writes() {
    return random
        .ints(1 + random.nextInt(5), 0, 1)
        .mapToObj(i -> key())
        .distinct()
        .map(key -> once(4) ? new ItemWrite.Check(key, condition(2)) : write(key))
        .toList();
  }

  ItemQuery query() {
    List<String> ends = new ArrayList<>(SORTS);
    ends.add(0, "!");
    ends.add("\uDBFF\uDFFF");
    int first = random.nextInt(ends.size());
    int last = random.nextInt(ends.size());
    String after =
        first > last || once(2) ? null : ends.get(first + random.nextInt(last - first + 1));
    return new ItemQuery(
        oneOf(PARTITIONS),
        ends.get(first),
        ends.get(last),
        after,
        oneOf(List.of(ItemQuery.Order.values())),
        1 + random.nextInt(5));
  }

  IndexQuery indexQuery() {
    ItemKey key = key();
    return new IndexQuery(
        IndexQuery.ARTIFACTS,
        once(4) ? "no" : "yes",
        once(2) ? null : key.sort() + key.partition(),
        1 + random.nextInt(5));
  }
}
