package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.place.Binding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.s3dynamo.admin.DoctorReport;
import dev.versioned.s3dynamo.admin.S3DynamoDoctor;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ForwardingItemStore;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One table and one place of bytes belong together; other combinations are refused. */
@Tag("full")
class OnePlaceTest {
  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private final DynamoDbClient dynamoDb = local.aws().dynamoDb();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();

  @AfterEach
  void remove() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    tables.forEach(table -> dynamoDb.deleteTable(r -> r.tableName(table)));
    local.close();
  }

  private S3DynamoSetup.Builder setup(String table, String prefix) {
    return S3DynamoSetup.builder()
        .bucket(local.bucket())
        .prefix(prefix)
        .table(table)
        .s3(local.aws().s3())
        .dynamoDb(dynamoDb)
        .deletionProtection(S3DynamoSetup.DeletionProtection.OFF);
  }

  private ArtifactRepository open(String table, String prefix) {
    return open(table, prefix, local.aws().s3());
  }

  private ArtifactRepository open(String table, String prefix, S3Client s3) {
    S3DynamoRepository.Builder builder =
        S3DynamoRepository.builder()
            .bucket(local.bucket())
            .prefix(prefix)
            .table(table)
            .s3(s3)
            .dynamoDb(dynamoDb);
    ArtifactRepository repo =
        ArtifactRepository.of(
            builder.buildBlobStore(),
            new Examined(builder.buildItemStore()),
            RepositorySettings.defaults().withPublishWait(Duration.ofMillis(100)));
    open.add(repo);
    return repo;
  }

  /** Creates a table as CloudFormation would: not bound to any place. */
  private String table() {
    String name = "other-" + UUID.randomUUID();
    dynamoDb.createTable(
        r ->
            r.tableName(name)
                .keySchema(TableLayout.KEYS)
                .attributeDefinitions(TableLayout.ATTRIBUTES)
                .globalSecondaryIndexes(TableLayout.INDEX)
                .billingMode("PAY_PER_REQUEST"));
    tables.add(name);
    return name;
  }

  private String copyOf(String table) {
    String copy = table();
    dynamoDb
        .scanPaginator(r -> r.tableName(table))
        .items()
        .forEach(item -> dynamoDb.putItem(r -> r.tableName(copy).item(item)));
    return copy;
  }

  private List<String> objects() {
    return local
        .aws()
        .s3()
        .listObjectsV2Paginator(r -> r.bucket(local.bucket()))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  private Map<String, AttributeValue> binding(String table) {
    return dynamoDb
        .getItem(
            r ->
                r.tableName(table)
                    .key(
                        Map.of(
                            "pk",
                            AttributeValue.fromS("REPOSITORY"),
                            "sk",
                            AttributeValue.fromS("#"))))
        .item();
  }

  private static Version publish(Artifact artifact, String text) {
    return artifact.publish(Content.of(text)).version();
  }

  private static void assertRefused(String names, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.isRetryable()).as(e.getMessage()).isFalse())
        .hasMessageContaining(names)
        .hasMessageContaining("docs/operations.md");
  }

  @Test
  void secondPrefixOfOneTableIsRefused() {
    String table = table();
    Artifact first = open(table, "px/").artifact("app");
    Version v1 = publish(first, "one");
    List<String> before = objects();
    ArtifactRepository other = open(table, "py/");
    Artifact second = other.artifact("app");
    String names =
        "belongs to s3://" + local.bucket() + "/px/, not to s3://" + local.bucket() + "/py/";
    assertRefused(names, () -> publish(second, "two"));
    assertRefused(names, () -> publish(second, "one"));
    assertRefused(names, () -> second.publish(Content.of("one"), p -> p.idempotencyKey("k")));
    assertRefused(names, second::publish);
    assertRefused(names, () -> second.put(Content.of("three")));
    assertRefused(names, () -> second.alias("LIVE").pointTo(v1));
    assertRefused(names, () -> second.delete(v1.number()));
    assertRefused(names, second::deleteAll);
    assertRefused(names, () -> other.gc().run());
    assertRefused(names, () -> other.gc().plan());
    assertRefused(names, () -> second.prune(Retention.inUseOnly()).run());
    assertThat(objects()).isEqualTo(before);
    assertThat(first.aliases()).isEmpty();
    assertThat(first.resolve("1")).isEqualTo(v1);
    assertThat(other.fsck().violations())
        .extracting(Violation::kind)
        .contains(Violation.Kind.PLACE_OF_OTHERS);
  }

  @Test
  void largeContentIsNotSentToTheSecondPrefix() {
    String table = table();
    publish(open(table, "px/").artifact("app"), "one");
    Set<String> sent = ConcurrentHashMap.newKeySet();
    ExecutionInterceptor requests =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            sent.add(context.request().getClass().getSimpleName());
          }
        };
    S3Client s3 = local.aws().s3Builder(requests).build();
    open.add(s3);
    Artifact second = open(table, "py/", s3).artifact("app");
    byte[] large = new byte[17 << 20];
    assertRefused("py/", () -> second.publish(Content.of(large)));
    assertRefused(
        "py/", () -> second.publish(Content.stream(new java.io.ByteArrayInputStream(large))));
    assertThat(sent).isNotEmpty().doesNotContain("CreateMultipartUploadRequest");
    assertThat(local.aws().s3().listMultipartUploads(r -> r.bucket(local.bucket())).uploads())
        .isEmpty();
    assertThat(objects()).noneMatch(key -> key.startsWith("py/"));
  }

  @Test
  void secondTableOnOnePlaceIsRefused() {
    ArtifactRepository repo = local.repository();
    Artifact app = repo.artifact("app");
    publish(app, "one");
    app.put(Content.of("working copy"));
    List<String> before = objects();
    ArtifactRepository wrong = open(table(), "");
    String names = "belongs to table " + arn(local.table());
    assertRefused(names, () -> wrong.gc().withGracePeriod(Duration.ZERO).run());
    assertRefused(names, () -> wrong.gc().withGracePeriod(Duration.ZERO).plan());
    assertRefused(names, () -> publish(wrong.artifact("app"), "two"));
    assertRefused(names, () -> wrong.artifact("app").put(Content.of("two")));
    assertRefused(names, () -> setup(tables.get(0), "").build().apply());
    assertThat(objects()).isEqualTo(before);
    assertThat(binding(tables.get(0))).isEmpty();
    assertThat(app.readBytes(app.resolve("$LATEST"))).asString().isEqualTo("working copy");
    assertThat(repo.fsck().violations()).isEmpty();
  }

  private String arn(String table) {
    return dynamoDb.describeTable(r -> r.tableName(table)).table().tableArn();
  }

  @Test
  void firstWriteBindsWhatSetupDidNot() {
    String table = table();
    ArtifactRepository repo = open(table, "px/");
    assertThat(repo.artifacts()).isEmpty();
    assertThatThrownBy(() -> repo.gc().run())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("not bound");
    assertThat(binding(table)).isEmpty();
    publish(repo.artifact("app"), "one");
    assertThat(binding(table).get("place").s()).isEqualTo("s3://" + local.bucket() + "/px/");
    assertThat(objects()).contains("px/.versioned");
    assertThat(repo.gc().run().failures()).isEmpty();
    assertThat(repo.artifacts()).hasSize(1);
    assertRefused("px/", () -> setup(table, "py/").build().apply());
  }

  @Test
  void markerThatWasRemovedIsWrittenAgain() {
    publish(local.repository().artifact("app"), "one");
    local.aws().s3().deleteObject(r -> r.bucket(local.bucket()).key(".versioned"));
    ArtifactRepository repo = open(local.table(), "");
    assertThatThrownBy(() -> repo.gc().run()).hasMessageContaining("not bound to a table");
    assertThat(setup(local.table(), "").build().check().isGood()).isFalse();
    publish(repo.artifact("app"), "two");
    assertThat(objects()).contains(".versioned");
    assertThat(repo.gc().run().failures()).isEmpty();
  }

  @Test
  void ofTablesThatRaceForAPlaceOneWins() throws Exception {
    for (int round = 0; round < 5; round++) {
      String prefix = "race-" + round + "/";
      List<Binding> racers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        racers.add(binding(table(), prefix));
      }
      List<java.util.concurrent.CompletableFuture<BindingState>> claims =
          racers.parallelStream().map(Binding::claiming).toList();
      long winners = claims.stream().filter(OnePlaceTest::wins).count();
      assertThat(winners).isOne();
    }
    assertThat(tables.stream().filter(table -> !binding(table).isEmpty())).hasSize(5);
  }

  private static boolean wins(java.util.concurrent.CompletableFuture<BindingState> claim) {
    return claim.handle((state, failure) -> failure == null).join();
  }

  private Binding binding(String table, String prefix) {
    S3DynamoRepository.Builder builder =
        S3DynamoRepository.builder()
            .bucket(local.bucket())
            .prefix(prefix)
            .table(table)
            .s3(local.aws().s3())
            .dynamoDb(dynamoDb);
    return Binding.of(
        builder.buildBlobStore(), new Examined(builder.buildItemStore()), Environment.system());
  }

  /** A table that need not be examined. */
  private static final class Examined extends ForwardingItemStore {
    Examined(ItemStore delegate) {
      super(delegate);
    }

    @Override
    public Optional<StoreIdentity> identity() {
      return super.identity().map(table -> StoreIdentity.ofKnown(table.name()));
    }
  }

  @Test
  void restoredCopyIsRefusedUntilItTakesOver() {
    Artifact app = local.repository().artifact("app");
    Version v1 = publish(app, "one");
    String copy = copyOf(local.table());
    publish(app, "two");
    publish(app, "three");
    Artifact young = local.repository().artifact("young");
    publish(young, "younger than the backup");
    List<String> before = objects();

    ArtifactRepository restored = open(copy, "");
    Artifact again = restored.artifact("app");
    assertRefused("is a copy", () -> publish(again, "four"));
    assertRefused("is a copy", () -> again.alias("LIVE").pointTo(v1));
    assertRefused("is a copy", () -> restored.gc().run());
    assertRefused("is a copy", () -> setup(copy, "").build().apply());
    assertThat(again.resolve("1")).isEqualTo(v1);
    assertThat(objects()).isEqualTo(before);

    SetupReport report = setup(copy, "").takeOver().build().apply();
    assertThat(report.isGood()).as("%s", report).isTrue();
    assertThat(report.toString()).contains("app to 3").contains("young to 1");
    assertThat(publish(again, "four").number()).isEqualTo(VersionNumber.of(4));
    PublishResult same = again.publish(Content.of("one"));
    assertThat(same.version().number()).isEqualTo(VersionNumber.of(5));
    assertThat(publish(restored.artifact("young"), "four").number()).isEqualTo(VersionNumber.of(2));
    again.alias("LIVE").pointTo(v1);
    assertThat(restored.fsck().verifyingDigests().violations()).isEmpty();
    assertThat(restored.gc().run().failures()).isEmpty();
    assertThat(objects()).containsAll(before);

    ArtifactRepository old = open(local.table(), "");
    assertRefused("belongs to table " + arn(copy), () -> publish(old.artifact("app"), "five"));
    assertRefused("belongs to table " + arn(copy), () -> old.gc().run());
  }

  @Test
  void takeOverRaisesTheEpochOfLaterMoves() {
    Artifact app = open(local.table(), "").artifact("app");
    Version one = app.publish(Content.of("one")).version();
    app.alias("LIVE").pointTo(one);
    assertThat(app.alias("LIVE").renew().epoch()).isZero();
    for (int restored = 1; restored <= 2; restored++) {
      String copy = copyOf(local.table());
      assertThat(setup(copy, "").takeOver().build().apply().isGood()).isTrue();
      Artifact again = open(copy, "").artifact("app");
      assertThat(again.alias("LIVE").read().epoch()).isZero();
      assertThat(again.alias("LIVE").renew().epoch()).isEqualTo(restored);
      assertThat(again.alias("LIVE").read().epoch()).isEqualTo(restored);
    }
  }

  @Test
  void doctorReportsTheBinding() {
    assertThat(doctor(local.table(), "")).isEqualTo(DoctorReport.Verdict.PASS);
    assertThat(doctor(table(), "")).isEqualTo(DoctorReport.Verdict.FAIL);
    assertThat(doctor(local.table(), "py/")).isEqualTo(DoctorReport.Verdict.FAIL);
    assertThat(doctor(table(), "px/")).isEqualTo(DoctorReport.Verdict.WARN);
  }

  private DoctorReport.Verdict doctor(String table, String prefix) {
    return S3DynamoDoctor.builder()
        .bucket(local.bucket())
        .prefix(prefix)
        .table(table)
        .s3(local.aws().s3())
        .dynamoDb(dynamoDb)
        .build()
        .run()
        .checks()
        .stream()
        .filter(check -> check.name().startsWith("binding of table "))
        .map(DoctorReport.Check::verdict)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takeOverOfAnOwnPlaceChangesNothing() {
    publish(local.repository().artifact("app"), "one");
    Map<String, AttributeValue> before = binding(local.table());
    SetupReport report = setup(local.table(), "").takeOver().build().apply();
    assertThat(report.isGood()).isTrue();
    assertThat(binding(local.table())).isEqualTo(before);
  }
}
