package dev.versioned.s3dynamo.admin;

import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.ItemStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates and configures a table. */
final class TableSetup {
  private final DynamoDbClient client;
  private final AwsErrors errors;
  private final String name;
  private final SetupMode mode;
  private final boolean deletionProtected;
  private final List<Finding> findings;

  TableSetup(
      Table access,
      SetupMode mode,
      S3DynamoSetup.DeletionProtection deletionProtection,
      List<Finding> findings) {
    this.client = access.client();
    this.errors = access.errors();
    this.name = access.name();
    this.mode = mode;
    this.deletionProtected = deletionProtection == S3DynamoSetup.DeletionProtection.ON;
    this.findings = findings;
  }

  void run() {
    TableDescription table = find();
    if (table == null) {
      findings.add(
          mode.repair("table " + name, Outcome.CREATED, "it does not exist", this::create));
      if (mode == SetupMode.CHECK) {
        return;
      }
      table = find();
    } else {
      if (mode == SetupMode.APPLY) {
        awaitActive();
      }
      findings.add(keys(table));
      findings.add(index(table));
      findings.add(billing(table));
    }
    add("time to live of table " + name, this::timeToLive);
    add("point-in-time recovery of table " + name, this::recovery);
    if (table != null && deletionProtected) {
      boolean isProtected = Boolean.TRUE.equals(table.deletionProtectionEnabled());
      add("deletion protection of table " + name, () -> protection(isProtected));
    }
  }

  private void add(String what, Supplier<Finding> set) {
    findings.add(SetupMode.orRefused(what, () -> supported(what, set)));
  }

  private @Nullable TableDescription find() {
    return call(
        "look at table " + name,
        "dynamodb:DescribeTable",
        () -> {
          try {
            return client.describeTable(r -> r.tableName(name)).table();
          } catch (ResourceNotFoundException e) {
            return null;
          }
        });
  }

  private void create() {
    call(
        "create table " + name,
        "dynamodb:CreateTable",
        () -> {
          try {
            return client.createTable(
                r ->
                    r.tableName(name)
                        .keySchema(TableLayout.KEYS)
                        .attributeDefinitions(TableLayout.ATTRIBUTES)
                        .globalSecondaryIndexes(TableLayout.INDEX)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .deletionProtectionEnabled(deletionProtected));
          } catch (ResourceInUseException e) {
            return e; // another setup is creating it at this moment
          }
        });
    awaitActive();
  }

  private void awaitActive() {
    SetupMode.await(
        "table " + name,
        () -> {
          TableDescription table = find();
          return table != null
              && table.tableStatus() == TableStatus.ACTIVE
              && table.globalSecondaryIndexes().stream()
                  .allMatch(index -> index.indexStatus() != IndexStatus.CREATING);
        });
  }

  private Finding keys(TableDescription table) {
    if (same(table.keySchema(), TableLayout.KEYS)
        && table.attributeDefinitions().containsAll(TableLayout.ATTRIBUTES.subList(0, 2))) {
      return new Finding("table " + name, Outcome.FOUND, "");
    }
    return mode.refuse(
        "table " + name,
        "its keys are "
            + shown(table.keySchema())
            + " instead of the strings pk and sk; keys cannot be changed, choose another table");
  }

  private Finding index(TableDescription table) {
    String what = "index " + TableLayout.ARTIFACTS_INDEX + " of table " + name;
    for (GlobalSecondaryIndexDescription index : table.globalSecondaryIndexes()) {
      if (TableLayout.ARTIFACTS_INDEX.equals(index.indexName())) {
        return same(index.keySchema(), TableLayout.INDEX_KEYS)
            ? new Finding(what, Outcome.FOUND, "")
            : mode.refuse(
                what,
                "its keys are "
                    + shown(index.keySchema())
                    + "; delete it, and apply the setup again");
      }
    }
    return mode.repair(what, Outcome.CREATED, "it does not exist", this::createIndex);
  }

  /** How it is billed is its owner's choice. */
  private Finding billing(TableDescription table) {
    var found = table.billingModeSummary();
    boolean onDemand = found != null && found.billingMode() == BillingMode.PAY_PER_REQUEST;
    return new Finding(
        "billing mode of table " + name, Outcome.FOUND, onDemand ? "" : "provisioned capacity");
  }

