package dev.versioned.internal.catalog;

import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of versions and the counts of the aliases that point to them. Both are in one item, so
 * that a deletion is one conditional write. They are stored apart from the versions' records, so
 * that publishers write no states and deployers write no versions.
 */
final class StatePartition {
  /** The number of states of the usual size that one DynamoDB query returns. */
  private static final int LARGEST_PAGE = 1000;

  private final ItemStore items;

  StatePartition(ItemStore items) {
    this.items = items;
  }

  VersionStatus find(ArtifactName artifact, VersionNumber number) {
    return StateItems.statusOf(
        items.read(
            "read the state of " + artifact + ":" + number,
            Keys.state(artifact, number),
            Consistency.STRONG));
  }

  Page<StateEntry> list(
      ArtifactName artifact, @Nullable VersionNumber before, int limit, Unreadable unreadable) {
    return Unreadable.page(
        items,
        purpose(artifact),
        query(artifact, before == null ? null : before.padded(), limit),
        StateItems::read,
        unreadable);
  }

  /** Reads a page of states. */
  KnownStates known(ArtifactName artifact, @Nullable String before, int limit) {
    Page<Item> page =
        items.query(purpose(artifact), query(artifact, before, limit), Consistency.STRONG);
    Map<String, Item> known = new HashMap<>();
    page.items().forEach(item -> known.put(item.key().sort(), item));
    return new KnownStates(
        known, page.hasMore() ? page.items().get(page.items().size() - 1).key().sort() : "");
  }

  /** Reads the states of the highest numbers, up to {@code count}, in as many pages as needed. */
  KnownStates newest(ArtifactName artifact, int count) {
    KnownStates known = known(artifact, null, Math.min(count, LARGEST_PAGE));
    Map<String, Item> all = new HashMap<>(known.items());
    while (!known.coverAll() && all.size() < count) {
      known = known(artifact, known.lowest(), LARGEST_PAGE);
      all.putAll(known.items());
    }
    return new KnownStates(all, known.lowest());
  }

  private static String purpose(ArtifactName artifact) {
    return "list the states of the versions of " + artifact;
  }

  private static ItemQuery query(ArtifactName artifact, @Nullable String before, int limit) {
    return Keys.numbers(Keys.states(artifact), before, limit);
  }

  /**
   * Returns the condition that a version is ACTIVE; a version that was never deleted has no stored
   * state.
   */
  private static Condition active() {
    return Schema.known()
        // rule: absent-state-is-active
        .and(
            Condition.missing(Attributes.STATE)
                .or(Condition.equal(Attributes.STATE, VersionState.ACTIVE.name())));
  }

  private static Condition isIn(VersionState state) {
    if (state == VersionState.ACTIVE) {
      return active()
          // rule: version-in-use-is-not-deleted
          .and(
              Condition.missing(Attributes.REFERENCES)
                  .or(Condition.equal(Attributes.REFERENCES, 0)));
    }
    // rule: state-changes-from-the-one-named
    return Schema.known().and(Condition.equal(Attributes.STATE, state.name()));
  }

  static ItemWrite write(StateChange change) {
    Condition condition = isIn(change.from());
    Instant since = change.since();
    // rule: state-changes-from-the-time-named
    if (since != null) {
      condition = condition.and(Condition.equal(Attributes.STATE_CHANGED_AT, since.toString()));
    }
    List<ItemChange> changes = StateItems.known(change.artifact(), change.number());
    changes.add(ItemChange.set(Attributes.STATE, change.to().name()));
    changes.add(ItemChange.set(Attributes.STATE_CHANGED_AT, change.at().toString()));
    return new ItemWrite.Update(Keys.state(change.artifact(), change.number()), changes, condition);
  }

  StateChange.Result change(StateChange change) {
    ItemWrite.Result result =
        items.write(
            "make " + change.artifact() + ":" + change.number() + " " + change.to(), write(change));
    return result instanceof ItemWrite.Refused refused
        ? new StateChange.Unchanged(StateItems.statusOf(refused.current()))
        : new StateChange.Changed();
  }

  /**
   * Makes the write that counts the aliases that start to point to a version; its state may be
   * missing.
   */
  static ItemWrite gain(ArtifactName artifact, VersionNumber number, long change) {
    // rule: alias-gains-active-versions-only
    Condition condition = active();
    return count(artifact, number, change, StateItems.known(artifact, number), condition);
  }

  /** Makes the write that subtracts the aliases that stop pointing to a version. */
  static ItemWrite release(ArtifactName artifact, VersionNumber number, long change) {
    return count(artifact, number, change, new ArrayList<>(), Condition.present());
  }

  private static ItemWrite count(
      ArtifactName artifact,
      VersionNumber number,
      long change,
      List<ItemChange> changes,
      Condition condition) {
    ItemKey key = Keys.state(artifact, number);
    if (change == 0) {
      return new ItemWrite.Check(key, condition);
    }
    // rule: references-are-counted
    changes.add(new ItemChange.Add(Attributes.REFERENCES, change));
    return new ItemWrite.Update(key, changes, condition);
  }
}
