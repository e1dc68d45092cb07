package dev.versioned.internal.probe;

import dev.versioned.internal.Log;
import dev.versioned.maintenance.StoreExamination.Finding;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Examines a store of items. A publisher may write in the partition, and remove no item: so it uses
 * a bounded number of items, in which each examination has attributes of its own that it removes
 * again. Each item expires a day after its last use.
 */
final class ItemProbe {
  static final int ROUNDS = 4;
  private static final int ROUNDS_OF_TRANSACTIONS = 3;

  /** Examinations that run at the same time seldom share an item. */
  private static final int SLOTS = 64;

  private static final int MOST_TRIES = 5;
  private static final Duration KEPT = Duration.ofDays(1);

  /** In these partitions, policies with {@code dynamodb:LeadingKeys} let publishers write. */
  private static final String PARTITION = "VERSIONS#_probe";

  private static final String PURPOSE = "examine the table";
  private static final String OTHER_TABLE =
      "use AWS, or a server that keeps DynamoDB's conditions and transactions: here a race may have"
          + " several winners, and an alias may move in part";

  private final ItemStore items;
  private final Supplier<String> ids;
  private final Instant now;
  private final ItemKey whole;
  private final ItemKey one;
  private final ItemKey other;
  private final Set<String> attributes = ConcurrentHashMap.newKeySet();

  ItemProbe(ItemStore items, Supplier<String> ids, Instant now) {
    this.items = items;
    this.ids = ids;
    this.now = now;
    int slot = Math.floorMod(ids.get().hashCode(), SLOTS);
    this.whole = new ItemKey(PARTITION, "whole-" + slot);
    this.one = new ItemKey(PARTITION, "one-" + slot);
    this.other = new ItemKey(PARTITION, "other-" + slot);
  }

  /** Examines writes one at a time, then in races. */
  List<Finding> writes(Race race) {
    Probing probing = new Probing();
    probing.must(
        "DynamoDB: a refused write returns the existing item (ALL_OLD)",
        OTHER_TABLE,
        () -> {
          items.write(PURPOSE, new ItemWrite.Put(item(), Condition.always()));
          if (!(items.write(PURPOSE, new ItemWrite.Put(item(), Condition.absent()))
              instanceof ItemWrite.Refused refused)) {
            return "the write was not refused";
          }
          return refused.current().isPresent() ? "" : "the existing item was not returned";
        });
    probing.must(
        "DynamoDB: of racing writes one wins",
        OTHER_TABLE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String attribute = attribute();
            String found = Winners.judge(race.run(writer -> ofWriter(attribute, ids.get())));
            if (!found.isEmpty()) {
              return found;
            }
          }
          return "";
        });
    return probing.findings();
  }

  private String ofWriter(String attribute, String id) {
    ItemWrite.Result result = items.write(PURPOSE, ifMissing(one, attribute, id));
    if (result instanceof ItemWrite.Written) {
      return "won by " + id;
    }
    Optional<Item> current =
        result instanceof ItemWrite.Refused no ? no.current() : Optional.empty();
    String holder = current.map(item -> text(item, attribute)).orElse("");
    if (holder.isEmpty()) {
      return ""; // a store that does not return the item is found by another probe
    }
    // An own id means that the reply to an earlier attempt was lost.
    return (holder.equals(id) ? "won by " : "lost to ") + holder;
  }

  /** Examines transactions, first one that must be refused, then in races. */
  List<Finding> transactions(Race race) {
    Probing probing = new Probing();
    probing.must(
        "DynamoDB: a transaction whose condition fails writes nothing and returns the reasons",
        OTHER_TABLE,
        this::refusedTransaction);
    probing.must(
        "DynamoDB: of racing transactions one wins",
        OTHER_TABLE,
        () -> {
          for (int round = 0; round < ROUNDS_OF_TRANSACTIONS; round++) {
            String found = ofRace(race, attribute());
            if (!found.isEmpty()) {
              return found;
            }
          }
          return "";
        });
    return probing.findings();
  }

  private String refusedTransaction() {
    String attribute = attribute();
    items.write(PURPOSE, ifMissing(other, attribute, ids.get()));
    List<ItemWrite> both =
        List.of(ifMissing(one, attribute, ids.get()), ifMissing(other, attribute, ids.get()));
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ItemWrite.TransactionResult result = items.writeAll(PURPOSE, both);
      // rule: transaction-is-all-or-nothing
      if (!read(one, attribute).isEmpty()) {
        return "it was written in part";
      } else if (!(result instanceof ItemWrite.NoneWritten none)) {
        return "the transaction was not refused";
      } else if (!none.refusals().isEmpty()) {
        boolean told =
            none.refusals().keySet().equals(Set.of(1))
                && none.refusals().values().stream().allMatch(Optional::isPresent);
        return told ? "" : "the reasons were not returned: " + none.refusals();
      }
      // In conflict with the transaction of another examination.
    }
    throw new Probing.Interference();
  }

  /** Half of the writers name the items in the opposite order. */
  private String ofRace(Race race, String attribute) {
    List<String> told =
        race.run(
            writer -> {
              String id = ids.get();
              ItemWrite first = ifMissing(one, attribute, id);
              ItemWrite second = ifMissing(other, attribute, id);
              return items.writeAll(
                          PURPOSE,
                          writer % 2 == 0 ? List.of(first, second) : List.of(second, first))
                      instanceof ItemWrite.AllWritten
                  ? "won by " + id
                  : "";
            });
    String found = Winners.judge(told);
    String here = read(one, attribute);
    return !found.isEmpty() || here.equals(read(other, attribute))
        ? found
        : "two transactions were mixed";
  }

  private String attribute() {
    String attribute = "probe_" + ids.get();
    attributes.add(attribute);
    return attribute;
  }

  private ItemWrite ifMissing(ItemKey key, String attribute, String id) {
    return new ItemWrite.Update(
        key,
        List.of(ItemChange.set(attribute, id), ItemChange.set(ItemStore.EXPIRES_AT, expiry())),
        Condition.missing(attribute));
  }

  private Item item() {
    return new Item(whole, Map.of(ItemStore.EXPIRES_AT, ItemValue.of(expiry())));
  }

  private long expiry() {
    return now.plus(KEPT).getEpochSecond();
  }

  private String read(ItemKey key, String attribute) {
    return items
        .read(PURPOSE, key, Consistency.STRONG)
        .map(item -> text(item, attribute))
        .orElse("");
  }

  private static String text(Item item, String attribute) {
    return item.attributes().get(attribute) instanceof ItemValue.Text text ? text.value() : "";
  }

  /** Removes the attributes; the items expire. */
  void clean() {
    Set<String> all = new HashSet<>(attributes);
    for (ItemKey key : all.isEmpty() ? List.<ItemKey>of() : List.of(one, other)) {
      List<ItemChange> changes = new ArrayList<>();
      all.forEach(attribute -> changes.add(new ItemChange.Remove(attribute)));
      try {
        items.write(PURPOSE, new ItemWrite.Update(key, changes, Condition.present()));
      } catch (BackendException e) {
        Log.CLEANUP.debug("attributes of {} are left", key, e);
      }
    }
  }
}
