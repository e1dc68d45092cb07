package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultScript;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyItemStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exports and imports that die at each of their calls of a store. The next run continues, and at no
 * time is a promise broken.
 */
class InterruptedCopyTest {
  @TempDir Path folder;
  private final ArtifactRepository source = ArtifactRepository.inMemory();

  @BeforeEach
  void fill() {
    Artifact app = source.artifact("app");
    for (int i = 1; i <= 4; i++) {
      String text = "content of " + i;
      app.publish(Content.of(text), p -> p.idempotencyKey(text.replace(' ', '-')));
    }
    app.delete(app.resolve("2"));
    app.delete(VersionNumber.of(3));
    Version restored = app.restore(VersionNumber.of(3));
    assertThat(restored.number().value()).isEqualTo(3);
    app.alias("LIVE").pointTo(app.resolve("1"));
    app.alias("LIVE").split(app.resolve("1"), app.resolve("4"), Weight.percent(5));
    app.alias("GONE").pointTo(app.resolve("4"), u -> u.idempotencyKey("move"));
    app.alias("GONE").delete();
    app.put(Content.of("copy"));
  }

  @AfterEach
  void close() {
    source.close();
  }

  /** Every call fails from the given one on, which is the one that the script names. */
  private static FaultInjector dying(long call, Fault fault) {
    AtomicBoolean dead = new AtomicBoolean();
    return new FaultInjector(
        at -> {
          if (at.index() == call) {
            dead.set(true);
            return fault;
          }
          return dead.get() ? Fault.REFUSE : Fault.NONE;
        });
  }

  private static RepositorySettings impatient() {
    return RepositorySettings.defaults().withContentionTimeout(Duration.ofMillis(1));
  }

  private static Map<ItemKey, Item> contents(ItemStore items) {
    Map<ItemKey, Item> all =
        new TreeMap<>(Comparator.comparing(ItemKey::partition).thenComparing(ItemKey::sort));
    items
        .keys("list all artifacts")
        .forEach(
            key -> all.put(key, items.read("read version", key, Consistency.STRONG).orElseThrow()));
    return all;
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"REFUSE", "LOSE_REPLY"})
  void importContinuesAfterEachCrash(Fault fault) {
    assertThat(source.exportTo(folder).run().artifacts()).isEqualTo(1);
    BlobStore wantedBlobs = new MemoryBlobStore();
    ItemStore wanted = new MemoryItemStore();
    FaultInjector counting = new FaultInjector(FaultScript.none());
    CopyReport whole =
        ArtifactRepository.of(
                new FaultyBlobStore(wantedBlobs, counting),
                new FaultyItemStore(wanted, counting),
                impatient())
            .importFrom(folder)
            .run();
    assertThat(counting.calls()).isGreaterThan(20);
    for (long call = 0; call < counting.calls(); call++) {
      BlobStore blobs = new MemoryBlobStore();
      ItemStore items = new MemoryItemStore();
      FaultInjector faults = dying(call, fault);
      assertThat(
              catchThrowable(
                  () ->
                      ArtifactRepository.of(
                              new FaultyBlobStore(blobs, faults),
                              new FaultyItemStore(items, faults),
                              impatient())
                          .importFrom(folder)
                          .run()))
          .as("call %s", call)
          .isNotNull();
      ArtifactRepository target = ArtifactRepository.of(blobs, items, impatient());
      assertThat(target.fsck().verifyingDigests().violations()).as("call %s", call).isEmpty();
      CopyReport rest = target.importFrom(folder).run();
      assertThat(rest.versions() + rest.versionsSkipped())
          .as("call %s", call)
          .isEqualTo(whole.versions());
      assertThat(contents(items).keySet()).as("call %s", call).isEqualTo(contents(wanted).keySet());
      assertThat(target.fsck().verifyingDigests().violations()).as("call %s", call).isEmpty();
      assertThat(target.gc().withGracePeriod(Duration.ZERO).plan()).as("call %s", call).isEmpty();
    }
  }

  @Test
  void importAppliedTwiceIsTheSame() {
    assertThat(source.exportTo(folder).run().artifacts()).isEqualTo(1);
    for (Fault fault : new Fault[] {Fault.APPLY_TWICE, Fault.THROTTLE}) {
      BlobStore blobs = new MemoryBlobStore();
      ItemStore items = new MemoryItemStore();
      FaultInjector faults =
          new FaultInjector(
              at ->
                  at.operation().isWrite()
                          && (fault == Fault.APPLY_TWICE || !at.operation().hasBody())
                          && at.index() % 2 == 0
                      ? fault
                      : Fault.NONE);
      ArtifactRepository target =
          ArtifactRepository.of(
              new FaultyBlobStore(blobs, faults),
              new FaultyItemStore(items, faults),
              RepositorySettings.defaults());
      assertThat(target.importFrom(folder).run().versions()).isEqualTo(4);
      assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
    }
  }

  @Test
  void exportContinuesAfterEachCrash() {
    BlobStore blobs = new MemoryBlobStore();
    ItemStore items = new MemoryItemStore();
    ArtifactRepository whole = ArtifactRepository.of(blobs, items, impatient());
    assertThat(source.copyTo(whole).run().versions()).isEqualTo(4);
    FaultInjector counting = new FaultInjector(FaultScript.none());
    CopyReport first =
        ArtifactRepository.of(
                new FaultyBlobStore(blobs, counting),
                new FaultyItemStore(items, counting),
                impatient())
            .exportTo(folder.resolve("whole"))
            .run();
    for (long call = 0; call < counting.calls(); call++) {
      Path own = folder.resolve("export-" + call);
      FaultInjector faults = dying(call, Fault.REFUSE);
      Environment environment = Environment.system();
      assertThat(
              catchThrowable(
                  () ->
                      ArtifactRepository.of(
                              new FaultyBlobStore(blobs, faults),
                              new FaultyItemStore(items, faults),
                              impatient(),
                              environment)
                          .exportTo(own)
                          .run()))
          .as("call %s", call)
          .isNotNull();
      assertThat(catchThrowable(() -> ArtifactRepository.inMemory().importFrom(own).run()))
          .as("call %s", call)
          .hasMessageContaining("it holds no complete export");
      CopyReport rest = whole.exportTo(own).run();
      assertThat(rest.bytes() + rest.bytesSkipped()).isEqualTo(first.bytes());
      assertThat(ArtifactRepository.inMemory().importFrom(own).run().versions()).isEqualTo(4);
    }
  }

  @Test
  void importOfAVersionIsTwoWrites() {
    assertThat(source.exportTo(folder).run().artifacts()).isEqualTo(1);
    long before = calls();
    Artifact app = source.artifact("app");
    for (int i = 5; i <= 14; i++) {
      app.publish(Content.of("content of " + i));
    }
    assertThat(source.exportTo(folder).run().artifacts()).isEqualTo(1);
    assertThat(calls() - before).isEqualTo(20);
  }

  private long calls() {
    FaultInjector counting = new FaultInjector(FaultScript.none());
    ArtifactRepository target =
        ArtifactRepository.of(
            new FaultyBlobStore(new MemoryBlobStore(), counting),
            new FaultyItemStore(new MemoryItemStore(), counting),
            RepositorySettings.defaults());
    assertThat(target.importFrom(folder).run().artifacts()).isEqualTo(1);
    return counting.calls();
  }
}
