package dev.versioned.internal.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending content of several parts, and cleaning up failed uploads. */
@Timeout(30)
class SendingTest {
  private static final byte[] BYTES = "sent in parts of four".getBytes(UTF_8);

  private final MemoryBlobStore store = new MemoryBlobStore();

  /** The results of the next completions, which are not really made. */
  private final Deque<Supplier<WriteResult>> completions = new ArrayDeque<>();

  /** The calls that were made on uploads. */
  private final List<String> calls = new ArrayList<>();

  private final Artifact artifact =
      ArtifactRepository.of(
              watched(),
              new MemoryItemStore(),
              RepositorySettings.defaults()
                  .withPartBytes(4)
                  .withPublishWait(Duration.ofMillis(200))
                  .withExecutor(task -> {}))
          .artifact("checkout");

  private BlobStore watched() {
    return (BlobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (self, method, arguments) -> {
              String name = method.getName();
              if (name.equals("begin") || name.equals("resume")) {
                calls.add(name);
                return new Watched(
                    store.begin(
                        (BlobKey) arguments[0], (BlobHeader) arguments[1], (long) arguments[2]));
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private final class Watched implements BlobUpload {
    private final BlobUpload upload;

    Watched(BlobUpload upload) {
      this.upload = upload;
    }

    @Override
    public boolean put(BlobSource part) {
      return upload.put(part);
    }

    @Override
    public WriteResult complete() {
      calls.add("complete");
      return completions.isEmpty() ? upload.complete() : completions.remove().get();
    }

    @Override
    public void keep() {
      calls.add("keep");
    }

    @Override
    public void close() {
      calls.add("close");
      upload.close();
    }
  }

  private static WriteResult fail() {
    throw BackendException.transientFailure("Cannot write: the network is gone", null);
  }

  @Test
  void largeContentIsOneUploadAndSmallContentIsNone() {
    Version large = artifact.publish(Content.of(BYTES)).version();
    assertThat(artifact.readBytes(large.number())).isEqualTo(BYTES);
    assertThat(calls).containsExactly("begin", "complete", "close");
    calls.clear();
    artifact.publish(Content.of("four"));
    artifact.put(Content.of(""));
    assertThat(calls).isEmpty();
  }

  @Test
  void unchangedContentIsNotSent() {
    artifact.publish(Content.of(BYTES));
    calls.clear();
    artifact.publish(Content.of(BYTES));
    assertThat(calls).isEmpty();
  }

  @Test
  void uploadWithConflictingWritesIsRestarted() {
    completions.add(WriteResult.Contended::new);
    completions.add(WriteResult.Contended::new);
    Version version = artifact.publish(Content.of(BYTES)).version();
    assertThat(version.number().value()).isEqualTo(1);
    assertThat(artifact.readBytes(version.number())).isEqualTo(BYTES);
    assertThat(calls.stream().filter("begin"::equals)).hasSize(3);
    assertThat(calls.stream().filter("close"::equals)).hasSize(3);
  }

  @Test
  void endlessConflictsFailTheUpload() {
    for (int i = 0; i < 100; i++) {
      completions.add(WriteResult.Contended::new);
    }
    assertThatThrownBy(() -> artifact.publish(Content.of(BYTES)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("prevented it; nothing was written, try again");
    assertThat(artifact.versions()).isEmpty();
  }

  @Test
  void failedUploadIsKeptOnlyForThePublishWithTheSameKey() {
    completions.add(SendingTest::fail);
    assertThatThrownBy(() -> artifact.publish(Content.of(BYTES), p -> p.idempotencyKey("k")))
        .isInstanceOf(BackendException.class);
    assertThat(calls).containsExactly("resume", "complete", "keep", "close");
    calls.clear();
    completions.add(SendingTest::fail);
    assertThatThrownBy(() -> artifact.publish(Content.of(BYTES)))
        .isInstanceOf(BackendException.class);
    assertThat(calls).containsExactly("begin", "complete", "close");
  }

  @Test
  void contentThatChangedIsNotKept() {
    Deque<byte[]> openings = new ArrayDeque<>(List.of(BYTES));
    byte[] other = BYTES.clone();
    other[BYTES.length - 1] ^= 1;
    Content content = Content.of(BYTES.length, () -> opened(openings, other));
    assertThatThrownBy(() -> artifact.publish(content, p -> p.idempotencyKey("k")))
        .isInstanceOf(UnreadableContentException.class);
    assertThat(calls).containsExactly("resume", "close");
  }

  private static InputStream opened(Deque<byte[]> first, byte[] later) {
    return new ByteArrayInputStream(first.isEmpty() ? later : first.remove());
  }
}
