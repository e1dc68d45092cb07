package dev.versioned;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.PublishResult;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobSource;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ForwardingBlobStore;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Someone who may write to the bucket puts objects where a publish is about to write its own. */
class PlantedBytesTest {
  private static final byte[] PLANTED = "bad".getBytes(UTF_8);
  private static final ArtifactName NAME = ArtifactName.parse("a");

  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryItemStore items = new MemoryItemStore();
  private final Artifact artifact = over(blobs);

  private Artifact over(BlobStore store) {
    return ArtifactRepository.of(store, items, RepositorySettings.defaults().withPartBytes(4))
        .artifact(NAME);
  }

  private void plant(BlobKey key, String attemptId) {
    CRC32C crc32c = new CRC32C();
    crc32c.update(PLANTED);
    BlobSource source =
        new BlobSource(
            PLANTED.length, (int) crc32c.getValue(), () -> new ByteArrayInputStream(PLANTED));
    BlobHeader header = new BlobHeader("application/octet-stream", "", attemptId);
    assertThat(blobs.create(key, source, Digest.of(PLANTED), header))
        .isInstanceOf(WriteResult.Written.class);
  }

  /** An attempt's id follows from its idempotency key, which may be the hash of a commit. */
  private static String attemptOf(String key) {
    String text = String.join("\n", key, "application/octet-stream", "");
    return "key-" + Digest.of(text.getBytes(UTF_8)).hex().substring(0, 32);
  }

  @Test
  void objectUnderTheAttemptIdOfAPublishIsNotPublished() {
    Content content = Content.of("two".getBytes(UTF_8));
    plant(BlobKey.ofVersion(NAME, VersionNumber.of(1), ""), attemptOf("build-7"));
    assertThatThrownBy(() -> artifact.publish(content, p -> p.idempotencyKey("build-7")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(artifact.versions()).isEmpty();
    PublishResult again = artifact.publish(content, p -> p.idempotencyKey("build-7"));
    assertThat(again.number()).isEqualTo(VersionNumber.of(2));
    assertThat(artifact.readBytes(again.number())).asString(UTF_8).isEqualTo("two");
  }

  /** An unfinished upload is in the bucket's list, and its key contains the attempt's id. */
  @Test
  void objectUnderTheUploadIdOfAStreamIsNotPut() {
    AtomicBoolean planted = new AtomicBoolean();
    Artifact overtaken =
        over(
            new ForwardingBlobStore(blobs) {
              @Override
              public WriteResult createFromStream(
                  BlobKey key, InputStream content, BlobHeader header) {
                plant(key, header.attemptId());
                planted.set(true);
                return super.createFromStream(key, content, header);
              }
            });
    InputStream content = new ByteArrayInputStream("content in parts".getBytes(UTF_8));
    assertThatThrownBy(() -> overtaken.put(Content.stream(content)))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(planted).isTrue();
    assertThat(artifact.find("$LATEST")).isEmpty();
  }
}
