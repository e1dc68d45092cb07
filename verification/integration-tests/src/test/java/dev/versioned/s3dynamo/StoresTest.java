package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import dev.versioned.testkit.fault.DeafS3;
import dev.versioned.testkit.fault.PlainDynamoDb;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Stores that break promises are refused before anything depends on them. */
@Tag("full")
class StoresTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);
  private static final Map<String, AttributeValue> ITEM =
      Map.of("pk", AttributeValue.fromS("REPOSITORY"), "sk", AttributeValue.fromS("#"));

  private final LocalRepository local = LocalRepository.create(AWS);
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountedCalls calls = new CountedCalls();

  StoresTest() {
    forget("examined_at, home_region");
  }

  @AfterEach
  void remove() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    local.close();
  }

  private void forget(String attributes) {
    AWS.dynamoDb()
        .updateItem(
            r -> r.tableName(local.table()).key(ITEM).updateExpression("REMOVE " + attributes));
  }

  private Map<String, AttributeValue> item() {
    return AWS.dynamoDb().getItem(r -> r.tableName(local.table()).key(ITEM)).item();
  }

  private <C extends AutoCloseable> C closing(C closeable) {
    open.add(closeable);
    return closeable;
  }

  private ArtifactRepository over(S3Client s3, DynamoDbClient dynamoDb) {
    return closing(local.open(s3, dynamoDb, settings -> settings));
  }

  private S3Client s3(URI endpoint, ExecutionInterceptor... interceptors) {
    return closing(AWS.s3Builder(interceptors).endpointOverride(endpoint).build());
  }

  private DynamoDbClient dynamoDb(ExecutionInterceptor... interceptors) {
    return closing(AWS.dynamoDbBuilder(interceptors).build());
  }

  private SetupReport init(S3Client s3, DynamoDbClient dynamoDb) {
    return S3DynamoSetup.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(s3)
        .dynamoDb(dynamoDb)
        .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
        .build()
        .apply();
  }

  private static void assertRefused(String names, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.isRetryable()).as(e.getMessage()).isFalse())
        .hasMessageContaining(names)
        .hasMessageContaining("docs/stores.md");
  }

  private static void publish(ArtifactRepository repo) {
    repo.artifact("app").publish(Content.of("one"));
  }

  private void assertNothingIsWritten() {
    assertThat(local.repository().artifacts()).isEmpty();
    assertThat(AWS.s3().listObjectsV2(r -> r.bucket(local.bucket())).contents())
        .extracting(S3Object::key)
        .as("the probes are removed")
        .containsExactly(".versioned");
    assertThat(AWS.dynamoDb().scan(r -> r.tableName(local.table())).items())
        .filteredOn(item -> !item.get("pk").s().equals("REPOSITORY"))
        .as("what is left expires, and holds nothing else")
        .allMatch(item -> item.keySet().equals(java.util.Set.of("pk", "sk", "expires_at")))
        .allMatch(item -> item.get("pk").s().equals("VERSIONS#_probe"));
  }

  @ParameterizedTest
  @EnumSource(
      value = DeafS3.Fault.class,
      names = {"PUT", "COMPLETION"})
  void storeThatIgnoresAConditionIsRefused(DeafS3.Fault fault) {
    DeafS3 deaf = closing(DeafS3.before(AWS, fault, Duration.ZERO));
    ArtifactRepository repo = over(s3(deaf.endpoint(), calls), AWS.dynamoDb());
    String names =
        fault == DeafS3.Fault.PUT
            ? "S3: PUT refuses to overwrite (If-None-Match): the object was replaced"
            : "S3: multipart completion refuses to overwrite (If-None-Match): the object was"
                + " replaced";
    assertRefused(names, () -> publish(repo));
    assertThat(calls.during(() -> assertRefused(names, () -> publish(repo))))
        .as("the process remembers the result")
        .containsExactly("GetObject");
    assertRefused(names, () -> repo.artifact("app").put(Content.of("one")));
    assertRefused(names, () -> repo.gc().run());
    assertNothingIsWritten();
    assertRefused(names, () -> init(s3(deaf.endpoint()), AWS.dynamoDb()));
    assertThat(item()).doesNotContainKey("examined_at");
  }

  @Test
  void storeThatLetsTwoWritersWinIsRefused() {
    DeafS3 racing = closing(DeafS3.before(AWS, DeafS3.Fault.RACING_PUT, Duration.ofMillis(50)));
    ArtifactRepository repo = over(s3(racing.endpoint()), AWS.dynamoDb());
    assertRefused("S3: of racing PUTs one wins", () -> publish(repo));
    assertNothingIsWritten();
  }

  @Test
  void storeWithoutTransactionsIsRefused() {
    PlainDynamoDb plain = closing(PlainDynamoDb.before(AWS));
    DynamoDbClient client =
        closing(AWS.dynamoDbBuilder().endpointOverride(plain.endpoint()).build());
    ArtifactRepository repo = over(AWS.s3(), client);
    assertRefused("DynamoDB: a transaction whose condition fails", () -> publish(repo));
    assertNothingIsWritten();
  }

  @Test
  void transactionsThatAreMadeInPartAreRefused() {
    ArtifactRepository repo = over(AWS.s3(), new OneByOne(AWS.dynamoDb()).client());
    assertRefused("it was written in part", () -> publish(repo));
    assertNothingIsWritten();
  }

  @Test
  void examinationIsMadeOnceInAProcessAndNeverAfterInit() {
    S3Client s3 = s3(AWS.s3Endpoint(), calls);
    DynamoDbClient dynamoDb = dynamoDb(calls);
    ArtifactRepository first = over(s3, dynamoDb);
    List<String> examined = calls.during(() -> publish(first));
    assertThat(examined).as("154 and those of a publish").hasSizeBetween(140, 180);
    assertThat(item()).as("a publisher records nothing").doesNotContainKey("examined_at");
    List<String> known = callsOfAFirstPublish(s3, dynamoDb, "two");
    init(AWS.s3(), AWS.dynamoDb());
    assertThat(item()).containsKeys("examined_at", "home_region");
    assertThat(callsOfAFirstPublish(s3, dynamoDb, "three"))
        .containsExactlyInAnyOrderElementsOf(known)
        .containsExactlyInAnyOrder(
            "DescribeTable",
            "GetItem",
            "GetObject",
            "UpdateItem",
            "ListObjectsV2",
            "PutObject",
            "PutItem");
  }

  private List<String> callsOfAFirstPublish(S3Client s3, DynamoDbClient dynamoDb, String text) {
    ArtifactRepository repo = over(s3, dynamoDb);
    return calls.during(() -> repo.artifact("app").publish(Content.of(text))).stream()
        .filter(call -> !call.equals("HeadObject"))
        .toList();
  }

  @Test
  void collectorRecordsTheResult() {
    ArtifactRepository repo = over(AWS.s3(), AWS.dynamoDb());
    publish(repo);
    repo.gc().plan().forEach(each -> {});
    assertThat(item()).doesNotContainKey("examined_at");
    assertThat(repo.gc().run().failures()).isEmpty();
    assertThat(item()).containsKeys("examined_at", "home_region");
  }

  @Test
  void probeThatIsDeniedIsNoFault() {
    AwsFaults faults = new AwsFaults();
    faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
    ArtifactRepository repo = over(s3(AWS.s3Endpoint(), faults), AWS.dynamoDb());
    publish(repo);
    repo.gc().run();
    assertThat(item()).as("not everything was examined").doesNotContainKey("examined_at");
  }

  @Test
  void outageDuringTheExaminationIsNoFault() {
    AwsFaults faults = new AwsFaults();
    faults.next(9, "TransactWriteItems", AwsFault.answer(500, "InternalServerError"));
    ArtifactRepository repo = over(AWS.s3(), dynamoDb(faults));
    assertThatThrownBy(() -> publish(repo))
        .isInstanceOfSatisfying(BackendException.class, e -> assertThat(e.isRetryable()).isTrue());
    faults.next(0, "TransactWriteItems", AwsFault.answer(500, "InternalServerError"));
    assertNothingIsWritten();
    ArtifactRepository again = over(AWS.s3(), AWS.dynamoDb());
    publish(again);
    assertThat(again.artifacts()).hasSize(1);
  }

  /** Changes what the server says of the table. */
  private DynamoDbClient saying(UnaryOperator<TableDescription> change) {
    return dynamoDb(
        new ExecutionInterceptor() {
          @Override
          public SdkResponse modifyResponse(
              Context.ModifyResponse context, ExecutionAttributes attributes) {
            return context.response() instanceof DescribeTableResponse answer
                ? answer.toBuilder().table(change.apply(answer.table())).build()
                : context.response();
          }
        });
  }

  @Test
  void globalTableInStrongModeIsRefused() {
    DynamoDbClient strong =
        saying(
            table ->
                table.toBuilder()
                    .replicas(replica("eu-west-1"))
                    .multiRegionConsistency(MultiRegionConsistency.STRONG)
                    .build());
    ArtifactRepository repo = over(AWS.s3(), strong);
    String names = "a global table in multi-Region strong mode, which has no transactions";
    assertRefused(names, () -> publish(repo));
    publish(local.repository());
    assertRefused(names, () -> repo.artifact("app").alias("LIVE").pointTo(VersionNumber.of(1)));
    assertRefused(names, () -> init(AWS.s3(), strong));
  }

  @Test
  void globalTableIsWrittenInItsHomeRegionOnly() {
    DynamoDbClient home = saying(table -> in("us-east-1", "eu-west-1", table));
    DynamoDbClient other = saying(table -> in("eu-west-1", "us-east-1", table));
    AWS.dynamoDb().deleteItem(r -> r.tableName(local.table()).key(ITEM));
    AWS.s3().deleteObject(r -> r.bucket(local.bucket()).key(".versioned"));
    assertRefused("has no home Region", () -> publish(over(AWS.s3(), home)));
    assertThat(item()).isEmpty();
    init(AWS.s3(), home);
    assertThat(item().get("home_region").s()).isEqualTo("us-east-1");
    publish(over(AWS.s3(), home));
    ArtifactRepository there = over(AWS.s3(), other);
    for (Runnable write :
        List.<Runnable>of(
            () -> publish(there),
            () -> there.artifact("app").alias("LIVE").pointTo(VersionNumber.of(1)),
            () -> there.gc().run())) {
      assertThatThrownBy(write::run)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(
              "is in Region eu-west-1, and is written in its home Region us-east-1 only");
    }
    assertThat(there.artifact("app").resolve("1").number()).isEqualTo(VersionNumber.of(1));
  }

  private static TableDescription in(String region, String other, TableDescription table) {
    return table.toBuilder()
        .tableArn(table.tableArn().replace("ddblocal", region))
        .replicas(replica(other))
        .build();
  }

  private static ReplicaDescription replica(String region) {
    return ReplicaDescription.builder().regionName(region).build();
  }
}
