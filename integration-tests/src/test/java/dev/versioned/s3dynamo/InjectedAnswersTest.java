package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.BackendException;
import dev.versioned.Content;
import dev.versioned.PublishResult;
import dev.versioned.Version;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobKey;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.WriteResult;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.ByteArrayInputStream;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What AWS may answer, and no local server does. */
class InjectedAnswersTest {
  private static final LocalRepository LOCAL = LocalRepository.create(SharedLocalAws.select());
  private final InjectedAnswers answers = new InjectedAnswers();
  private final S3Client s3 = answers.s3(LOCAL.aws());
  private final DynamoDbClient dynamoDb = answers.dynamoDb(LOCAL.aws());
  private final ArtifactRepository repo = LOCAL.open(s3, dynamoDb, settings -> settings);
  private final Artifact artifact = repo.artifact("a" + System.nanoTime());
  private final BlobStore blobs =
      S3DynamoRepository.builder().bucket(LOCAL.bucket()).s3(s3).buildBlobStore();

  @AfterAll
  static void remove() {
    LOCAL.close();
  }

  @AfterEach
  void close() {
    repo.close();
    blobs.close();
    s3.close();
    dynamoDb.close();
    answers.close();
  }

  private static boolean isPut(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.PUT;
  }

  private static boolean isCompletion(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.POST
        && request.rawQueryParameters().containsKey("uploadId");
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

  private BackendException fails(Runnable call) {
    return catchThrowableOfType(BackendException.class, call::run);
  }

  private int uploadsUnderWay() {
    return LOCAL.aws().s3().listMultipartUploads(r -> r.bucket(LOCAL.bucket())).uploads().size();
  }

  @Test
  void conflictOfPutObjectIsTriedAgain() {
    answers.s3Error(3, InjectedAnswersTest::isPut, 409, "ConditionalRequestConflict");
    publishes(bytes(1000));
    assertThat(answers.given()).isEqualTo(3);
  }

  @Test
  void conflictThatDoesNotEndIsToldAsNothingWritten() {
    answers.s3Error(100, InjectedAnswersTest::isPut, 409, "ConditionalRequestConflict");
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.retryable()).isTrue();
    assertThat(e.mayHaveHappened()).isFalse();
    assertThat(e).hasMessageContaining("ConditionalRequestConflict");
  }

