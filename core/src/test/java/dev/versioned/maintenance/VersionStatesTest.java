package dev.versioned.maintenance;

import static dev.versioned.maintenance.World.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and states of versions are read from two partitions and combined. */
class VersionStatesTest {
  private final World world = new World();
  private final List<Version> published = new ArrayList<>();

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      published.add(world.publish("content " + published.size()));
    }
  }

  private static List<String> numbers(Page<VersionEntry> page) {
    return page.items().stream()
        .map(
            entry ->
                entry.number()
                    + (entry instanceof VersionEntry.Committed version
                        ? " " + version.state()
                        : ""))
        .toList();
  }

  private List<String> all(int pageSize) {
    List<String> all = new ArrayList<>();
    VersionNumber before = null;
    while (true) {
      Page<VersionEntry> page = world.catalog.versions(CHECKOUT, before, pageSize);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize);
      all.addAll(numbers(page));
      if (!page.hasMore()) {
        return all;
      }
      before = page.items().get(page.items().size() - 1).number();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void listHasTheStateOfEachVersion(int pageSize) {
    publish(6);
    world.delete(published.get(4));
    world.delete(published.get(1));
    world.delete(published.get(0));
    assertThat(all(pageSize))
        .containsExactly("6 ACTIVE", "5 DELETED", "4 ACTIVE", "3 ACTIVE", "2 DELETED", "1 DELETED");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void statesOfNumbersWithoutARecordDoNotEndAList(int pageSize) {
    publish(2);
    world.delete(published.get(1));
    for (long number = 10; number < 20; number++) {
      world.plantState(number, VersionState.DELETED, 0);
    }
    assertThat(all(pageSize)).containsExactly("2 DELETED", "1 ACTIVE");
    assertThat(world.catalog.latest(CHECKOUT).latest()).contains(published.get(0));
  }

  @Test
  void stateThatCannotBeReadIsLeftOutWithItsVersion() {
    publish(3);
    world.delete(published.get(1));
    ItemKey key = new ItemKey("STATES#checkout", "000000000002");
    world.edit(key, "state", old -> ItemValue.of("LOST"));
    List<ItemKey> found = new ArrayList<>();
    Unreadable unreadable = (item, why) -> found.add(item);
    assertThat(numbers(world.catalog.versions(CHECKOUT, null, 10, unreadable)))
        .containsExactly("3 ACTIVE", "1 ACTIVE");
    assertThat(found).containsExactly(key);
    assertThat(numbers(world.catalog.versions(CHECKOUT, VersionNumber.of(3), 1, unreadable)))
        .containsExactly("1 ACTIVE");
  }

  @Test
  void newestActiveVersionIsBelowManyDeletedOnes() {
    publish(90);
    for (int i = 3; i < 90; i++) {
      world.delete(published.get(i));
    }
    assertThat(world.checkout.resolve("$LATEST")).isEqualTo(published.get(2));
    published.subList(0, 3).forEach(world::delete);
    assertThat(world.catalog.latest(CHECKOUT).latest()).isEmpty();
  }

  @Test
  void versionThatWasRestoredIsTheNewest() {
    publish(2);
    world.delete(published.get(1));
    world.checkout.restore(published.get(1).number());
    assertThat(world.checkout.resolve("$LATEST")).isEqualTo(published.get(1));
  }

  /** Returns a catalog with a hook that runs once, before the first matching query. */
  private Catalog before(Predicate<ItemQuery> which, Runnable happening) {
    boolean[] happened = {false};
    ItemStore items =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              if (!happened[0]
                  && method.getName().equals("query")
                  && which.test((ItemQuery) arguments[1])) {
                happened[0] = true;
                happening.run();
              }
              return call.proceed();
            });
    return new Catalog(items, Runnable::run);
  }

  /** Version 2 is deleted, then version 3 published: version 1 is never the newest. */
  @Test
  void versionPublishedBeforeTheNewestIsDeletedIsFound() {
    publish(20);
    published.subList(2, 20).forEach(world::delete);
    Runnable happening =
        () -> {
          Version next = world.publish("published meanwhile");
          world.delete(published.get(1));
          published.add(next);
        };
    // The slow path reads the states again, and then sees the deletion of version 2.
    try (Catalog catalog =
        before(
            query -> query.partition().equals("STATES#checkout") && query.limit() > 16,
            happening)) {
      assertThat(catalog.latest(CHECKOUT).latest()).contains(published.get(20));
    }
  }

  @Test
  void restoredNewestRecordIsReadTwice() {
    publish(2);
    world.delete(published.get(1));
    Runnable happening =
        () -> {
          published.add(world.publish("published meanwhile"));
          world.checkout.restore(published.get(1).number());
        };
    // The executor is busy, so the states are read after the records.
    boolean[] happened = {false};
    ItemStore items =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (!happened[0]
                  && method.getName().equals("query")
                  && ((ItemQuery) arguments[1]).partition().equals("VERSIONS#checkout")) {
                happened[0] = true;
                happening.run();
              }
              return result;
            });
    try (Catalog catalog = new Catalog(items, task -> {})) {
      assertThat(catalog.latest(CHECKOUT).latest()).contains(published.get(2));
    }
  }

  /** An earlier publish of the same content with the same key reserved the number and crashed. */
  @Test
  void versionOfTheWorkingCopyHidesItWhateverItsNumber() {
    WorkingCopy copy = new WorkingCopy(world.workingCopy("upload", "one"), "upload", "etag", 2, 3);
    Version three = world.version(3, "one");
    assertThat(new VersionRecord(three, "attempt", 2L).in(VersionStatus.INITIAL).hides(copy))
        .isTrue();
    assertThat(new VersionRecord(three, "attempt", 1L).in(VersionStatus.INITIAL).hides(copy))
        .isFalse();
    assertThat(new VersionRecord(three, "attempt").in(VersionStatus.INITIAL).hides(copy)).isFalse();
  }

  @Test
  void deletingANumberWithoutAVersionWritesNothing() {
    publish(1);
    world.checkout.delete(VersionNumber.of(7));
    assertThat(world.items.keys("list")).noneMatch(key -> key.partition().startsWith("STATES#"));
  }
}
