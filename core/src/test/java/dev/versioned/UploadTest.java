package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that behaves unusually while it is sent, in parts of a few bytes. */
class UploadTest {
  private static final int PART = 1000;

  private final Artifact artifact =
      ArtifactRepository.of(
              new MemoryBlobStore(),
              new MemoryItemStore(),
              RepositorySettings.defaults().withPartBytes(PART))
          .artifact("a");

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /**
   * Returns a stream that violates the rules of {@link InputStream}, as some do: every second read
   * returns no bytes.
   */
  private static InputStream hesitant(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      private boolean ready;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        ready = !ready;
        return ready ? super.read(buffer, offset, Math.min(length, 300)) : 0;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 3 * PART, 3 * PART + 7})
  void emptyReadsAreNotTheEnd(int length) {
    byte[] bytes = bytes(length);
    Version streamed = artifact.publish(Content.stream(hesitant(bytes))).version();
    assertThat(artifact.readBytes(streamed.number())).isEqualTo(bytes);
    Version opened =
        artifact
            .publish(Content.of(length, () -> hesitant(bytes)), p -> p.evenIfUnchanged())
            .version();
    assertThat(artifact.readBytes(opened.number())).isEqualTo(bytes);
  }

  @Test
  void listenerThatFailsWithAnErrorDoesNotStopTheUpload() {
    PublishResult result =
        artifact.publish(
            Content.of(bytes(3 * PART)),
            p ->
                p.onProgress(
                    progress -> {
                      throw new AssertionError("of the listener");
                    }));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
  }

  @Test
  void interruptDuringAFileReadIsReportedAsSuch(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), bytes(5 * PART));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> artifact.publish(Content.of(file)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(artifact.versions()).isEmpty();
  }
}
