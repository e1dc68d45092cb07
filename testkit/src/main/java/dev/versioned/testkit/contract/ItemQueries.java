package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.ItemFixture.READING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reading several items: a partition, the index, all keys. */
abstract class ItemQueries {
  /** The only index that the library reads. */
  private static final IndexQuery.Index INDEX =
      new IndexQuery.Index("artifacts", "listed", "artifact");

  private static final String FIRST = "!";
  private static final String LAST = "\uD83D\uDE00~";

  /** In byte order, which differs from Java's order for the last two. */
  private static final List<String> SORTED =
      List.of(
          "#",
          "$",
          "0",
          "000000000001",
          "1",
          "10",
          "2",
          "A",
          "a",
          "a#",
          "aa",
          "b",
          "\u00e4",
          "\uFFFD",
          "\uD83D\uDE00");

  abstract ItemFixture items();

  private List<Item> putAll(List<String> sorts) {
    List<Item> made = new ArrayList<>(sorts.stream().map(items()::item).toList());
    List<Item> backwards = new ArrayList<>(made);
    Collections.reverse(backwards);
    backwards.forEach(items()::put);
    return made;
  }

  private CatalogFixture.Fetch<Item> query(String first, String last, Order order) {
    return (after, limit) -> page(first, last, after, order, limit);
  }

  private Page<Item> page(String first, String last, @Nullable Item after, Order order, int limit) {
    return page(items(), first, last, after, order, limit);
  }

  private static Page<Item> page(
      ItemFixture of, String first, String last, @Nullable Item after, Order order, int limit) {
    return of.store()
        .query(
            READING,
            new ItemQuery(
                of.partition(),
                first,
                last,
                after == null ? null : after.key().sort(),
                order,
                limit),
            Consistency.STRONG);
  }

  @Test
  void partitionIsReadInTheOrderOfItsKeys() {
    List<Item> all = putAll(SORTED);
    CatalogFixture.assertPages(all, query(FIRST, LAST, Order.ASCENDING));
    Collections.reverse(all);
    CatalogFixture.assertPages(all, query(FIRST, LAST, Order.DESCENDING));
  }

  @Test
  void rangeHoldsItsEnds() {
    List<Item> some = putAll(SORTED).subList(2, 7);
    for (Order order : Order.values()) {
      List<Item> expected = new ArrayList<>(some);
      if (order == Order.DESCENDING) {
        Collections.reverse(expected);
      }
      CatalogFixture.assertPages(expected, query("0", "2", order));
      CatalogFixture.assertPages(expected, query("%", "3", order));
    }
    CatalogFixture.assertPages(List.of(items().item("1")), query("1", "1", Order.ASCENDING));
    CatalogFixture.assertPages(List.of(), query("3", "4", Order.ASCENDING));
  }

  /** In UTF-8, U+FFFD sorts before U+1F600; by Java's chars it does not. */
  @Test
  void rangeIsInTheOrderOfTheBytes() {
    CatalogFixture.assertPages(List.of(), query("\uFFFD", "\uD83D\uDE00", Order.ASCENDING));
    Item item = items().put(items().item("\uD83D\uDE00"));
    CatalogFixture.assertPages(List.of(item), query("\uFFFD", "\uD83D\uDE00", Order.ASCENDING));
    CatalogFixture.assertPages(List.of(), query("\uD83D\uDE00", "\uFFFD", Order.ASCENDING));
  }

  @Test
  void pageBeginsAfterAnItemThatIsGone() {
    List<Item> all = putAll(List.of("a", "b", "c"));
    items().remove("b");
    assertThat(page("a", "c", all.get(1), Order.ASCENDING, 10).items()).containsExactly(all.get(2));
    assertThat(page("a", "c", all.get(1), Order.DESCENDING, 10).items())
        .containsExactly(all.get(0));
  }

  @Test
  void pageHoldsNoMoreThanItsLimit() {
    List<Item> all = putAll(List.of("a", "b", "c"));
    Page<Item> first = page("a", "c", null, Order.ASCENDING, 2);
    assertThat(first.items()).isEqualTo(all.subList(0, 2));
    assertThat(first.hasMore()).isTrue();
    Page<Item> rest = page("a", "c", all.get(1), Order.ASCENDING, 2);
    assertThat(rest).isEqualTo(new Page<>(all.subList(2, 3), false));
    assertThat(page("a", "c", all.get(2), Order.ASCENDING, 2))
        .isEqualTo(new Page<Item>(List.of(), false));
  }

