package dev.versioned;

import static dev.versioned.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Followers that read eventually consistent, over a store whose eventual reads are late. */
class EventualReadsTest {
  private static final Duration OFTEN = Duration.ofMillis(10);

  /** Answers an eventual read with any state that the item had. */
  private static final class LateStore extends ForwardingItemStore {
    private final Random random;
    private final List<Optional<Item>> states = new ArrayList<>(List.of(Optional.empty()));
    private final List<Consistency> reads = new CopyOnWriteArrayList<>();

    LateStore(long seed) {
      super(new MemoryItemStore());
      this.random = new Random(seed);
    }

    @Override
    public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
      Optional<Item> now = super.read(purpose, key, consistency);
      if (!purpose.startsWith("read alias ")) {
        return now;
      }
      synchronized (states) {
        states.add(now);
        reads.add(consistency);
        return consistency == Consistency.STRONG ? now : states.get(random.nextInt(states.size()));
      }
    }
  }

  private final LateStore store = new LateStore(1);
  private final ArtifactRepository repo =
      ArtifactRepository.of(new MemoryBlobStore(), store, RepositorySettings.defaults());
  private final Artifact artifact = repo.artifact("a");
  private final AliasHandle handle = artifact.alias("LIVE");
  private final Version v1 = artifact.publish(Content.of("one")).version();
  private final Version v2 = artifact.publish(Content.of("two")).version();

  @Test
  void lateReadsNeverMoveAFollowerBack() throws InterruptedException {
    handle.pointTo(v1);
    List<Long> revisions = new CopyOnWriteArrayList<>();
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(OFTEN)
                    .eventuallyConsistent()
                    .onChange((before, after) -> revisions.add(after.revision())))) {
      for (int move = 0; move < 30; move++) {
        handle.pointTo(move % 2 == 0 ? v2 : v1);
        Thread.sleep(5);
      }
      long last = handle.read().revision();
      until(() -> live.alias().revision() == last);
    }
    assertThat(revisions).isSorted().doesNotHaveDuplicates();
    assertThat(store.reads).contains(Consistency.EVENTUAL);
  }

  @Test
  void firstReadAndRefreshAreStrong() {
    handle.pointTo(v1);
    store.reads.clear();
    try (LiveAlias live = handle.watch(w -> w.every(Duration.ofDays(1)).eventuallyConsistent())) {
      assertThat(store.reads).containsExactly(Consistency.STRONG);
      handle.pointTo(v2);
      store.reads.clear();
      assertThat(live.refresh()).isEqualTo(handle.read());
      assertThat(store.reads).startsWith(Consistency.STRONG);
    }
  }

  @Test
  void readAfterFailedPreparationIsStrong() throws InterruptedException {
    handle.pointTo(v1);
    AtomicBoolean failed = new AtomicBoolean();
    try (LiveAlias live =
        handle.watch(
            w ->
                w.every(OFTEN)
                    .eventuallyConsistent()
                    .prepare(
                        version -> {
                          if (version.equals(v2)) {
                            failed.set(true);
                            throw BackendException.transientFailure("the disk is full", null);
                          }
                        }))) {
      handle.pointTo(v2);
      until(failed::get);
      until(() -> live.status().lastError().isPresent());
      store.reads.clear();
      until(() -> store.reads.size() > 5);
      // One read may have been under way.
      assertThat(List.copyOf(store.reads).subList(1, 5)).containsOnly(Consistency.STRONG);
      handle.pointTo(v1);
      until(() -> live.alias().revision() == 3);
      store.reads.clear();
      until(() -> store.reads.contains(Consistency.EVENTUAL));
    }
  }

  @Test
  void lateReadDoesNotLookLikeADeletion() throws InterruptedException {
    handle.pointTo(v1);
    try (LiveAlias live = handle.watch(w -> w.every(OFTEN).eventuallyConsistent())) {
      synchronized (store.states) {
        store.states.clear();
        for (int i = 0; i < 10_000; i++) {
          store.states.add(Optional.empty());
        }
      }
      store.reads.clear();
      until(() -> store.reads.size() > 4);
      assertThat(store.reads).contains(Consistency.EVENTUAL, Consistency.STRONG);
      handle.pointTo(v2);
      until(() -> live.route().equals(v2));
    }
  }
}
