package dev.versioned.internal.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.Retention;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.Envelopes;
import dev.versioned.signing.SigningKey;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The check that two stores belong together, made by the first write. */
class OwnPlaceTest {
  private final MemoryBlobStore bytes = new MemoryBlobStore();
  private final BlobStore blobs = named(BlobStore.class, bytes, "place", "s3://bucket/");
  private final ItemStore items =
      named(ItemStore.class, new MemoryItemStore(), "identity", "table A");
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  /** Returns a store in memory that has a name, as if others could reach it. */
  private <T> T named(Class<T> type, T store, String method, String name) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              if (called.getName().equals("identity")) {
                asked.incrementAndGet();
                if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                  throw BackendException.transientFailure("Cannot ask: outage", null);
                }
              }
              if (called.getName().equals(method)) {
                return Optional.of(
                    method.equals("identity")
                        ? StoreIdentity.of(name + " " + System.identityHashCode(bytes))
                        : name);
              }
              try {
                return called.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private static Artifact app(ArtifactRepository repo) {
    return repo.artifact("app");
  }

  private ArtifactRepository over(BlobStore blobs, ItemStore items) {
    // No publish has to wait for another one here.
    return ArtifactRepository.of(
        blobs, items, RepositorySettings.defaults().withPublishWait(Duration.ZERO));
  }

  @Test
  void checkIsMadeOnce() {
    Artifact app = app(over(blobs, items));
    app.publish(Content.of("one"));
    app.publish(Content.of("two"));
    app.put(Content.of("three"));
    app.delete(VersionNumber.of(1));
    assertThat(asked).hasValue(1);
    assertThat(bytes.find(BlobKey.MARKER)).isPresent();
    assertThat(bytes.artifacts()).containsExactly(app.name());
  }

  @Test
  void failedCheckIsRepeated() {
    Artifact app = app(over(blobs, items));
    failures.set(2);
    assertThatThrownBy(() -> app.publish(Content.of("one"))).hasMessageContaining("outage");
    failures.set(0);
    assertThat(app.publish(Content.of("one")).version().number().value()).isGreaterThan(0);
  }

  /** A number that a refused publish takes would hide a version that the table has forgotten. */
  @Test
  void refusedWritesChangeNeitherStore() {
    Version one = app(over(blobs, items)).publish(Content.of("one")).version();
    List<String> before = bytes.list(one.artifact()).map(Object::toString).toList();
    MemoryItemStore copy = new MemoryItemStore();
    Artifact other = app(over(blobs, named(ItemStore.class, copy, "identity", "table B")));
    assertThatThrownBy(() -> other.publish(Content.of("two"))).hasMessageContaining("table B");
    assertThatThrownBy(() -> other.put(Content.of("three"))).hasMessageContaining("table B");
    assertThatThrownBy(() -> other.publish(Content.of("two"), p -> p.idempotencyKey("k")))
        .hasMessageContaining("table B");
    assertThat(copy.keys("list")).isEmpty();
    assertThat(bytes.list(one.artifact()).map(Object::toString)).isEqualTo(before);
  }

  @Test
  void oneThreadIsEnough() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Artifact app =
          app(
              ArtifactRepository.of(
                  blobs, items, RepositorySettings.defaults().withPartBytes(4).withExecutor(one)));
      app.publish(Content.of("more than one part"));
      assertThat(app.versions()).hasSize(1);
    } finally {
      one.shutdown();
    }
  }

  @Test
  void markerThatCannotBeReadIsRefusedAndTakenOver() {
    app(over(blobs, items)).publish(Content.of("one"));
    bytes.delete(BlobKey.MARKER);
    bytes.createFromStream(
        BlobKey.MARKER,
        new java.io.ByteArrayInputStream(new byte[] {1, 2, 3}),
        new dev.versioned.spi.BlobHeader("text/plain", "", "somebody"));
    ArtifactRepository repo = over(blobs, items);
    assertThatThrownBy(() -> app(repo).publish(Content.of("two")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("marker s3://bucket/.versioned");
    assertThatThrownBy(() -> repo.gc().run()).isInstanceOf(BackendException.class);
    Binding binding = Binding.of(blobs, items, Environment.system());
    binding.takeOver();
    assertThat(binding.state().standing()).isEqualTo(BindingState.Standing.BOUND);
    assertThat(app(repo).publish(Content.of("two")).version().number().value()).isGreaterThan(1);
  }

  @Test
  void writesOfItemsOfAnotherPlaceAreRefused() {
    BlobStore otherBlobs = named(BlobStore.class, new MemoryBlobStore(), "place", "s3://other/");
    MemoryItemStore table = new MemoryItemStore();
    ItemStore otherItems = named(ItemStore.class, table, "identity", "table B");
    Version one = app(over(otherBlobs, otherItems)).publish(Content.of("one")).version();
    List<Item> before = all(table);
    ArtifactRepository wrong = over(blobs, otherItems);
    Artifact app = app(wrong);
    AliasHandle live = app.alias("LIVE");
    SigningKey key = SigningKey.generate();
    String envelope = Envelopes.envelope(Envelopes.PROVENANCE, one.digest(), "ci", key);
    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> app.sign(one, key),
            () -> app.attach(one, envelope),
            () -> app.label(one, l -> l.add("qa")),
            () -> app.delete(one),
            () -> app.restore(one.number()),
            () -> app.publish(Content.of("two")),
            () -> app.put(Content.of("two")),
            () -> live.pointTo(one),
            () -> live.override("anna", one),
            () -> live.freeze(Instant.now().plusSeconds(60)),
            () -> live.rollout().start(one, RolloutStrategy.allAtOnce()),
            () -> wrong.releaseSet().move(live, one).apply(),
            () -> wrong.fsck().setAside("version app:1"),
            () -> wrong.gc().run(),
            () -> wrong.prune(Retention.newest(1)).run())) {
      assertThatThrownBy(write)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("s3://other/");
    }
    assertThat(all(table)).isEqualTo(before);
  }

  private static List<Item> all(ItemStore items) {
    return items
        .keys("list")
        .map(key -> items.read("read", key, Consistency.STRONG).orElseThrow())
        .toList();
  }
}