  @Test
  void queryHoldsItsPartitionAlone() {
    Item here = items().put("b");
    ItemFixture other = new ItemFixture(items().store(), items().partition() + "-");
    other.put("a");
    assertThat(page(FIRST, LAST, null, Order.ASCENDING, 10).items()).containsExactly(here);
    ItemFixture empty = ItemFixture.over(items().store());
    assertThat(page(empty, FIRST, LAST, null, Order.ASCENDING, 10))
        .isEqualTo(new Page<Item>(List.of(), false));
  }

  @Test
  void querySeesEveryWriteBefore() {
    for (int i = 0; i < 20; i++) {
      Item item = items().put(items().item("a", "a", i));
      assertThat(page("a", "a", null, Order.ASCENDING, 1).items()).containsExactly(item);
    }
  }

  /** Returns an item as it appears in the index of artifacts, under a partition of this test. */
  private Item listed(String artifact) {
    return new Item(
        items().key("# " + artifact),
        Map.of(
            INDEX.partition(),
            ItemValue.of(items().partition()),
            INDEX.sort(),
            ItemValue.of(artifact),
            "number",
            ItemValue.of(1)));
  }

  private static String artifactOf(Item item) {
    assertThat(item.attributes()).containsKey(INDEX.sort());
    return item.attributes().get(INDEX.sort()) instanceof ItemValue.Text text ? text.value() : "";
  }

  private Page<Item> indexed(@Nullable Item after, int limit) {
    String last = after == null ? null : artifactOf(after);
    return items()
        .store()
        .queryIndex(READING, new IndexQuery(INDEX, items().partition(), last, limit));
  }

  /** The index may lag, so it is read until it is as expected. */
  private void assertIndexed(int pageSize, String... artifacts) {
    List<ItemKey> expected = Stream.of(artifacts).map(name -> listed(name).key()).toList();
    RepositoryFixture.await(
        "the index holds " + expected,
        () ->
            CatalogFixture.walk(pageSize, this::indexed).stream()
                .map(Item::key)
                .toList()
                .equals(expected));
  }

  @Test
  void indexHoldsItemsInTheOrderOfItsAttribute() {
    List<String> names = List.of("-", "0", "1", "10", "2", "A", "a", "aa", "b");
    for (int i = names.size() - 1; i >= 0; i--) {
      items().put(listed(names.get(i)));
    }
    for (int pageSize : new int[] {1, 2, names.size(), 100}) {
      assertIndexed(pageSize, names.toArray(String[]::new));
    }
    assertThat(indexed(null, 1).items().get(0).attributes())
        .containsEntry(INDEX.partition(), ItemValue.of(items().partition()))
        .containsEntry(INDEX.sort(), ItemValue.of("-"));
  }

  @Test
  void indexHoldsNoItemWithoutItsAttributes() {
    items().put(listed("a"));
    items().put(listed("b"));
    items().put("c");
    assertIndexed(10, "a", "b");
    items().change(listed("a").key().sort(), new ItemChange.Remove(INDEX.partition()));
    assertIndexed(10, "b");
    items().remove(listed("b").key().sort());
    assertIndexed(10);
    items()
        .change(listed("a").key().sort(), ItemChange.set(INDEX.partition(), items().partition()));
    assertIndexed(10, "a");
  }

  @Test
  void indexHoldsItemsOfTheSameSortValue() {
    List<ItemKey> same = new ArrayList<>();
    for (String sort : List.of("LIVE", "NEXT", "TEST")) {
      same.add(items().put(new Item(items().key(sort), listed("b").attributes())).key());
    }
    items().put(listed("a"));
    items().put(listed("c"));
    RepositoryFixture.await("the index holds five items", () -> inIndex(null, 10).size() == 5);
    List<ItemKey> all = inIndex(null, 10);
    assertThat(all.get(0)).isEqualTo(listed("a").key());
    assertThat(all.subList(1, 4)).containsExactlyInAnyOrderElementsOf(same);
    assertThat(all.get(4)).isEqualTo(listed("c").key());
    assertThat(same).containsAll(inIndex("a", 2));
    assertThat(inIndex("b", 10)).containsExactly(listed("c").key());
  }

  private List<ItemKey> inIndex(@Nullable String after, int limit) {
    return items()
        .store()
        .queryIndex(READING, new IndexQuery(INDEX, items().partition(), after, limit))
        .items()
        .stream()
        .map(Item::key)
        .toList();
  }

  @Test
  void everyKeyIsListedOnce() {
    List<ItemKey> keys = putAll(SORTED).stream().map(Item::key).toList();
    items().put("removed");
    items().remove("removed");
    try (Stream<ItemKey> all = items().store().keys(READING)) {
      assertThat(all.filter(key -> key.partition().equals(items().partition())))
          .containsExactlyInAnyOrderElementsOf(keys);
    }
  }
}
