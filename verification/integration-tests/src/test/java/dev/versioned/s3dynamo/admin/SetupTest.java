package dev.versioned.s3dynamo.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.admin.S3DynamoSetup.DeletionProtection;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

@Tag("full")
class SetupTest {
  private static final LocalAws AWS = SharedLocalAws.select();

  private final String name = "versioned-setup-" + UUID.randomUUID();

  @AfterEach
  void remove() {
    try {
      var all = AWS.s3().listObjectVersionsPaginator(r -> r.bucket(name));
      all.versions().forEach(one -> remove(one.key(), one.versionId()));
      all.deleteMarkers().forEach(one -> remove(one.key(), one.versionId()));
      AWS.s3().deleteBucket(r -> r.bucket(name));
    } catch (NoSuchBucketException e) {
      // not every test makes one
    }
    try {
      AWS.dynamoDb().updateTable(r -> r.tableName(name).deletionProtectionEnabled(false));
    } catch (RuntimeException e) {
      // nor this, and it may not be protected
    }
    try {
      AWS.dynamoDb().deleteTable(r -> r.tableName(name));
    } catch (ResourceNotFoundException e) {
      // nor this
    }
  }

  private void remove(String key, String versionId) {
    AWS.s3().deleteObject(r -> r.bucket(name).key(key).versionId(versionId));
  }

  private S3DynamoSetup setup(DeletionProtection protection) {
    return S3DynamoSetup.builder()
        .bucket(name)
        .table(name)
        .s3(AWS.s3())
        .dynamoDb(AWS.dynamoDb())
        .deletionProtection(protection)
        .build();
  }

  private TableDescription table() {
    return AWS.dynamoDb().describeTable(r -> r.tableName(name)).table();
  }

  private void createTable(String partitionKey, String sortKey) {
    List<KeySchemaElement> keys =
        List.of(key(partitionKey, KeyType.HASH), key(sortKey, KeyType.RANGE));
    AWS.dynamoDb()
        .createTable(
            r ->
                r.tableName(name)
                    .keySchema(keys)
                    .attributeDefinitions(List.of(text(partitionKey), text(sortKey)))
                    .billingMode(BillingMode.PAY_PER_REQUEST));
  }

