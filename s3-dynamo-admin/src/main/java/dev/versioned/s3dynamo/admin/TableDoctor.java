package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.admin.DoctorReport.Check;
import dev.versioned.s3dynamo.admin.DoctorReport.Verdict;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemQuery.Order;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a table with the library's own store. */
final class TableDoctor {
  private static final int ROUNDS = 5;
  private static final Duration INDEX_LAG = Duration.ofSeconds(10);
  private static final String VALUE = "value";
  private static final String COUNTED = "counted";
  private static final String PURPOSE = "check the table";
  private static final String OTHER_TABLE =
      "use AWS, or a server that keeps DynamoDB's conditions: here a race may have several winners";

  private final Table table;
  private final String partition;
  private final ItemStore items;
  private final CheckRunner runner;

  TableDoctor(Table table, String scratch, ItemStore items, List<Check> checks) {
    this.table = table;
    // In this partition, policies with dynamodb:LeadingKeys allow publishers to write.
    this.partition = "VERSIONS#" + scratch;
    this.items = items;
    this.runner = new CheckRunner(checks);
  }

  void run() {
    if (!settings()) {
      return;
    }
    boolean writable =
        runner.must(
            "DynamoDB: write an item",
            "",
            () -> isWritten(put("probe", "first")) ? "" : "a new item was refused");
    if (writable) {
      try {
        conditions();
        transactions();
        reads();
      } finally {
        runner.should(
            "DynamoDB: remove the scratch items",
            "no action is needed: items left over expire within a day",
            this::clean);
      }
    }
  }

  private boolean settings() {
    List<Finding> findings = new ArrayList<>();
    String itself = "table " + table.name();
    try {
      new TableSetup(table, SetupMode.CHECK, S3DynamoSetup.DeletionProtection.ON, findings).run();
    } catch (BackendException e) {
      // The role of a pipeline need not have permission to read the settings.
      runner.unseen(itself, Verdict.SKIP, e);
      return true;
    }
    runner.settings(
        findings, List.of(itself, "index " + TableLayout.ARTIFACTS_INDEX + " of " + itself));
    return findings.stream()
        .noneMatch(f -> f.what().equals(itself) && f.outcome() == SetupReport.Outcome.WRONG);
  }

  /** The other conditions are examined with those of the bucket, by the library itself. */
  private void conditions() {
    runner.must(
        "DynamoDB: a counter counts every racing update",
        OTHER_TABLE,
        () -> {
          List<ItemChange> change =
              List.of(
                  new ItemChange.Add(COUNTED, 1), ItemChange.set(ItemStore.EXPIRES_AT, tomorrow()));
          ItemWrite update = new ItemWrite.Update(key("counter"), change, Condition.always());
          int updates = CheckRunner.winners(() -> isWritten(items.write(PURPOSE, update)));
          long counted =
              read("counter")
                  .map(item -> item.attributes().get(COUNTED))
                  .map(value -> value instanceof ItemValue.Whole whole ? whole.value() : 0L)
                  .orElse(0L);
          return counted == updates
              ? ""
              : "of " + updates + " updates " + counted + " were counted";
        });
  }

  private void transactions() {
    runner.must(
        "DynamoDB: a transaction can check an item",
        "",
        () -> {
          ItemWrite check = new ItemWrite.Check(key("nothing"), Condition.absent());
          boolean written = isWritten(items.writeAll(PURPOSE, List.of(check, ifAbsent("checked"))));
          return written ? "" : "a condition that holds was refused";
        });
  }

  private void reads() {
    runner.must(
        "DynamoDB: writes are visible at once to reads and queries",
        "use AWS, or a server that has strongly consistent reads",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            ItemKey key = key("seen-" + round);
            put(key.sort(), "first");
            if (read(key.sort()).isEmpty() || !query(key.sort(), Order.ASCENDING).contains(key)) {
              return "a new item was not visible";
            }
          }
          return "";
        });
    runner.must(
        "DynamoDB: a query returns items in order, from either end",
        "use AWS, or a server that keeps the order of sort keys: histories and lists rest on it",
        () -> {
          List<ItemKey> up = List.of(key("order-1"), key("order-2"), key("order-3"));
          List.of("order-2", "order-3", "order-1").forEach(sort -> put(sort, "first"));
          List<ItemKey> down = List.of(up.get(2), up.get(1), up.get(0));
          List<ItemKey> ascending = query("order-", Order.ASCENDING);
          List<ItemKey> descending = query("order-", Order.DESCENDING);
          return ascending.equals(up) && descending.equals(down)
              ? ""
              : "it returned " + ascending + " and " + descending;
        });
    runner.should(
        "DynamoDB: the index shows a new item",
        "apply S3DynamoSetup: without the index artifacts cannot be listed",
        this::findInIndex);
  }

  /**
   * Looks for a value of the index's partition key that no artifact has, so that no list shows it.
   */
  private String findInIndex() {
    IndexQuery.Index index = IndexQuery.ARTIFACTS;
    Map<String, ItemValue> attributes = new HashMap<>(item("indexed", "first").attributes());
    attributes.put(index.partition(), ItemValue.of(partition));
    attributes.put(index.sort(), ItemValue.of("indexed"));
    Item indexed = new Item(key("indexed"), attributes);
    items.write(PURPOSE, new ItemWrite.Put(indexed, Condition.absent()));
    IndexQuery query = new IndexQuery(index, partition, null, 1);
    Backoff backoff = Backoff.lasting(INDEX_LAG, PURPOSE);
    do {
      if (items.queryIndex(PURPOSE, query).items().stream()
          .anyMatch(item -> item.key().equals(indexed.key()))) {
        return "";
      }
    } while (backoff.pause());
    return "the index does not contain it after " + INDEX_LAG.toSeconds() + " s";
  }

  private String clean() {
    for (ItemKey key : query("", Order.ASCENDING)) {
      items.write(PURPOSE, new ItemWrite.Delete(key, Condition.always()));
    }
    return "";
  }

  private static boolean isWritten(ItemWrite.Result result) {
    return result instanceof ItemWrite.Written;
  }

  private static boolean isWritten(ItemWrite.TransactionResult result) {
    return result instanceof ItemWrite.AllWritten;
  }

  private ItemWrite.Result put(String sort, String value) {
    return items.write(PURPOSE, new ItemWrite.Put(item(sort, value), Condition.absent()));
  }

  private ItemWrite ifAbsent(String sort) {
    return new ItemWrite.Put(item(sort, "second"), Condition.absent());
  }

  private Optional<Item> read(String sort) {
    return items.read(PURPOSE, key(sort), Consistency.STRONG);
  }

  /** Finds the items whose sort keys start with the text; all of them are ASCII. */
  private List<ItemKey> query(String start, Order order) {
    ItemQuery all =
        new ItemQuery(partition, start.isEmpty() ? " " : start, start + "~", null, order, 100);
    List<ItemKey> found = new ArrayList<>();
    Page<Item> page;
    do {
      page =
          items.query(
              PURPOSE,
              found.isEmpty() ? all : all.after(found.get(found.size() - 1).sort()),
              Consistency.STRONG);
      page.items().forEach(item -> found.add(item.key()));
    } while (page.hasMore());
    return found;
  }

  private ItemKey key(String sort) {
    return new ItemKey(partition, sort);
  }

  private Item item(String sort, String value) {
    return new Item(
        key(sort),
        Map.of(VALUE, ItemValue.of(value), ItemStore.EXPIRES_AT, ItemValue.of(tomorrow())));
  }

  private static long tomorrow() {
    return Instant.now().plus(Duration.ofDays(1)).getEpochSecond();
  }
}
