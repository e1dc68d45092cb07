package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.IdempotencyKeyReusedException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A publish that looked for its idempotency key before another process recorded it. */
class TakenKeyTest {
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore catalog = new MemoryItemStore();
  private final Artifact first = artifact(catalog, RepositorySettings.defaults());
  private final Artifact early = artifact(withoutKeys(), RepositorySettings.defaults());
  private final Artifact forgetful =
      artifact(catalog, RepositorySettings.defaults().withKeyRetention(Duration.ZERO));

  private Artifact artifact(ItemStore store, RepositorySettings settings) {
    return ArtifactRepository.of(blobs, store, settings).artifact("a");
  }

  /**
   * Returns a catalog whose first look-up of a key finds nothing, as before any key was recorded.
   */
  private ItemStore withoutKeys() {
    AtomicBoolean looked = new AtomicBoolean();
    return new ForwardingItemStore(catalog) {
      @Override
      public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
        return purpose.startsWith("read idempotency key") && !looked.getAndSet(true)
            ? Optional.empty()
            : super.read(purpose, key, consistency);
      }
    };
  }

  @Test
  void theSameContentIsReplayed() {
    Version one = first.publish(Content.of("one"), p -> p.idempotencyKey("build-7")).version();
    Version two = first.publish(Content.of("two")).version();
    PublishResult result = early.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
    assertThat(result).isEqualTo(new PublishResult(one, PublishResult.Outcome.REPLAYED));
    assertThat(first.versions()).containsExactly(two, one);
  }

  @Test
  void otherContentIsRefused() {
    first.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
    assertThatThrownBy(() -> early.publish(Content.of("two"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(IdempotencyKeyReusedException.class);
    assertThat(first.versions()).hasSize(1);
  }

  @Test
  void evenIfUnchangedIsPublishedOncePerKey() {
    Consumer<PublishOptions> options = p -> p.idempotencyKey("build-7").evenIfUnchanged();
    Version one = first.publish(Content.of("one"), options).version();
    PublishResult result = early.publish(Content.of("one"), options);
    assertThat(result).isEqualTo(new PublishResult(one, PublishResult.Outcome.REPLAYED));
    assertThat(first.versions()).containsExactly(one);
  }

  @Test
  void forgottenKeyIsIgnored() {
    Consumer<PublishOptions> options = p -> p.idempotencyKey("build-7").evenIfUnchanged();
    Version one = forgetful.publish(Content.of("one"), options).version();
    PublishResult again = forgetful.publish(Content.of("one"), options);
    assertThat(again.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(forgetful.versions()).containsExactly(again.version(), one);
    PublishResult same = forgetful.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
    assertThat(same).isEqualTo(new PublishResult(again.version(), PublishResult.Outcome.UNCHANGED));
  }
}