  private static KeySchemaElement key(String attribute, KeyType type) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
  }

  private static AttributeDefinition text(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static Outcome outcomeOf(SetupReport report, String what) {
    return report.findings().stream()
        .filter(finding -> finding.what().startsWith(what))
        .map(Finding::outcome)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding on " + what + " in\n" + report));
  }

  @Test
  void whatIsMissingIsCreatedAndTheSecondRunFindsAllOfIt() {
    SetupReport first = setup(DeletionProtection.ON).apply();
    assertThat(first.isGood()).as(first.toString()).isTrue();
    assertThat(outcomeOf(first, "bucket ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(first, "table ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(first, "time to live ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(first, "binding of table ")).isEqualTo(Outcome.CREATED);
    assertThat(table().deletionProtectionEnabled()).isTrue();
    assertThat(table().globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.indexName()).isEqualTo("artifacts"));

    SetupReport second = setup(DeletionProtection.ON).apply();
    assertThat(second.findings())
        .as(second.toString())
        .extracting(Finding::outcome)
        .isSubsetOf(Outcome.FOUND, Outcome.UNSUPPORTED, Outcome.NOT_SET)
        .contains(Outcome.FOUND);
    assertThat(setup(DeletionProtection.ON).check()).isEqualTo(second);
  }

  @Test
  void checkReportsMissingThingsAndChangesNothing() {
    SetupReport report = setup(DeletionProtection.ON).check();
    assertThat(report.isGood()).isFalse();
    assertThat(outcomeOf(report, "bucket ")).isEqualTo(Outcome.WRONG);
    assertThat(outcomeOf(report, "table ")).isEqualTo(Outcome.WRONG);
    assertThat(report.toString()).contains("apply S3DynamoSetup");
    assertThatThrownBy(this::table).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> AWS.s3().headBucket(r -> r.bucket(name)))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void tableWithoutIndexAndTimeToLiveGetsBoth() {
    createTable("pk", "sk");
    SetupReport checked = setup(DeletionProtection.OFF).check();
    assertThat(outcomeOf(checked, "table ")).isEqualTo(Outcome.FOUND);
    assertThat(outcomeOf(checked, "index artifacts ")).isEqualTo(Outcome.WRONG);
    assertThat(outcomeOf(checked, "time to live ")).isEqualTo(Outcome.WRONG);

    SetupReport applied = setup(DeletionProtection.OFF).apply();
    assertThat(outcomeOf(applied, "index artifacts ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(applied, "time to live ")).isEqualTo(Outcome.CREATED);
    assertThat(setup(DeletionProtection.OFF).check().isGood()).isTrue();
  }

  @Test
  void tableWithOtherKeysIsRefused() {
    createTable("id", "version");
    assertThatThrownBy(() -> setup(DeletionProtection.OFF).apply())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("its keys are [id HASH, version RANGE]")
        .hasMessageContaining("choose another table");
    assertThat(outcomeOf(setup(DeletionProtection.OFF).check(), "table ")).isEqualTo(Outcome.WRONG);
  }

  @Test
  void twoSetupsAtOnceDoNotDisturbEachOther() throws InterruptedException {
    Thread other = new Thread(() -> setup(DeletionProtection.OFF).apply());
    other.start();
    setup(DeletionProtection.OFF).apply();
    other.join();
    assertThat(setup(DeletionProtection.OFF).check().isGood()).isTrue();
  }

  private SetupReport applied(AwsFaults faults) {
    try (S3Client s3 = AWS.s3Builder(faults).build();
        DynamoDbClient dynamoDb = AWS.dynamoDbBuilder(faults).build()) {
      return S3DynamoSetup.builder()
          .bucket(name)
          .table(name)
          .s3(s3)
          .dynamoDb(dynamoDb)
          .build()
          .apply();
    }
  }

  @Test
  void refusedLifecycleRuleIsReportedAndTheTableMade() {
    AwsFaults faults = new AwsFaults();
    faults.next(
        9, "GetBucketLifecycleConfiguration", AwsFault.answer(404, "NoSuchLifecycleConfiguration"));
    faults.next(9, "PutBucketLifecycleConfiguration", AwsFault.answer(400, "MalformedXML"));

    SetupReport report = applied(faults);

    assertThat(outcomeOf(report, "lifecycle rule ")).isEqualTo(Outcome.REFUSED);
    assertThat(report.toString()).contains("MalformedXML");
    assertThat(report.isGood()).isFalse();
    assertThat(outcomeOf(report, "table ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(report, "time to live ")).isEqualTo(Outcome.CREATED);
    assertThat(setup(DeletionProtection.ON).apply().isGood()).isTrue();
    assertThat(setup(DeletionProtection.ON).check().isGood()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "PutPublicAccessBlock, public access block",
    "GetPublicAccessBlock, public access block",
    "GetBucketLifecycleConfiguration, (lifecycle rule|expiry of noncurrent)",
    "GetBucketVersioning, versioning",
    "UpdateTimeToLive, time to live",
    "DescribeContinuousBackups, point-in-time recovery",
  })
  void oneRefusedSettingLeavesTheOthers(String call, String what) {
    AwsFaults faults = new AwsFaults();
    if (call.equals("PutPublicAccessBlock")) {
      faults.next(
          9, "GetPublicAccessBlock", AwsFault.answer(404, "NoSuchPublicAccessBlockConfiguration"));
    }
    faults.next(9, call, AwsFault.answer(403, "AccessDenied"));

    SetupReport report = applied(faults);

    assertThat(report.findings())
        .filteredOn(finding -> finding.outcome() == Outcome.REFUSED)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.what()).matches(what + " .*"))
        .allSatisfy(finding -> assertThat(finding.note()).contains("access is denied; allow "));
    assertThat(outcomeOf(report, "table ")).isEqualTo(Outcome.CREATED);
    assertThat(outcomeOf(report, "deletion protection ")).isEqualTo(Outcome.FOUND);
  }

  @Test
  void tlsIsNotDemandedOfAPlainEndpoint() {
    assertThat(setup(DeletionProtection.OFF).apply().findings())
        .filteredOn(finding -> finding.what().startsWith("TLS-only policy"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.UNSUPPORTED))
        .satisfies(finding -> assertThat(finding.note()).contains("the endpoint is plain HTTP"));
  }

  @Test
  void daysAreWholeAndAtLeastOne() {
    S3DynamoSetup.Builder builder = S3DynamoSetup.builder();
    for (Duration time : List.of(Duration.ZERO, Duration.ofHours(36), Duration.ofDays(36_501))) {
      assertThatThrownBy(() -> builder.objectLock(time))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(" is not 1 to 36500 whole days");
      assertThatThrownBy(() -> builder.noncurrentVersionExpiration(time))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
