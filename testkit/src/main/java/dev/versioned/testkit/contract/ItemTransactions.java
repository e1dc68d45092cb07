package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.ItemFixture.WRITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.ItemWrite.AllWritten;
import dev.versioned.spi.ItemWrite.NoneWritten;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link ItemStore#writeAll}: all writes or none. */
abstract class ItemTransactions {
  abstract ItemFixture items();

  /** Retries while another transaction holds the items. */
  private ItemWrite.TransactionResult writeAll(List<ItemWrite> writes) {
    return CatalogFixture.retry(
        () -> items().store().writeAll(WRITING, writes),
        result -> result instanceof NoneWritten none && none.conflict());
  }

  @Test
  void everyKindOfWriteIsMade() {
    Item checked = items().put("checked");
    items().put("deleted");
    items().put(items().item("updated", "a", 1));
    Item put = items().item("put");
    assertThat(
            writeAll(
                List.of(
                    new ItemWrite.Put(put, Condition.absent()),
                    new ItemWrite.Check(checked.key(), Condition.present()),
                    new ItemWrite.Delete(items().key("deleted"), Condition.present()),
                    new ItemWrite.Update(
                        items().key("updated"),
                        List.of(
                            ItemChange.set("text", "b"),
                            new ItemChange.Add("number", 2),
                            new ItemChange.SetIfMissing("first", ItemValue.of("x"))),
                        Condition.equal("number", 1)))))
        .isEqualTo(new AllWritten());
    assertThat(items().read("put")).contains(put);
    assertThat(items().read("checked")).contains(checked);
    assertThat(items().read("deleted")).isEmpty();
    assertThat(items().read("updated").orElseThrow().attributes())
        .isEqualTo(
            Map.of(
                "text", ItemValue.of("b"),
                "number", ItemValue.of(3),
                "first", ItemValue.of("x")));
  }

  @Test
  void checkMakesNothing() {
    assertThat(writeAll(List.of(new ItemWrite.Check(items().key("a"), Condition.absent()))))
        .isEqualTo(new AllWritten());
    assertThat(items().read("a")).isEmpty();
  }

  @Test
  void everyRefusalIsNamedAndNothingIsWritten() {
    Item there = items().put("there");
    Item checked = items().put("checked");
    SortedMap<Integer, Optional<Item>> refusals = new TreeMap<>();
    refusals.put(1, Optional.of(there));
    refusals.put(2, Optional.empty());
    refusals.put(4, Optional.of(checked));
    refusals.put(5, Optional.empty());
    assertThat(
            writeAll(
                List.of(
                    new ItemWrite.Put(items().item("a"), Condition.absent()),
                    new ItemWrite.Put(items().item("there", "next", 8), Condition.absent()),
                    new ItemWrite.Update(
                        items().key("b"),
                        List.of(ItemChange.set("text", "b")),
                        Condition.present()),
                    new ItemWrite.Check(items().key("c"), Condition.absent()),
                    new ItemWrite.Check(checked.key(), Condition.equal("number", 8)),
                    new ItemWrite.Delete(items().key("d"), Condition.present()))))
        .isEqualTo(ItemFixture.refusing(refusals));
    assertThat(items().read("a")).isEmpty();
    assertThat(items().read("b")).isEmpty();
    assertThat(items().read("there")).contains(there);
    assertThat(items().read("checked")).contains(checked);
  }

  @Test
  void refusalOfTheLastWriteKeepsTheOthersOut() {
    Item last = items().put("last");
    assertThat(
            writeAll(
                List.of(
                    new ItemWrite.Put(items().item("a"), Condition.always()),
                    new ItemWrite.Delete(last.key(), Condition.differs("number", "x")),
                    new ItemWrite.Put(items().item("b"), Condition.present()))))
        .isEqualTo(ItemFixture.refusing(2, Optional.empty()));
    assertThat(items().read("a")).isEmpty();
    assertThat(items().read("last")).contains(last);
  }

  @Test
  void sameTransactionAgainIsRefused() {
    Item a = items().item("a");
    Item b = items().item("b");
    List<ItemWrite> writes =
        List.of(new ItemWrite.Put(a, Condition.absent()), new ItemWrite.Put(b, Condition.absent()));
    assertThat(writeAll(writes)).isEqualTo(new AllWritten());
    SortedMap<Integer, Optional<Item>> refusals = new TreeMap<>();
    refusals.put(0, Optional.of(a));
    refusals.put(1, Optional.of(b));
    assertThat(writeAll(writes)).isEqualTo(ItemFixture.refusing(refusals));
  }

  @Test
  void oneTransactionTakesAsManyItemsAsPromised() {
    List<ItemWrite> writes =
        IntStream.range(0, ItemStore.TRANSACTION_ITEMS)
            .mapToObj(i -> (ItemWrite) put("item-" + i))
            .toList();
    assertThat(writeAll(writes)).isEqualTo(new AllWritten());
    for (ItemWrite write : writes) {
      assertThat(items().read(write.key().sort())).contains(((ItemWrite.Put) write).item());
    }
  }

  private ItemWrite.Put put(String sort) {
    return new ItemWrite.Put(items().item(sort), Condition.absent());
  }

  @Test
  void transactionSpansPartitions() {
    ItemFixture other = ItemFixture.over(items().store());
    Item here = items().item("a");
    Item there = other.item("a");
    assertThat(
            writeAll(
                List.of(
                    new ItemWrite.Put(here, Condition.absent()),
                    new ItemWrite.Put(there, Condition.absent()))))
        .isEqualTo(new AllWritten());
    assertThat(items().read("a")).contains(here);
    assertThat(other.read("a")).contains(there);
  }

  @Test
  void transactionsAtTheSameTimeAreNotMixed() {
    for (int round = 0; round < 10; round++) {
      long before = round;
      items().put(items().item("a", "before", before));
      items().put(items().item("b", "before", before));
      List<ItemWrite.TransactionResult> results =
          Race.run(8, i -> writeAll(List.of(next("a", i, before), next("b", i, before))));
      assertThat(results).containsOnlyOnce(new AllWritten());
      int winner = results.indexOf(new AllWritten());
      assertThat(items().read("a")).contains(items().item("a", "by " + winner, before + 1));
      assertThat(items().read("b")).contains(items().item("b", "by " + winner, before + 1));
    }
  }

  private ItemWrite next(String sort, int by, long before) {
    return new ItemWrite.Put(
        items().item(sort, "by " + by, before + 1), Condition.equal("number", before));
  }
}
