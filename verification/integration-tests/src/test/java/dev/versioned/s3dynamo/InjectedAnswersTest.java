package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.PublishResult;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Answers that AWS may give but local servers never do. */
@Tag("full")
class InjectedAnswersTest {
  private static final LocalRepository LOCAL = LocalRepository.create(SharedLocalAws.select());
  private final AwsFaults faults = new AwsFaults();
  private final Intercepted open = Intercepted.open(LOCAL, settings -> settings, faults);
  private final S3Client s3 = open.s3();
  private final DynamoDbClient dynamoDb = open.dynamoDb();
  private final Artifact artifact = open.artifact();
  private final BlobStore blobs =
      S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(s3).buildBlobStore();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    blobs.close();
    open.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void publishes(byte[] content) {
    PublishResult result = artifact.publish(Content.of(content));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.readBytes(result.number())).isEqualTo(content);
  }

  /** Returns the artifact for a caller with short time-outs. */
  private Artifact impatient() {
    return LOCAL
        .open(s3, dynamoDb, s -> s.withContentionTimeout(Duration.ofMillis(300)))
        .artifact(artifact.name());
  }

  private BackendException fails(Runnable call) {
    return catchThrowableOfType(BackendException.class, call::run);
  }

  private int uploadsUnderWay() {
    return LOCAL.aws().s3().listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads().size();
  }

  @Test
  void conflictOfPutObjectIsTriedAgain() {
    faults.next(3, "PutObject", AwsFault.conditionalConflict());
    publishes(bytes(1000));
    assertThat(faults.met()).isEqualTo(3);
  }

  @Test
  void endlessConflictIsReportedAsNothingWritten() {
    faults.next(100, "PutObject", AwsFault.conditionalConflict());
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.isOutcomeUnknown()).isFalse();
    assertThat(e).hasMessageContaining("ConditionalRequestConflict");
  }

  @Test
  void conflictOfCompletionIsFollowedByANewUpload() {
    faults.next(2, "CompleteMultipartUpload", AwsFault.conditionalConflict());
    publishes(bytes(17 << 20));
    assertThat(faults.met()).isEqualTo(2);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void conflictOfAStreamsCompletionCannotBeTriedAgainHere() {
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload", "");
    faults.next(1, "CompleteMultipartUpload", AwsFault.conditionalConflict());
    BackendException e =
        fails(
            () ->
                blobs.createFromStream(
                    key,
                    new ByteArrayInputStream(bytes(17 << 20)),
                    new BlobHeader("a/b", "", "upload")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.isOutcomeUnknown()).isFalse();
    assertThat(blobs.find(key)).isEmpty();
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void errorWithinAnAnswerOfSuccessIsAnError() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(200, "InternalError"));
    publishes(bytes(17 << 20));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void copyThatTheStoreCannotMakeIsStreamed() {
    BlobHeader header = new BlobHeader("a/b", "", "upload");
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload", "");
    BlobInfo source =
        ((WriteResult.Written)
                blobs.createFromStream(key, new ByteArrayInputStream(bytes(10)), header))
            .blob();
    BlobKey target = BlobKey.ofUpload(artifact.name(), "copy", "");
    faults.next(1, "CopyObject", AwsFault.answer(501, "NotImplemented"));
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.CopyUnsupported.class);
    faults.next(1, "CopyObject", AwsFault.conditionalConflict());
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Written.class);
    faults.next(1, "CopyObject", AwsFault.answer(412, "PreconditionFailed"));
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Occupied.class);
    blobs.delete(target);
    blobs.delete(key);
    faults.next(1, "CopyObject", AwsFault.answer(412, "PreconditionFailed"));
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.SourceGone.class);
  }

  @Test
  void copyObjectThatAPolicyRefusesIsMadeInParts() {
    BlobHeader header = new BlobHeader("a/b", "name.txt", "upload");
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload", "");
    byte[] content = bytes(10);
    BlobInfo source =
        ((WriteResult.Written)
                blobs.createFromStream(key, new ByteArrayInputStream(content), header))
            .blob();
    BlobKey target = BlobKey.ofUpload(artifact.name(), "copy", "");
    faults.next(1, "CopyObject", AwsFault.answer(403, "AccessDenied"));
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Written.class);
    assertThat(faults.met()).isEqualTo(1);
    assertThat(blobs.find(target).orElseThrow().attemptId()).isEqualTo("upload");
    assertThat(blobs.open(target).orElseThrow()).hasBinaryContent(content);
    // The next copies make no CopyObject, and keep the conditions.
    faults.next(1, "CopyObject", AwsFault.answer(500, "InternalError"));
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Occupied.class);
    blobs.delete(target);
    blobs.delete(key);
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.SourceGone.class);
    assertThat(faults.met()).isEqualTo(1);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void emptyObjectThatMayNotBeCopiedIsSent() {
    BlobHeader header = new BlobHeader("a/b", "", "upload");
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload", "");
    BlobInfo source =
        ((WriteResult.Written)
                blobs.createFromStream(key, new ByteArrayInputStream(new byte[0]), header))
            .blob();
    faults.next(1, "CopyObject", AwsFault.answer(403, "AccessDenied"));
    assertThat(blobs.copy(source, BlobKey.ofUpload(artifact.name(), "copy", ""), header))
        .isInstanceOf(WriteResult.CopyUnsupported.class);
  }

  @Test
  void publishOfLatestWorksWhereCopyObjectIsRefused() {
    artifact.put(Content.of("latest"));
    faults.next(1, "CopyObject", AwsFault.answer(403, "AccessDenied"));
    PublishResult result = artifact.publish();
    assertThat(artifact.readBytes(result.number())).asString().isEqualTo("latest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UploadPartCopy", "CompleteMultipartUpload"})
  void copyInPartsThatTheStoreRefusesIsStreamed(String operation) {
    Bucket bucket =
        S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(s3).openBucket().client();
    try (BlobStore inParts =
        new S3BlobStore(
            bucket,
            new StreamParts(16 << 20),
            new PartSender(bucket, Duration.ZERO),
            () -> {},
            1000,
            5 << 20)) {
      BlobHeader header = new BlobHeader("a/b", "", "upload");
      BlobKey key = BlobKey.ofUpload(artifact.name(), "upload", "");
      BlobInfo source =
          ((WriteResult.Written)
                  blobs.createFromStream(key, new ByteArrayInputStream(bytes(11 << 20)), header))
              .blob();
      BlobKey target = BlobKey.ofUpload(artifact.name(), "copy", "");
      for (AwsFault refusal :
          List.of(
              AwsFault.answer(400, "InvalidArgument"),
              AwsFault.answer(400, "InvalidPart"),
              AwsFault.answer(400, "BadDigest"))) {
        faults.next(1, operation, refusal);
        assertThat(inParts.copy(source, target, header))
            .isInstanceOf(WriteResult.CopyUnsupported.class);
        assertThat(uploadsUnderWay()).isZero();
      }
      faults.next(1, operation, AwsFault.answer(403, "AccessDenied"));
      assertThat(fails(() -> inParts.copy(source, target, header)).isRetryable()).isFalse();
      assertThat(blobs.find(target)).isEmpty();
    }
  }

  @Test
  void abortedUploadIsAnError() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(404, "NoSuchUpload"));
    BackendException e = fails(() -> artifact.publish(Content.of(bytes(17 << 20))));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e).hasMessageContaining("aborted");
  }

  @Test
  void uploadThatATryWithoutAReplyCompletedIsDone() {
    faults.next(1, "CompleteMultipartUpload", AwsFault.applyThenAnswer(404, "NoSuchUpload"));
    publishes(bytes(17 << 20));
    assertThat(faults.met()).isEqualTo(1);
    assertThat(artifact.versions()).hasSize(1);
  }

  @Test
  void throttlingMayPass() {
    faults.next(100, "PutObject", AwsFault.slowDown());
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.isOutcomeUnknown()).isFalse();
    assertThat(e).hasMessageContaining("throttles (SlowDown)");
  }

  @Test
  void serverErrorLeavesAWriteOpenAndNoRead() {
    faults.next(100, "PutObject", AwsFault.answer(500, "InternalError"));
    assertThat(fails(() -> artifact.publish(Content.of("one"))).isOutcomeUnknown()).isTrue();
    faults.clear();
    faults.next(100, "GetObject", AwsFault.answer(500, "InternalError"));
    BlobKey key = BlobKey.ofUpload(artifact.name(), "none", "");
    assertThat(fails(() -> blobs.open(key)).isOutcomeUnknown()).isFalse();
  }

  @Test
  void refusalNamesThePermissionAndTheResource() {
    faults.next(1, "PutObject", AwsFault.answer(403, "AccessDenied"));
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e)
        .hasMessageContaining(
            "Cannot write " + artifact.name() + "/000000000001/" + artifact.name() + " to bucket ")
        .hasMessageContaining("access is denied; allow s3:PutObject on arn:aws:s3:::");
    faults.next(1, "GetItem", AwsFault.answer(400, "AccessDeniedException"));
    assertThat(fails(() -> artifact.resolve("LIVE")))
        .hasMessageStartingWith("Cannot read alias " + artifact.name() + ":LIVE")
        .hasMessageContaining("allow dynamodb:GetItem on arn:aws:dynamodb:us-east-1:*:table/");
  }

  @Test
  void wrongRegionNamesTheRightOne() {
    faults.next(
        1,
        "PutObject",
        AwsFault.answer(301, "PermanentRedirect").withHeader("x-amz-bucket-region", "eu-west-3"));
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e).hasMessageContaining("but in region eu-west-3; set that region");
  }

  @Test
  void credentialsThatAreNotAcceptedAreToBeRenewed() {
    faults.next(2, "GetItem", AwsFault.answer(400, "ExpiredTokenException"));
    BackendException e = fails(() -> artifact.resolve("1"));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e).hasMessageContaining("ExpiredTokenException").hasMessageContaining("renew");
  }

  @Test
  void itemThatIsTooLargeIsReported() {
    faults.next(
        1,
        "UpdateItem",
        AwsFault.answer(400, "ValidationException")
            .withMessage("Item size to update has exceeded the maximum allowed size"));
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.isRetryable()).isFalse();
    assertThat(e).hasMessageContaining("400 KB");
  }

  @Test
  void transactionConflictOfACommitIsTriedAgain() {
    faults.next(3, "TransactWriteItems", AwsFault.cancelTransaction("None", "TransactionConflict"));
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(faults.met()).isEqualTo(3);
  }

  @Test
  void transactionConflictOfAMoveIsTriedAgain() {
    Version v1 = artifact.publish(Content.of("one")).version();
    faults.next(
        3,
        "TransactWriteItems",
        AwsFault.cancelTransaction("TransactionConflict", "None", "ConditionalCheckFailed"));
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    assertThat(faults.met()).isEqualTo(3);
  }

  @Test
  void transactionConflictOfASingleWriteIsTriedAgain() {
    faults.next(3, "UpdateItem", AwsFault.answer(400, "TransactionConflictException"));
    publishes(bytes(10));
    assertThat(faults.met()).isEqualTo(3);
  }

  /**
   * The conflicts that DynamoDB may report on the retry of a write that was applied but whose reply
   * was lost.
   */
  private static Stream<AwsFault> contention() {
    return Stream.of(
        AwsFault.answer(400, "TransactionInProgressException"),
        AwsFault.cancelTransaction("TransactionConflict", "None", "None"));
  }

  @ParameterizedTest
  @MethodSource("contention")
  void contentionAfterALostReplyIsTriedAgainUntilTheWriteIsFound(AwsFault contention) {
    Version v1 = artifact.publish(Content.of("one")).version();
    faults.next(1, "TransactWriteItems", AwsFault.loseReply());
    faults.next(3, "TransactWriteItems", contention);
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    assertThat(artifact.alias("LIVE").ledger()).hasSize(1);
    assertThat(faults.met()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("contention")
  void contentionAfterALostReplyThatDoesNotEndLeavesTheOutcomeOpen(AwsFault contention) {
    Version v1 = artifact.publish(Content.of("one")).version();
    Artifact impatient = impatient();
    staysOpen(contention, () -> impatient.alias("LIVE").pointTo(v1));
    assertThat(artifact.alias("LIVE").read().revision()).isEqualTo(1);
    staysOpen(contention, () -> impatient.put(Content.of("two")));
    assertThat(artifact.resolve("$LATEST").digest()).isEqualTo(Digest.of("two".getBytes(UTF_8)));
    UnknownOutcomeException e =
        staysOpen(
            contention, () -> impatient.publish(Content.of("three"), p -> p.idempotencyKey("k")));
    assertThat(e.idempotencyKey()).contains(new IdempotencyKey("k"));
    assertThat(artifact.versions()).hasSize(2);
  }

  private UnknownOutcomeException staysOpen(AwsFault contention, ThrowingCallable call) {
    faults.next(1, "TransactWriteItems", AwsFault.loseReply());
    faults.next(1000, "TransactWriteItems", contention);
    UnknownOutcomeException e = catchThrowableOfType(UnknownOutcomeException.class, call);
    faults.clear();
    return e;
  }

  @Test
  void deletionWhoseReplyWasLostAmongTransactionsIsFound() {
    Version v1 = artifact.publish(Content.of("one")).version();
    faults.next(1, "UpdateItem", AwsFault.loseReply());
    faults.next(2, "UpdateItem", AwsFault.answer(400, "TransactionConflictException"));
    artifact.delete(v1.number());
    assertThat(artifact.versions()).isEmpty();
    Version v2 = artifact.publish(Content.of("two")).version();
    Artifact impatient = impatient();
    faults.next(1, "UpdateItem", AwsFault.loseReply());
    faults.next(1000, "UpdateItem", AwsFault.answer(400, "TransactionConflictException"));
    assertThatThrownBy(() -> impatient.delete(v2.number()))
        .isInstanceOf(UnknownOutcomeException.class);
    assertThat(artifact.versions()).isEmpty();
  }

  @Test
  void throttledTransactionIsNotARefusal() {
    faults.next(1, "TransactWriteItems", AwsFault.cancelTransaction("None", "ThrottlingError"));
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
  }

  @Test
  void transactionWhoseTokenWasUsedIsTriedAgainUnderAnother() {
    faults.next(2, "TransactWriteItems", AwsFault.idempotentParameterMismatch());
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    Version v1 = result.version();
    faults.next(2, "TransactWriteItems", AwsFault.idempotentParameterMismatch());
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    assertThat(faults.met()).isEqualTo(4);
  }

  @Test
  void throughputThatIsExceededMayPass() {
    faults.next(2, "UpdateItem", AwsFault.throughputExceeded());
    publishes(bytes(10));
    faults.next(100, "UpdateItem", AwsFault.throughputExceeded());
    BackendException e = fails(() -> artifact.publish(Content.of("two")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.isOutcomeUnknown()).isFalse();
    assertThat(e).hasMessageContaining("throttles (ProvisionedThroughputExceededException)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 17 << 20})
  void refusalOfTheOwnWriteIsItsSuccess(int length) {
    AwsFault ownWrite = AwsFault.applyThenAnswer(412, "PreconditionFailed");
    faults.next(1, length > (16 << 20) ? "CompleteMultipartUpload" : "PutObject", ownWrite);
    publishes(bytes(length));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void refusalOfTheOwnCopyIsItsSuccess() {
    faults.next(1, "CopyObject", AwsFault.applyThenAnswer(412, "PreconditionFailed"));
    PublishResult result =
        artifact.publish(Content.stream(new ByteArrayInputStream(bytes(17 << 20))));
    assertThat(artifact.readBytes(result.number())).isEqualTo(bytes(17 << 20));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void errorWithinAnAnswerOfSuccessMayHideASuccess() {
    AwsFault hidden = AwsFault.applyThenAnswer(200, "InternalError");
    faults.next(1, "CompleteMultipartUpload", hidden);
    publishes(bytes(17 << 20));
    faults.next(1, "CopyObject", hidden);
    artifact.publish(Content.stream(new ByteArrayInputStream(bytes(18 << 20))));
    assertThat(artifact.readBytes(VersionNumber.of(2))).isEqualTo(bytes(18 << 20));
    assertThat(faults.met()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UpdateItem", "PutObject", "TransactWriteItems"})
  void requestThatWasAppliedAndMadeAgainIsOneVersion(String operation) {
    faults.next(1, operation, AwsFault.loseReply());
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(artifact.versions()).containsExactly(result.version());
    assertThat(result.number()).isEqualTo(VersionNumber.of(1));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void endlessLostRepliesAreAnUnknownOutcome() {
    faults.next(1000, "TransactWriteItems", AwsFault.loseReply());
    Artifact impatient = impatient();
    assertThatThrownBy(() -> impatient.publish(Content.of("one"), p -> p.idempotencyKey("k")))
        .isInstanceOf(UnknownOutcomeException.class);
    faults.clear();
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.REPLAYED);
    assertThat(artifact.versions()).containsExactly(result.version());
  }

  @Test
  void unreachableServiceHasDoneNothing() {
    faults.next(1, "PutObject", AwsFault.failBefore());
    publishes(bytes(10));
    faults.next(100, "PutObject", AwsFault.failBefore());
    BackendException e = fails(() -> artifact.publish(Content.of("two")));
    assertThat(e.isRetryable()).isTrue();
    assertThat(e.isOutcomeUnknown()).isFalse();
    assertThat(e).hasMessageContaining("accepts no connections");
  }

  @Test
  void moveThatIsDelayedPastAnotherComesAfterIt() {
    Version v1 = artifact.publish(Content.of("one")).version();
    Version v2 = artifact.publish(Content.of("two")).version();
    AliasHandle live = artifact.alias("LIVE");
    AliasHandle other = LOCAL.repository().artifact(artifact.name().toString()).alias("LIVE");
    faults.next(1, "TransactWriteItems", AwsFault.delayPast(() -> other.pointTo(v2)));
    assertThat(live.pointTo(v1).revision()).isEqualTo(2);
    assertThat(live.ledger().map(row -> row.after().orElseThrow().primary()))
        .containsExactly(v1.number(), v2.number());
  }

  @Test
  void deletionThatIsDelayedPastAMoveIsRefused() {
    Version v1 = artifact.publish(Content.of("one")).version();
    AliasHandle other = LOCAL.repository().artifact(artifact.name().toString()).alias("LIVE");
    faults.next(1, "UpdateItem", AwsFault.delayPast(() -> other.pointTo(v1)));
    assertThatThrownBy(() -> artifact.delete(v1.number()))
        .isInstanceOf(VersionInUseException.class);
    assertThat(artifact.versions()).containsExactly(v1);
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 17 << 20})
  void bodyThatBreaksOffWhileItIsSentIsSentAgain(int length) {
    String operation = length > (16 << 20) ? "UploadPart" : "PutObject";
    faults.next(1, operation, AwsFault.breakRequestBody());
    publishes(bytes(length));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void interruptedReplyBodyIsNotReturned(@TempDir Path directory) throws IOException {
    publishes(bytes(100_000));
    Path file = directory.resolve("file");
    faults.next(1, "GetObject", AwsFault.breakReplyBody());
    BackendException e = fails(() -> artifact.download(VersionNumber.of(1), file));
    assertThat(e.isRetryable()).isTrue();
    assertThat(directory).isEmptyDirectory();
    artifact.download(VersionNumber.of(1), file);
    assertThat(file).hasBinaryContent(bytes(100_000));
    assertThat(faults.met()).isEqualTo(1);
  }

  @Test
  void missingTableIsToBeCreated() {
    faults.next(2, "GetItem", AwsFault.answer(400, "ResourceNotFoundException"));
    assertThat(fails(() -> artifact.resolve("1")))
        .hasMessageContaining("there is no table " + LOCAL.table())
        .hasMessageContaining("S3DynamoSetup");
  }
}
