package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.Reservation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources and targets that others use while they are copied. */
class CopyWhileInUseTest {
  private final BlobStore blobs = new MemoryBlobStore();
  private final ItemStore items = new MemoryItemStore();
  private final ArtifactRepository repository = open(blobs, items);
  private final Artifact app = repository.artifact("app");

  private static ArtifactRepository open(BlobStore blobs, ItemStore items) {
    return ArtifactRepository.of(blobs, items, RepositorySettings.defaults());
  }

  /** Runs an action once, before the first call of a purpose. */
  private static class Interrupted extends ForwardingItemStore {
    private final String purpose;
    private Runnable action;

    Interrupted(ItemStore store, String purpose, Runnable action) {
      super(store);
      this.purpose = purpose;
      this.action = action;
    }

    private void before(String call) {
      if (call.startsWith(purpose)) {
        Runnable once = action;
        action = () -> {};
        once.run();
      }
    }

    @Override
    public Page<Item> query(String call, ItemQuery query, Consistency consistency) {
      before(call);
      return super.query(call, query, consistency);
    }
  }

  private ArtifactRepository interruptedAt(String purpose, Runnable action) {
    return open(blobs, new Interrupted(items, purpose, action));
  }

  private static void assertClean(ArtifactRepository target) {
    assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
  }

  @Test
  void exportedAliasKeepsItsVersionThatIsDeletedMeanwhile() {
    Version first = app.publish(Content.of("one")).version();
    Version second = app.publish(Content.of("two")).version();
    app.alias("LIVE").pointTo(first);
    ArtifactRepository source =
        interruptedAt(
            "list the versions of",
            () -> {
              app.alias("LIVE").pointTo(second);
              app.delete(first);
            });
    ArtifactRepository target = ArtifactRepository.inMemory();
    // The comparison before the first write meets the change.
    assertThat(source.copyTo(target).run().aliases()).isEqualTo(1);
    assertClean(target);
    assertThat(target.artifact("app").find("1")).isEmpty();
    assertThat(target.artifact("app").alias("LIVE").read().routing().versions())
        .containsExactly(VersionNumber.of(2));
  }

  @Test
  void exportIsAsOfTheTimeOfItsAliases() {
    Version first = app.publish(Content.of("one")).version();
    app.alias("LIVE").pointTo(first);
    AtomicInteger lists = new AtomicInteger();
    ItemStore second =
        new ForwardingItemStore(items) {
          @Override
          public Page<Item> query(String call, ItemQuery query, Consistency consistency) {
            // Records and states are listed by two calls; the second time is that of the writes.
            if (call.matches("list the (versions|states) of .*") && lists.incrementAndGet() == 3) {
              app.alias("LIVE").pointTo(app.publish(Content.of("two")).version());
              app.delete(first);
              app.put(Content.of("copy"));
            }
            return super.query(call, query, consistency);
          }
        };
    ArtifactRepository target = ArtifactRepository.inMemory();
    assertThat(open(blobs, second).copyTo(target).run().versions()).isEqualTo(1);
    assertClean(target);
    Artifact copy = target.artifact("app");
    assertThat(copy.alias("LIVE").read().routing().versions()).containsExactly(VersionNumber.of(1));
    assertThat(copy.alias("LIVE").ledger()).hasSize(1);
    assertThat(copy.readBytes(copy.resolve("$LATEST"))).asString().isEqualTo("copy");
    Version next = copy.publish(Content.of("three")).version();
    assertThat(next.number()).isEqualTo(VersionNumber.of(2));
    assertThat(copy.resolve("$LATEST")).isEqualTo(next);
    assertClean(target);
  }

  @Test
  void reservedNumberIsNotWaitedForInTheTarget() {
    app.publish(Content.of("one"));
    Catalog catalog = new Catalog(items, Runnable::run);
    catalog.reserve(
        new Reservation(
            app.name(),
            Fingerprint.of(app.resolve("1")),
            "attempt",
            new Reservation.Always(),
            Samples.TIME));
    ArtifactRepository target = ArtifactRepository.inMemory();
    assertThat(repository.copyTo(target).run().versions()).isEqualTo(1);
    long started = System.nanoTime();
    Version next = target.artifact("app").publish(Content.of("one")).version();
    assertThat(next.number()).isEqualTo(VersionNumber.of(3));
    assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
  }

  @Test
  void publisherInTheTargetTakesALaterNumber() {
    app.publish(Content.of("one"));
    app.publish(Content.of("two"));
    BlobStore otherBlobs = new MemoryBlobStore();
    ItemStore otherItems = new MemoryItemStore();
    Artifact copy = open(otherBlobs, otherItems).artifact("app");
    boolean[] once = {false};
    ItemStore racing =
        new ForwardingItemStore(otherItems) {
          @Override
          public ItemWrite.Result write(String call, ItemWrite write) {
            if (call.startsWith("import app:") && !once[0]) {
              once[0] = true;
              assertThat(copy.publish(Content.of("own")).version().number())
                  .isEqualTo(VersionNumber.of(3));
            }
            return super.write(call, write);
          }
        };
    assertThat(repository.copyTo(open(otherBlobs, racing)).run().versions()).isEqualTo(2);
    assertThat(copy.versions()).hasSize(3);
    assertClean(open(otherBlobs, otherItems));
  }

  /** A record that others write in the moment before the import does is not overwritten. */
  @ParameterizedTest
  @CsvSource({
    "import app:1, created_by, version 1",
    "import app:2, created_by, version 2",
    "import revision 1 of app:LIVE, by, revision 1 of alias LIVE",
    "import alias app:LIVE, updated_by, alias LIVE",
    "import idempotency key key of app, fingerprint, idempotency key key",
    "import idempotency key move of app:LIVE, request, idempotency key move of alias LIVE",
    "import app:$LATEST, created_by, $LATEST"
  })
  void recordOfOthersIsNotOverwritten(String purpose, String attribute, String what) {
    app.publish(Content.of("one"), p -> p.idempotencyKey("key"));
    app.publish(Content.of("two"));
    app.delete(VersionNumber.of(2));
    app.alias("LIVE").pointTo(VersionNumber.of(1), u -> u.idempotencyKey("move"));
    app.put(Content.of("copy"));
    ItemStore otherItems = new MemoryItemStore();
    ItemStore racing =
        new ForwardingItemStore(otherItems) {
          private void before(String call, ItemWrite write) {
            if (call.equals(purpose) && write instanceof ItemWrite.Put put) {
              Map<String, ItemValue> attributes = new TreeMap<>(put.item().attributes());
              attributes.put(attribute, ItemValue.of("others"));
              ItemWrite.Result unused =
                  super.write(
                      call, new ItemWrite.Put(new Item(put.key(), attributes), Condition.absent()));
            }
          }

          @Override
          public ItemWrite.Result write(String call, ItemWrite write) {
            before(call, write);
            return super.write(call, write);
          }

          @Override
          public ItemWrite.TransactionResult writeAll(String call, List<ItemWrite> writes) {
            before(call, writes.get(0));
            return super.writeAll(call, writes);
          }
        };
    ArtifactRepository target = open(new MemoryBlobStore(), racing);
    assertThatThrownBy(() -> repository.copyTo(target).run())
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(what + " exists and is different");
  }
}
