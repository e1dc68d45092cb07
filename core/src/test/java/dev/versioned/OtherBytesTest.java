package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.maintenance.Interposed;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that were changed to have other bytes than those that the caller expects. */
class OtherBytesTest {
  private static final ItemKey VERSION = new ItemKey("VERSIONS#a", "000000000001");
  private static final ItemKey KEY = new ItemKey("VERSIONS#a", "idem#build-7");

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final ArtifactRepository repo = over(items);
  private final Artifact artifact = repo.artifact("a");

  private ArtifactRepository over(ItemStore store) {
    return ArtifactRepository.of(blobs, store, RepositorySettings.defaults());
  }

  private void edit(ItemKey key, String attribute, ItemValue value) {
    Item item = items.read("edit", key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.put(attribute, value);
    items.write("edit", new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  private static ItemValue other(String attribute) {
    return switch (attribute) {
      case "sha256" -> ItemValue.of(Digest.of(new byte[] {7}).hex());
      case "content_type" -> ItemValue.of("text/other");
      default -> new ItemValue.Fields(Map.of("git.sha", ItemValue.of("other")));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "content_type", "metadata"})
  void versionOfOtherContentIsNotUnchanged(String attribute) {
    artifact.publish(Content.of("one"));
    edit(VERSION, attribute, other(attribute));
    PublishResult again = artifact.publish(Content.of("one"));
    assertThat(again.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(again.version().number()).isEqualTo(VersionNumber.of(2));
    assertThat(artifact.readBytes(again.version().number()))
        .isEqualTo("one".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "content_type", "metadata"})
  void versionOfOtherContentIsNotReplayed(String attribute) {
    artifact.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
    edit(VERSION, attribute, other(attribute));
    assertThatThrownBy(() -> artifact.publish(Content.of("one"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("other content than version 1");
    assertThat(repo.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.KEY_DIFFERS);
  }

  @Test
  void keyOfOtherContentIsNotReplayed() {
    artifact.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
    artifact.publish(Content.of("two"));
    edit(KEY, "number", ItemValue.of(2));
    assertThatThrownBy(() -> artifact.publish(Content.of("one"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(UnreadableRecordException.class);
    assertThat(repo.fsck().violations())
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.KEY_DIFFERS);
  }

  @Test
  void keyOfOtherContentIsNotReplayedOfTheWorkingCopy() {
    artifact.put(Content.of("one"));
    artifact.publish(p -> p.idempotencyKey("build-7"));
    edit(VERSION, "sha256", other("sha256"));
    assertThatThrownBy(() -> artifact.publish(p -> p.idempotencyKey("build-7")))
        .isInstanceOf(UnreadableRecordException.class);
  }

  /** The record is changed while the reply of its commit is lost. */
  @Test
  void committedRecordOfOtherContentIsNotTheCallers() {
    PublishResult result =
        afterALostCommit(() -> edit(VERSION, "sha256", other("sha256"))).publish(Content.of("one"));
    assertThat(result.version().number()).isEqualTo(VersionNumber.of(2));
  }

  @Test
  void committedRecordOfOtherContentIsNotReplayed() {
    assertThatThrownBy(
            () ->
                afterALostCommit(() -> edit(VERSION, "sha256", other("sha256")))
                    .publish(Content.of("one"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(UnreadableRecordException.class);
  }

  /** Another process made the same attempt, and its version was deleted before this commit. */
  @Test
  void versionThatIsDeletedConcurrentlyIsNotReplayed() {
    AtomicBoolean other = new AtomicBoolean();
    ItemStore store =
        Interposed.before(
            items,
            "commit",
            () -> {
              if (!other.getAndSet(true)) {
                artifact.publish(Content.of("one"), p -> p.idempotencyKey("build-7"));
                artifact.delete(VersionNumber.of(1));
              }
            });
    assertThatThrownBy(
            () ->
                over(store)
                    .artifact("a")
                    .publish(Content.of("one"), p -> p.idempotencyKey("build-7")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("build-7")
        .hasMessageContaining("was deleted at");
  }

  private Artifact afterALostCommit(Runnable meanwhile) {
    AtomicBoolean lost = new AtomicBoolean();
    ItemStore store =
        Interposed.on(
            ItemStore.class,
            items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (Interposed.isFor("commit", arguments) && !lost.getAndSet(true)) {
                meanwhile.run();
                throw BackendException.transientFailure("Cannot commit: the reply is lost", null);
              }
              return result;
            });
    return over(store).artifact("a");
  }
}
