package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the same random operations on the store in memory and on DynamoDB: the results and the
 * resulting items must be the same. Properties proved on one, such as by the simulation, then hold
 * for the other.
 *
 * <p>{@code -Dversioned.differential.operations=100000} runs more of them, and {@code
 * -Dversioned.differential.seed=N} repeats a run.
 */
abstract class ItemStoreDifferential {
  private static final long SEED =
      Long.getLong("versioned.differential.seed", new Random().nextLong());
  private static final int ITEMS_COMPARED_EVERY = 100;

  private final LocalRepository local = LocalRepository.create(aws());
  private final ItemStore dynamo =
      S3DynamoRepository.builder()
          .table(local.table())
          .dynamoDb(local.aws().dynamoDb())
          .buildItemStore();
  private final ItemStore memory = new MemoryItemStore();
  private final Random random = new Random(SEED);
  private final RandomItems items = new RandomItems(random);
  private final Map<String, Integer> seen = new TreeMap<>();

  /** Returns the stack to compare with. */
  abstract LocalAws aws();

  /** Returns the number of operations, unless the property sets it. */
  abstract int operations();

  /** Removes all items: the table was bound to its bucket when it was created. */
  @BeforeEach
  void empty() {
    dynamo
        .keys("list")
        .toList()
        .forEach(key -> dynamo.write("empty", new ItemWrite.Delete(key, Condition.always())));
  }

  @AfterEach
  void close() {
    dynamo.close();
    local.close();
  }

  @Test
  void memoryAndDynamoDbDoTheSame() {
    int operations = Integer.getInteger("versioned.differential.operations", operations());
    for (int i = 1; i <= operations; i++) {
      try {
        operate();
        if (i % ITEMS_COMPARED_EVERY == 0 || i == operations) {
          assertThat(all(dynamo)).isEqualTo(all(memory));
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("at operation " + i + " of seed " + SEED, e);
      }
    }
    // A result that never occurred was not compared.
    assertThat(seen.keySet()).containsAll(kinds());
  }

  private static Set<String> kinds() {
    return Stream.of("Written", "Refused", "AllWritten", "NoneWritten", "failure")
        .collect(Collectors.toSet());
  }

  private void operate() {
    switch (random.nextInt(10)) {
      case 0 -> {
        ItemKey key = items.key();
        EnumSet.allOf(Consistency.class)
            .forEach(consistency -> same(key, store -> store.read("read", key, consistency)));
      }
      case 1 -> {
        ItemQuery query = items.query();
        samePage(query, query.limit(), s -> s.query("query", query, Consistency.STRONG));
      }
      case 2 -> {
        IndexQuery query = items.indexQuery();
        samePage(query, query.limit(), s -> keysOnly(s.queryIndex("query", query)));
      }
      case 3 -> same("keys", store -> store.keys("list").collect(Collectors.toSet()));
      case 4, 5, 6 -> {
        ItemWrite write = items.write(items.key());
        same(write, store -> store.write("write", write));
      }
      default -> {
        List<ItemWrite> writes = items.writes();
        same(writes, store -> store.writeAll("write", writes));
      }
    }
  }

  /** Reduces an index's items to keys: an index returns at least its own attributes. */
  private static Page<ItemKey> keysOnly(Page<Item> page) {
    return page.map(Item::key);
  }

  private void same(Object what, Function<ItemStore, Object> operation) {
    Object expected = resultOf(() -> operation.apply(memory));
    assertThat(resultOf(() -> operation.apply(dynamo))).as("%s", what).isEqualTo(expected);
    seen.merge(
        expected instanceof String ? "failure" : expected.getClass().getSimpleName(),
        1,
        Integer::sum);
  }

  /** Compares pages; DynamoDB may report that more could follow when the page is full. */
  private <T> void samePage(Object what, int limit, Function<ItemStore, Page<T>> operation) {
    Page<T> expected = operation.apply(memory);
    Object result = resultOf(() -> operation.apply(dynamo));
    assertThat(result).as("%s", what).isInstanceOf(Page.class);
    Page<?> actual = (Page<?>) result;
    assertThat(actual.items()).as("%s", what).isEqualTo(expected.items());
    assertThat(actual.hasMore())
        .as("%s has more", what)
        .isIn(expected.hasMore(), expected.items().size() == limit);
  }

  private interface Operation {
    Object run();
  }

  private static Object resultOf(Operation operation) {
    try {
      return operation.run();
    } catch (BackendException e) {
      return "failure, " + (e.isRetryable() ? "passing" : "lasting");
    }
  }

  private static Map<ItemKey, Optional<Item>> all(ItemStore store) {
    return store
        .keys("list")
        .collect(Collectors.toMap(key -> key, key -> store.read("read", key, Consistency.STRONG)));
  }
}
