package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryCatalogStore;
import dev.versioned.spi.CatalogStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A publish that looked for its idempotency key before another process recorded it. */
class TakenKeyTest {
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryCatalogStore catalog = new MemoryCatalogStore();
  private final Artifact first = artifact(catalog);
  private final Artifact early = artifact(withoutKeys());

  private Artifact artifact(CatalogStore store) {
    return ArtifactRepository.over(blobs, store, RepositorySettings.defaults()).artifact("a");
  }

  /** The catalog as it was before any key was recorded, to those who only look. */
  private CatalogStore withoutKeys() {
    return (CatalogStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CatalogStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("findKey")) {
                return Optional.empty();
              }
              try {
                return method.invoke(catalog, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
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
}
