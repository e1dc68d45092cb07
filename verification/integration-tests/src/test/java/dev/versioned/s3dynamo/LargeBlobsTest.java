package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.Version;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.ServerDeviation;
import dev.versioned.testkit.SharedLocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Objects of several parts. */
@Tag("full")
class LargeBlobsTest {
  private static final LocalRepository LOCAL = LocalRepository.create(SharedLocalAws.select());
  private static final byte[] BYTES = new byte[40 << 20];

  static {
    new Random(40).nextBytes(BYTES);
  }

  private final Artifact artifact = LOCAL.repository().artifact("a" + System.nanoTime());
  private final Bucket bucket =
      S3DynamoRepository.builder()
          .bucket(LOCAL.bucket())
          .s3(LOCAL.aws().s3())
          .openBucket()
          .client();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  private Digest digestOf(BlobKey key, BlobStore blobs) throws IOException {
    try (InputStream in = blobs.open(key).orElseThrow()) {
      return Digest.of(in.readAllBytes());
    }
  }

  @Test
  void fileOfSeveralPartsIsTheSame(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("größe.bin"), BYTES);
    Version version = artifact.publish(Content.of(file)).version();
    assertThat(version.digest()).isEqualTo(Digest.of(BYTES));
    assertThat(version.sizeBytes()).isEqualTo(BYTES.length);
    assertThat(Digest.of(artifact.readBytes(version.number()))).isEqualTo(version.digest());
    HeadObjectResponse head = head(version.key());
    assertThat(head.contentDisposition())
        .isEqualTo("attachment; filename=\"gr__e.bin\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.bin");
    assertThat(head.metadata()).containsOnlyKeys("versioned-attempt");
  }

  private HeadObjectResponse head(BlobKey key) {
    return LOCAL
        .aws()
        .s3()
        .headObject(
            r -> r.bucket(LOCAL.bucket()).key(key.value()).checksumMode(ChecksumMode.ENABLED));
  }

  @Test
  void wholeIsKeptUnderTheChecksumThatItsPartsAddUpTo() {
    assumeFalse(
        LOCAL.aws().deviations().contains(ServerDeviation.MULTIPART_CHECKSUM_NOT_KEPT),
        "this server keeps no checksums of objects sent in parts");
    Version version = artifact.publish(Content.of(BYTES)).version();
    HeadObjectResponse head = head(version.key());
    assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(head.checksumCRC32C()).isEqualTo(Crc32c.base64(Crc32c.of(BYTES, BYTES.length)));
  }

  @Test
  void streamOfSeveralPartsIsTheSame() {
    Version version = artifact.publish(Content.stream(new ByteArrayInputStream(BYTES))).version();
    assertThat(version.digest()).isEqualTo(Digest.of(BYTES));
    assertThat(Digest.of(artifact.readBytes(version.number()))).isEqualTo(version.digest());
    assertThat(LOCAL.aws().s3().listObjectsV2(r -> r.bucket(LOCAL.bucket())).contents())
        .as("the upload is removed after the copy")
        .noneMatch(object -> object.key().startsWith(artifact.name() + "/latest/"));
  }

  @Test
  void copyInPartsIsTheSame() throws IOException {
    try (BlobStore blobs =
        new S3BlobStore(
            bucket,
            new StreamParts(16 << 20),
            new PartSender(bucket, Duration.ZERO),
            () -> {},
            1 << 20,
            16 << 20)) {
      BlobKey from = BlobKey.ofUpload(artifact.name(), "from", "");
      BlobKey to = BlobKey.ofUpload(artifact.name(), "to", "");
      BlobHeader header = new BlobHeader("text/plain", "a.txt", "one");
      BlobInfo source =
          ((WriteResult.Written)
                  blobs.createFromStream(from, new ByteArrayInputStream(BYTES), header))
              .blob();
      WriteResult copied = blobs.copy(source, to, new BlobHeader("a/b", "", "two"));
      assertThat(copied).isInstanceOf(WriteResult.Written.class);
      assertThat(((WriteResult.Written) copied).blob().sizeBytes()).isEqualTo(BYTES.length);
      assertThat(digestOf(to, blobs)).isEqualTo(Digest.of(BYTES));
      assertThat(blobs.find(to).orElseThrow().attemptId()).isEqualTo("two");
      assertThat(head(to).contentType()).isEqualTo("a/b");

      assertThat(blobs.copy(source, to, new BlobHeader("a/b", "", "three")))
          .isInstanceOfSatisfying(
              WriteResult.Occupied.class,
              occupied -> assertThat(occupied.blob().attemptId()).isEqualTo("two"));
      BlobInfo other =
          new BlobInfo(from, source.sizeBytes(), "\"other\"", "one", source.lastModified());
      BlobKey third = BlobKey.ofUpload(artifact.name(), "third", "");
      assertThat(blobs.copy(other, third, header)).isInstanceOf(WriteResult.SourceGone.class);
      blobs.delete(from);
      assertThat(blobs.copy(source, third, header)).isInstanceOf(WriteResult.SourceGone.class);
      assertThat(blobs.find(third)).isEmpty();
    }
    assertThat(LOCAL.aws().s3().listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads())
        .isEmpty();
  }

  @Test
  void contentThatChangesAfterItWasHashedIsRefused() {
    byte[] other = BYTES.clone();
    other[other.length - 1] ^= 1;
    AtomicInteger opened = new AtomicInteger();
    Content content =
        Content.of(
            BYTES.length,
            () -> new ByteArrayInputStream(opened.getAndIncrement() == 0 ? BYTES : other));
    assertThatThrownBy(() -> artifact.publish(content))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("is not what was hashed")
        // Detected here, while sending: not every server verifies checksums.
        .rootCause()
        .hasMessageContaining("the checksum of part");
    assertThat(artifact.versions()).isEmpty();
    assertThat(LOCAL.aws().s3().listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads())
        .isEmpty();
  }

  @Test
  void prefixIsBeforeEveryKeyAndNowhereElse() {
    try (BlobStore blobs =
        S3DynamoRepository.builder()
            .bucket(LOCAL.bucket())
            .prefix("team/a.b/")
            .s3(LOCAL.aws().s3())
            .buildBlobStore()) {
      BlobKey key = BlobKey.ofUpload(artifact.name(), "one", "");
      blobs.createFromStream(
          key, new ByteArrayInputStream(new byte[1]), new BlobHeader("a/b", "", "one"));
      assertThat(
              LOCAL
                  .aws()
                  .s3()
                  .headObject(r -> r.bucket(LOCAL.bucket()).key("team/a.b/" + key))
                  .contentLength())
          .isEqualTo(1);
      assertThat(blobs.list(artifact.name()).map(BlobInfo::key)).containsExactly(key);
      assertThat(blobs.find(key)).isPresent();
    }
  }

  @Test
  void listsOfMoreThanAPageAreWhole() {
    try (BlobStore blobs =
        S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(LOCAL.aws().s3()).buildBlobStore()) {
      for (int i = 0; i < 1005; i++) {
        BlobKey key = BlobKey.ofUpload(artifact.name(), String.format("%05d", i), "");
        blobs.createFromStream(
            key, new ByteArrayInputStream(new byte[0]), new BlobHeader("a/b", "", "one"));
      }
      assertThat(blobs.list(artifact.name())).hasSize(1005);
      assertThat(blobs.list(artifact.name()).map(blob -> blob.key().value())).isSorted();
    }
  }
}
