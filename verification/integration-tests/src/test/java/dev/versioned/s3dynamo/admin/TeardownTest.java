package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Deletes whole repositories. */
@Tag("full")
class TeardownTest {
  private static final LocalAws AWS = SharedLocalAws.of(LocalAwsKind.EMBEDDED);

  private final String name = "teardown-" + UUID.randomUUID();
  private final LocalRepository local = LocalRepository.create(AWS);

  @BeforeEach
  void fill() {
    for (int i = 1; i <= 4; i++) {
      Artifact artifact = local.repository().artifact("a" + i);
      artifact.alias("LIVE").pointTo(artifact.publish(Content.of("content")).version());
      artifact.put(Content.of("work"));
    }
  }

  @AfterEach
  void remove() {
    try {
      local.close();
    } catch (ResourceNotFoundException e) {
      // its table is gone: that is what the test is about
    }
  }

  private S3DynamoTeardown.Builder builder() {
    return S3DynamoTeardown.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(AWS.s3())
        .dynamoDb(AWS.dynamoDb());
  }

  private S3DynamoTeardown teardown() {
    return builder().build();
  }

  private List<String> objects() {
    return AWS.s3().listObjectsV2(r -> r.bucket(local.bucket())).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private int items() {
    return AWS.dynamoDb().scan(r -> r.tableName(local.table())).count();
  }

  @Test
  void everythingIsDeletedAndForeignStays() {
    AWS.s3().putObject(r -> r.bucket(local.bucket()).key("a1/README"), RequestBody.fromString("x"));
    AWS.dynamoDb()
        .putItem(
            r ->
                r.tableName(local.table())
                    .item(
                        Map.of(
                            "pk", AttributeValue.fromS("others"),
                            "sk", AttributeValue.fromS("#"))));
    TeardownReport plan = teardown().plan();
    assertThat(plan.objects()).isEqualTo(8);
    assertThat(plan.foreign()).containsExactlyInAnyOrder("object a1/README", "item others");
    assertThat(objects()).hasSize(10);

    TeardownReport report = builder().deleteTable().build().run(local.table());
    assertThat(report.objects()).isEqualTo(plan.objects());
    assertThat(report.items()).isEqualTo(plan.items());
    assertThat(report.table()).as("the table has an item of others").isFalse();
    assertThat(objects()).containsExactly("a1/README");
    assertThat(items()).isEqualTo(1);
    assertThat(teardown().run(local.table()).items()).isZero();
  }

  @Test
  void deletedRepositoryCanBeSetUpAgain() {
    assertThat(builder().deleteTable().build().run(local.table()).table()).isTrue();
    assertThat(objects()).isEmpty();
    assertThat(AWS.dynamoDb().listTables().tableNames()).doesNotContain(local.table());
    S3DynamoSetup.builder()
        .bucket(local.bucket())
        .table(local.table())
        .s3(AWS.s3())
        .dynamoDb(AWS.dynamoDb())
        .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
        .examination(S3DynamoSetup.Examination.TRUST)
        .build()
        .apply();
    try (var again = local.open(settings -> settings)) {
      assertThat(again.artifact("a1").publish(Content.of("new")).number().value()).isEqualTo(1);
    }
  }

  @Test
  void wrongConfirmationDeletesNothing() {
    int before = items();
    assertThatThrownBy(() -> teardown().run(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(local.table());
    assertThat(items()).isEqualTo(before);
    assertThat(objects()).hasSize(9);
  }

  @Test
  void protectedTableIsRefusedBeforeAnythingIsDeleted() {
    int before = items();
    AWS.dynamoDb().updateTable(r -> r.tableName(local.table()).deletionProtectionEnabled(true));
    try {
      assertThatThrownBy(() -> builder().deleteTable().build().run(local.table()))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("protected from deletion");
      assertThat(items()).isEqualTo(before);
    } finally {
      AWS.dynamoDb().updateTable(r -> r.tableName(local.table()).deletionProtectionEnabled(false));
    }
  }

  @Test
  void placeOfOthersIsRefused() {
    try (LocalRepository other = LocalRepository.create(AWS)) {
      other.repository().artifact("theirs").publish(Content.of("content"));
      int before = items();
      S3DynamoTeardown mixed = builder().bucket(other.bucket()).build();
      assertThatThrownBy(() -> mixed.run(local.table()))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("Nothing was deleted");
      assertThat(items()).isEqualTo(before);
      assertThat(other.repository().fsck().verifyingDigests().violations()).isEmpty();
    }
  }

  @Test
  void whatNothingBindsIsRefused() {
    AWS.s3().deleteObject(r -> r.bucket(local.bucket()).key(".versioned"));
    AWS.dynamoDb()
        .deleteItem(
            r ->
                r.tableName(local.table())
                    .key(
                        Map.of(
                            "pk", AttributeValue.fromS("REPOSITORY"),
                            "sk", AttributeValue.fromS("#"))));
    assertThatThrownBy(() -> teardown().run(local.table()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("nothing says that they belong to each other");
    assertThat(objects()).hasSize(8);
  }

  @Test
  void interruptedRunIsContinued() {
    for (String call : List.of("BatchWriteItem", "DeleteObjects")) {
      AwsFaults faults = new AwsFaults();
      AtomicInteger calls = new AtomicInteger();
      faults.next(
          1,
          one -> one.operation().equals(call) && calls.incrementAndGet() == 2,
          AwsFault.answer(403, "AccessDenied"));
      try (S3Client s3 = AWS.s3Builder(faults).build();
          DynamoDbClient dynamoDb = AWS.dynamoDbBuilder(faults).build()) {
        assertThatThrownBy(() -> builder().s3(s3).dynamoDb(dynamoDb).build().run(local.table()))
            .as(call)
            .isInstanceOf(BackendException.class);
        assertThat(faults.met()).as(call).isEqualTo(1);
      }
    }
    teardown().run(local.table());
    assertThat(objects()).isEmpty();
    assertThat(items()).isZero();
  }

  @Test
  void twoRunsAtOnceDoNoHarm() {
    CompletableFuture<TeardownReport> other =
        CompletableFuture.supplyAsync(() -> teardown().run(local.table()));
    teardown().run(local.table());
    other.join();
    assertThat(objects()).isEmpty();
    assertThat(items()).isZero();
  }

  @Test
  @Tag("full")
  void thousandsOfObjectsAreDeleted() {
    for (int i = 0; i < 2500; i++) {
      String key = "big/%012d/big".formatted(i + 1);
      AWS.s3().putObject(r -> r.bucket(local.bucket()).key(key), RequestBody.fromString("x"));
    }
    assertThat(teardown().run(local.table()).objects()).isEqualTo(2508);
    assertThat(objects()).isEmpty();
  }
}