  @Test
  void conflictOfCompletionIsFollowedByANewUpload() {
    answers.s3Error(2, InjectedAnswersTest::isCompletion, 409, "ConditionalRequestConflict");
    publishes(bytes(17 << 20));
    assertThat(answers.given()).isEqualTo(2);
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void conflictOfAStreamsCompletionCannotBeTriedAgainHere() {
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload");
    answers.s3Error(1, InjectedAnswersTest::isCompletion, 409, "ConditionalRequestConflict");
    BackendException e =
        fails(
            () ->
                blobs.createFromStream(
                    key,
                    new ByteArrayInputStream(bytes(17 << 20)),
                    new BlobHeader("a/b", "", "upload")));
    assertThat(e.retryable()).isTrue();
    assertThat(e.mayHaveHappened()).isFalse();
    assertThat(blobs.find(key)).isEmpty();
    assertThat(uploadsUnderWay()).isZero();
  }

  @Test
  void errorWithinAnAnswerOfSuccessIsAnError() {
    answers.s3Error(1, InjectedAnswersTest::isCompletion, 200, "InternalError");
    publishes(bytes(17 << 20));
    assertThat(answers.given()).isEqualTo(1);
  }

  @Test
  void copyThatTheStoreCannotMakeIsStreamed() {
    BlobHeader header = new BlobHeader("a/b", "", "upload");
    BlobKey key = BlobKey.ofUpload(artifact.name(), "upload");
    BlobInfo source =
        ((WriteResult.Written)
                blobs.createFromStream(key, new ByteArrayInputStream(bytes(10)), header))
            .blob();
    BlobKey target = BlobKey.ofUpload(artifact.name(), "copy");
    Predicate<SdkHttpRequest> copy = r -> r.headers().containsKey("x-amz-copy-source");
    answers.s3Error(1, copy, 501, "NotImplemented");
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.CopyUnsupported.class);
    answers.s3Error(1, copy, 409, "ConditionalRequestConflict");
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Written.class);
    answers.s3Error(1, copy, 412, "PreconditionFailed");
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.Occupied.class);
    blobs.delete(target);
    blobs.delete(key);
    answers.s3Error(1, copy, 412, "PreconditionFailed");
    assertThat(blobs.copy(source, target, header)).isInstanceOf(WriteResult.SourceGone.class);
  }

  @Test
  void uploadThatSomebodyAbortedIsAnError() {
    answers.s3Error(1, InjectedAnswersTest::isCompletion, 404, "NoSuchUpload");
    BackendException e = fails(() -> artifact.publish(Content.of(bytes(17 << 20))));
    assertThat(e.retryable()).isTrue();
    assertThat(e).hasMessageContaining("aborted");
  }

  @Test
  void uploadThatATryWithoutAReplyCompletedIsDone() {
    answers.s3ErrorAfterSuccess(InjectedAnswersTest::isCompletion, 404, "NoSuchUpload");
    publishes(bytes(17 << 20));
    assertThat(answers.given()).isEqualTo(1);
    assertThat(artifact.versions()).hasSize(1);
  }

  @Test
  void throttlingMayPass() {
    answers.s3Error(100, InjectedAnswersTest::isPut, 503, "SlowDown");
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.retryable()).isTrue();
    assertThat(e.mayHaveHappened()).isFalse();
    assertThat(e).hasMessageContaining("throttles (SlowDown)");
  }

  @Test
  void serverErrorLeavesAWriteOpenAndNoRead() {
    answers.s3Error(100, InjectedAnswersTest::isPut, 500, "InternalError");
    assertThat(fails(() -> artifact.publish(Content.of("one"))).mayHaveHappened()).isTrue();
    answers.s3Error(100, r -> r.method() == SdkHttpMethod.GET, 500, "InternalError");
    BlobKey key = BlobKey.ofUpload(artifact.name(), "none");
    assertThat(fails(() -> blobs.open(key)).mayHaveHappened()).isFalse();
  }

  @Test
  void refusalNamesThePermissionAndTheResource() {
    answers.s3Error(1, InjectedAnswersTest::isPut, 403, "AccessDenied");
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.retryable()).isFalse();
    assertThat(e)
        .hasMessageContaining("Cannot write " + artifact.name() + "/000000000001 to bucket ")
        .hasMessageContaining("access is denied; allow s3:PutObject on arn:aws:s3:::");
    answers.dynamoError(1, "GetItem", 400, "AccessDeniedException", "");
    assertThat(fails(() -> artifact.resolve("LIVE")))
        .hasMessageContaining("allow dynamodb:GetItem on arn:aws:dynamodb:us-east-1:*:table/");
  }

  @Test
  void wrongRegionNamesTheRightOne() {
    answers.s3Error(1, InjectedAnswersTest::isPut, 301, "PermanentRedirect");
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.retryable()).isFalse();
    assertThat(e).hasMessageContaining("but in region eu-west-3; set that region");
  }

  @Test
  void credentialsThatAreNotAcceptedAreToBeRenewed() {
    answers.dynamoError(1, "GetItem", 400, "ExpiredTokenException", "");
    BackendException e = fails(() -> artifact.resolve("1"));
    assertThat(e.retryable()).isFalse();
    assertThat(e).hasMessageContaining("ExpiredTokenException").hasMessageContaining("renew");
  }

  @Test
  void itemThatIsTooLargeIsToldSo() {
    answers.itemTooLarge();
    BackendException e = fails(() -> artifact.publish(Content.of("one")));
    assertThat(e.retryable()).isFalse();
    assertThat(e).hasMessageContaining("400 KB");
  }

  private static String reasons(String... codes) {
    return ",\"CancellationReasons\":[{\"Code\":\""
        + String.join("\"},{\"Code\":\"", codes)
        + "\"}]";
  }

  @Test
  void transactionConflictOfACommitIsTriedAgain() {
    answers.dynamoError(
        3,
        "TransactWriteItems",
        400,
        "TransactionCanceledException",
        reasons("None", "TransactionConflict"));
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    assertThat(answers.given()).isEqualTo(3);
  }

  @Test
  void transactionConflictOfAMoveIsTriedAgain() {
    Version v1 = artifact.publish(Content.of("one")).version();
    answers.dynamoError(
        3,
        "TransactWriteItems",
        400,
        "TransactionCanceledException",
        reasons("TransactionConflict", "None", "ConditionalCheckFailed"));
    assertThat(artifact.alias("LIVE").pointTo(v1).revision()).isEqualTo(1);
    assertThat(answers.given()).isEqualTo(3);
  }

  @Test
  void transactionConflictOfASingleWriteIsTriedAgain() {
    answers.dynamoError(3, "UpdateItem", 400, "TransactionConflictException", "");
    publishes(bytes(10));
    assertThat(answers.given()).isEqualTo(3);
  }

  @Test
  void throttledTransactionIsNotTakenForARefusal() {
    answers.dynamoError(
        1,
        "TransactWriteItems",
        400,
        "TransactionCanceledException",
        reasons("None", "ThrottlingError"));
    PublishResult result = artifact.publish(Content.of("one"), p -> p.idempotencyKey("k"));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
  }

  @Test
  void missingTableIsToBeCreated() {
    answers.dynamoError(1, "GetItem", 400, "ResourceNotFoundException", "");
    assertThat(fails(() -> artifact.resolve("1")))
        .hasMessageContaining("there is no table " + LOCAL.table())
        .hasMessageContaining("S3DynamoSetup");
  }
}
