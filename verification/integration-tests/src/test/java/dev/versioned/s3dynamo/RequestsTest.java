package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Version;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Checks the requests themselves, because local servers do not do all that they ask for: S3Proxy
 * does not verify CRC-32C and overwrites existing objects with copies, and DynamoDB Local always
 * reads consistently.
 */
class RequestsTest {
  private static final LocalRepository LOCAL =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private static final int PART = 16 << 20;
  private static final byte[] LARGE = new byte[PART + 1];

  static {
    new Random(1).nextBytes(LARGE);
  }

  private final List<SdkRequest> requests = new CopyOnWriteArrayList<>();
  private final ExecutionInterceptor listener =
      new ExecutionInterceptor() {
        @Override
        public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
          requests.add(context.request());
        }
      };
  private final AwsFaults faults = new AwsFaults();
  private final Intercepted open = Intercepted.open(LOCAL, settings -> settings, listener, faults);
  private final S3Client s3 = open.s3();
  private final DynamoDbClient dynamoDb = open.dynamoDb();
  private final Artifact artifact = open.artifact();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    open.close();
  }

  private <T extends SdkRequest> List<T> requests(Class<T> type) {
    return requests.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void assertPartsAndCompletion() {
    byte[] last = Arrays.copyOfRange(LARGE, PART, LARGE.length);
    assertThat(requests(UploadPartRequest.class))
        .extracting(UploadPartRequest::checksumCRC32C)
        .containsExactlyInAnyOrder(
            Crc32c.base64(Crc32c.of(LARGE, PART)), Crc32c.base64(Crc32c.of(last, last.length)));
    assertThat(requests(CompleteMultipartUploadRequest.class))
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.ifNoneMatch()).isEqualTo("*");
              assertThat(completion.checksumCRC32C())
                  .isEqualTo(Crc32c.base64(Crc32c.of(LARGE, LARGE.length)));
              assertThat(completion.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
              assertThat(completion.mpuObjectSize()).isEqualTo(LARGE.length);
            });
  }

  @Test
  void objectSentWholeIsWrittenOnceUnderItsDigest() {
    artifact.publish(Content.of("one"));
    assertThat(requests(PutObjectRequest.class))
        .singleElement()
        .satisfies(
            put -> {
              assertThat(put.ifNoneMatch()).isEqualTo("*");
              assertThat(put.checksumSHA256())
                  .isEqualTo(Digest.of(new byte[] {'o', 'n', 'e'}).base64());
            });
  }

  @Test
  void objectSentInPartsIsWrittenOnceUnderTheChecksumsOfPartsAndWhole() {
    artifact.publish(Content.of(LARGE));
    assertPartsAndCompletion();
  }

  @Test
  void partsHaveTheSizeThatIsSet() {
    int partBytes = 5 << 20;
    try (ArtifactRepository small = LOCAL.open(s3, dynamoDb, s -> s.withPartBytes(partBytes))) {
      Artifact same = small.artifact(artifact.name());
      same.publish(Content.of(LARGE));
      assertThat(requests(UploadPartRequest.class)).hasSize(4);
      requests.clear();
      same.put(Content.stream(new ByteArrayInputStream(LARGE)));
      assertThat(requests(UploadPartRequest.class)).hasSize(4);
    }
  }

  @Test
  void streamIsWrittenTheSameWayAndCopiedOnce() {
    artifact.publish(Content.stream(new ByteArrayInputStream(LARGE)));
    assertPartsAndCompletion();
    assertThat(requests(CopyObjectRequest.class))
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.ifNoneMatch()).isEqualTo("*");
              assertThat(copy.copySourceIfMatch()).isNotEmpty();
            });
  }

  /** Returns checksums of copied parts, as S3 does and S3Proxy does not. */
  private final ExecutionInterceptor checksumsOfCopies =
      new ExecutionInterceptor() {
        @Override
        public SdkResponse modifyResponse(
            Context.ModifyResponse context, ExecutionAttributes attributes) {
          if (!(context.request() instanceof UploadPartCopyRequest copy)
              || !(context.response() instanceof UploadPartCopyResponse answer)) {
            return context.response();
          }
          String range = copy.copySourceRange().substring("bytes=".length());
          int dash = range.indexOf('-');
          int from = Integer.parseInt(range.substring(0, dash));
          int last = Integer.parseInt(range.substring(dash + 1));
          byte[] part = Arrays.copyOfRange(LARGE, from, last + 1);
          String crc32c = Crc32c.base64(Crc32c.of(part, part.length));
          return answer.toBuilder()
              .copyPartResult(answer.copyPartResult().toBuilder().checksumCRC32C(crc32c).build())
              .build();
        }
      };

  @Test
  void copyInPartsIsCompletedWithTheStoresChecksums() {
    S3Client telling = LOCAL.aws().s3Builder(listener, checksumsOfCopies).build();
    Bucket bucket =
        S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(telling).openBucket().client();
    try (BlobStore blobs =
        new S3BlobStore(
            bucket,
            new StreamParts(PART),
            new PartSender(bucket, Duration.ZERO),
            telling::close,
            1 << 20,
            PART)) {
      BlobHeader header = new BlobHeader("a/b", "", "one");
      BlobKey key = BlobKey.ofUpload(artifact.name(), "from", "");
      BlobInfo source =
          ((WriteResult.Written)
                  blobs.createFromStream(key, new ByteArrayInputStream(LARGE), header))
              .blob();
      requests.clear();
      assertThat(blobs.copy(source, BlobKey.ofUpload(artifact.name(), "to", ""), header))
          .isInstanceOf(WriteResult.Written.class);
    }
    byte[] last = Arrays.copyOfRange(LARGE, PART, LARGE.length);
    assertThat(requests(CompleteMultipartUploadRequest.class))
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.checksumCRC32C())
                  .isEqualTo(Crc32c.base64(Crc32c.of(LARGE, LARGE.length)));
              assertThat(completion.multipartUpload().parts())
                  .extracting(CompletedPart::checksumCRC32C)
                  .containsExactly(
                      Crc32c.base64(Crc32c.of(LARGE, PART)),
                      Crc32c.base64(Crc32c.of(last, last.length)));
            });
  }

  /**
   * S3 answers a second abort with success, so only the list of parts shows that the upload has
   * ended. S3Proxy's list is empty then, and shows nothing.
   */
  @Test
  void uploadThatFailedIsAbortedOnceAndThenLookedFor() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.conditionalConflict());
    faults.next(1, "ListParts", AwsFault.answer(404, "NoSuchUpload"));
    artifact.publish(Content.of(LARGE));
    String failed = requests(CompleteMultipartUploadRequest.class).get(0).uploadId();
    assertThat(requests(AbortMultipartUploadRequest.class))
        .extracting(AbortMultipartUploadRequest::uploadId)
        .containsExactly(failed);
  }

  @Test
  void everyReadOfTheTableIsStronglyConsistent() {
    Version one = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k")).version();
    artifact.put(Content.of("two"));
    artifact.publish();
    artifact.alias("LIVE").pointTo(one);
    artifact.resolve("LIVE");
    artifact.resolve("$LATEST");
    assertThat(artifact.versions()).hasSize(2);
    assertThat(artifact.aliases()).hasSize(1);
    assertThat(artifact.alias("LIVE").ledger()).hasSize(1);
    assertThat(artifact.fsck().violations()).isEmpty();
    assertThat(requests(GetItemRequest.class))
        .isNotEmpty()
        .allSatisfy(read -> assertThat(read.consistentRead()).isTrue());
    assertThat(requests(QueryRequest.class))
        .isNotEmpty()
        .allSatisfy(read -> assertThat(read.consistentRead()).isTrue());
  }

  @Test
  void rollbackWithoutItsRowReportsADamagedTable() {
    Version one = artifact.publish(Content.of("one")).version();
    Version two = artifact.publish(Content.of("two")).version();
    AliasHandle live = artifact.alias("LIVE");
    live.pointTo(one);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(live::rollback);
    live.pointTo(two);
    Map<String, AttributeValue> key =
        Map.of(
            "pk", AttributeValue.fromS("LEDGER#" + artifact.name()),
            "sk", AttributeValue.fromS("LIVE#000000000001"));
    LOCAL.aws().dynamoDb().deleteItem(r -> r.tableName(LOCAL.table()).key(key));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(live::rollback)
        .withMessageContaining("its ledger has no row of revision 1");
    assertThat(live.read().revision()).isEqualTo(2);
  }

  /** The rows of a ledger are written once, even if the alias was removed by other means. */
  @Test
  void rowOfALedgerIsNeverWrittenOver() {
    Version one = artifact.publish(Content.of("one")).version();
    artifact.alias("LIVE").pointTo(one, update -> update.reason("first"));
    Map<String, AttributeValue> key =
        Map.of(
            "pk", AttributeValue.fromS("ALIASES#" + artifact.name()),
            "sk", AttributeValue.fromS("LIVE"));
    LOCAL.aws().dynamoDb().deleteItem(r -> r.tableName(LOCAL.table()).key(key));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> artifact.alias("LIVE").pointTo(one, update -> update.reason("second")))
        .withMessageContaining("its ledger has a row of revision 1 already");
    assertThat(artifact.alias("LIVE").ledger())
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("first"));
  }
}