  private void createIndex() {
    GlobalSecondaryIndexUpdate update =
        GlobalSecondaryIndexUpdate.builder()
            .create(
                c ->
                    c.indexName(TableLayout.INDEX.indexName())
                        .keySchema(TableLayout.INDEX_KEYS)
                        .projection(TableLayout.INDEX.projection()))
            .build();
    call(
        "create index " + TableLayout.ARTIFACTS_INDEX + " of table " + name,
        "dynamodb:UpdateTable",
        () ->
            client.updateTable(
                r ->
                    r.tableName(name)
                        .attributeDefinitions(TableLayout.ATTRIBUTES)
                        .globalSecondaryIndexUpdates(update)));
    awaitActive();
  }

  private static boolean same(List<KeySchemaElement> keys, List<KeySchemaElement> expected) {
    Set<KeySchemaElement> found = new HashSet<>(keys);
    return found.equals(new HashSet<>(expected));
  }

  private static List<String> shown(List<KeySchemaElement> keys) {
    return keys.stream().map(k -> k.attributeName() + " " + k.keyTypeAsString()).toList();
  }

  private Finding timeToLive() {
    String what = "time to live of table " + name;
    TimeToLiveDescription ttl = describedTimeToLive();
    if (isOurs(ttl)) {
      return new Finding(what, Outcome.FOUND, "");
    } else if (isOn(ttl)) {
      return mode.refuse(
          what,
          "it is on attribute "
              + ttl.attributeName()
              + "; turn it off, wait an hour, and apply the setup again");
    }
    return mode.repair(what, Outcome.CREATED, "it is off", this::enableTimeToLive);
  }

  private TimeToLiveDescription describedTimeToLive() {
    return client.describeTimeToLive(r -> r.tableName(name)).timeToLiveDescription();
  }

  private static boolean isOn(TimeToLiveDescription ttl) {
    return ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
        || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
  }

  private static boolean isOurs(TimeToLiveDescription ttl) {
    return isOn(ttl) && ItemStore.EXPIRES_AT.equals(ttl.attributeName());
  }

  private void enableTimeToLive() {
    try {
      client.updateTimeToLive(
          r ->
              r.tableName(name)
                  .timeToLiveSpecification(
                      t -> t.enabled(true).attributeName(ItemStore.EXPIRES_AT)));
    } catch (DynamoDbException e) {
      // A setting that is already on is refused as an invalid request: another setup may have been
      // faster.
      if (!isOurs(describedTimeToLive())) {
        throw e;
      }
    }
  }

  private Finding recovery() {
    String what = "point-in-time recovery of table " + name;
    PointInTimeRecoveryStatus status =
        client
            .describeContinuousBackups(r -> r.tableName(name))
            .continuousBackupsDescription()
            .pointInTimeRecoveryDescription()
            .pointInTimeRecoveryStatus();
    if (status == PointInTimeRecoveryStatus.ENABLED) {
      return new Finding(what, Outcome.FOUND, "");
    }
    return mode.repair(what, Outcome.CREATED, "it is off", this::enableRecovery);
  }

  private void enableRecovery() {
    SetupMode.await(
        "point-in-time recovery of table " + name,
        () -> {
          try {
            client.updateContinuousBackups(
                r ->
                    r.tableName(name)
                        .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
            return true;
          } catch (ContinuousBackupsUnavailableException e) {
            return false; // not yet known shortly after the table was created
          }
        });
  }

  private Finding protection(boolean isProtected) {
    String what = "deletion protection of table " + name;
    if (isProtected) {
      return new Finding(what, Outcome.FOUND, "");
    }
    return mode.repair(
        what,
        Outcome.CREATED,
        "it is off",
        () -> client.updateTable(r -> r.tableName(name).deletionProtectionEnabled(true)));
  }

  /** Checks a setting that local servers may not support. */
  private Finding supported(String what, Supplier<Finding> setting) {
    return call(
        "set up the " + what,
        "dynamodb:UpdateTable, dynamodb:UpdateTimeToLive and dynamodb:UpdateContinuousBackups",
        () -> {
          try {
            return setting.get();
          } catch (DynamoDbException e) {
            if (AwsErrors.NOT_SUPPORTED.contains(AwsErrors.code(e))) {
              return new Finding(what, Outcome.UNSUPPORTED, "");
            }
            throw e;
          }
        });
  }

  private <T extends @Nullable Object> T call(String what, String permission, Supplier<T> request) {
    return errors.call(Call.write(what, permission), request);
  }
}
