package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.DoctorReport.Check;
import dev.versioned.s3dynamo.SetupReport.Finding;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** Tries a table. */
final class TableDoctor {
  private static final int ROUNDS = 5;
  private static final String ABSENT = "attribute_not_exists(" + TableLayout.PK + ")";
  private static final String OTHER_TABLE =
      "use AWS, or a server that keeps DynamoDB's conditions: here races have no single winner";

  private final DynamoDbClient client;
  private final AwsErrors errors;
  private final String table;
  private final String partition;
  private final List<Check> checks;
  private final Checkup checkup;

  TableDoctor(ConnectionBuilder.TableAccess access, String scratch, List<Check> checks) {
    this.client = access.client();
    this.errors = access.errors();
    this.table = access.name();
    // Where policies with dynamodb:LeadingKeys let publishers write.
    this.partition = "VERSIONS#" + scratch;
    this.checks = checks;
    this.checkup = new Checkup(errors, checks);
  }

  void run() {
    if (!settings()) {
      return;
    }
    boolean writable =
        checkup.must(
            "DynamoDB: write an item",
            "dynamodb:PutItem",
            "",
            () -> {
              put("probe", "first");
              return "";
            });
    if (writable) {
      try {
        conditions();
        transactions();
        consistency();
      } finally {
        checkup.should(
            "DynamoDB: remove what was written",
            "dynamodb:Query and dynamodb:DeleteItem, which only this check needs",
            "nothing need be done: what is left expires within a day",
            this::clean);
      }
    }
  }

  private boolean settings() {
    List<Finding> findings = new ArrayList<>();
    String itself = "table " + table;
    try {
      new TableSetup(
              new ConnectionBuilder.TableAccess(client, table, errors),
              SetupMode.CHECK,
              S3DynamoSetup.DeletionProtection.ON,
              findings)
          .run();
    } catch (BackendException e) {
      // A pipeline's role need not see the settings.
      checks.add(
          new Check(
              "settings of " + itself,
              DoctorReport.Verdict.SKIP,
              String.valueOf(e.getMessage()),
              ""));
      return true;
    }
    checkup.settings(
        findings, List.of(itself, "index " + TableLayout.ARTIFACTS_INDEX + " of table " + table));
    return findings.stream()
        .noneMatch(f -> f.what().equals(itself) && f.outcome() == SetupReport.Outcome.WRONG);
  }

  private void conditions() {
    checkup.must(
        "DynamoDB: a condition refuses, and says what is there (ALL_OLD)",
        "dynamodb:PutItem",
        OTHER_TABLE,
        () -> {
          put("condition", "first");
          try {
            put("condition", "second");
            return "it was not refused";
          } catch (ConditionalCheckFailedException e) {
            AttributeValue there = e.hasItem() ? e.item().get("value") : null;
            return there != null && "first".equals(there.s()) ? "" : "what is there did not come";
          }
        });
    checkup.must(
        "DynamoDB: of racing writes one wins",
        "dynamodb:PutItem",
        OTHER_TABLE,
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String sk = "race-" + round;
            String found = Checkup.unlessOne(Checkup.winners(() -> wins(() -> put(sk, "first"))));
            if (!found.isEmpty()) {
              return found;
            }
          }
          return "";
        });
    checkup.must(
        "DynamoDB: a counter counts every one of racing updates",
        "dynamodb:UpdateItem",
        OTHER_TABLE,
        () -> {
          int updates =
              Checkup.winners(
                  () -> {
                    client.updateItem(
                        r ->
                            r.tableName(table)
                                .key(key("counter"))
                                .updateExpression(
                                    "SET " + ItemStore.EXPIRES_AT + " = :day ADD counted :one")
                                .expressionAttributeValues(
                                    Map.of(":one", AttributeValue.fromN("1"), ":day", tomorrow())));
                    return true;
                  });
          AttributeValue there = read("counter").get("counted");
          String counted = there == null ? "none" : there.n();
          return counted.equals(Integer.toString(updates))
              ? ""
              : "of " + updates + " updates " + counted + " were counted";
        });
  }

  private void transactions() {
    String permission = "dynamodb:PutItem and dynamodb:ConditionCheckItem";
    checkup.must(
        "DynamoDB: a transaction whose condition fails writes nothing, and says why",
        permission,
        OTHER_TABLE,
        () -> {
          put("transaction", "first");
          try {
            transact("beside", "transaction");
            return "it was not refused";
          } catch (TransactionCanceledException e) {
            CancellationReason reason = e.cancellationReasons().get(1);
            if (!"ConditionalCheckFailed".equals(reason.code()) || !reason.hasItem()) {
              return "the reason did not come: " + reason;
            }
            return read("beside").isEmpty() ? "" : "half of it was written";
          }
        });
    checkup.must(
        "DynamoDB: of racing transactions one wins",
        permission,
        OTHER_TABLE,
        () -> {
          String sk = UUID.randomUUID().toString();
          int winners = Checkup.winners(() -> wins(() -> transact(sk + "-a", sk + "-b")));
          // All may be cancelled by each other; then nothing was written.
          return winners == 0 && read(sk + "-a").isEmpty() ? "" : Checkup.unlessOne(winners);
        });
    checkup.must(
        "DynamoDB: an item may be checked within a transaction",
        permission,
        "",
        () -> {
          client.transactWriteItems(
              r ->
                  r.transactItems(
                      TransactWriteItem.builder()
                          .conditionCheck(
                              c ->
                                  c.tableName(table)
                                      .key(key("nothing"))
                                      .conditionExpression(ABSENT))
                          .build(),
                      ifAbsent("checked")));
          return "";
        });
  }

  private void consistency() {
    checkup.must(
        "DynamoDB: a write is seen at once, by reads and queries",
        "dynamodb:PutItem, dynamodb:GetItem and dynamodb:Query",
        "use AWS, or a server that has strongly consistent reads",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            String sk = "seen-" + round;
            put(sk, "first");
            boolean queried =
                query().stream().anyMatch(item -> ItemFormat.readKey(item).sort().equals(sk));
            if (read(sk).isEmpty() || !queried) {
              return "a new item was not seen";
            }
          }
          return "";
        });
  }

  private static boolean wins(Runnable write) {
    try {
      write.run();
      return true;
    } catch (ConditionalCheckFailedException
        | TransactionCanceledException
        | TransactionConflictException e) {
      return false;
    }
  }

  private void put(String sk, String value) {
    client.putItem(
        r ->
            r.tableName(table)
                .item(item(sk, value))
                .conditionExpression(ABSENT)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
  }

  private void transact(String first, String second) {
    client.transactWriteItems(r -> r.transactItems(ifAbsent(first), ifAbsent(second)));
  }

  private TransactWriteItem ifAbsent(String sk) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(table)
                    .item(item(sk, "first"))
                    .conditionExpression(ABSENT)
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  private Map<String, AttributeValue> read(String sk) {
    return client.getItem(r -> r.tableName(table).key(key(sk)).consistentRead(true)).item();
  }

  private List<Map<String, AttributeValue>> query() {
    return client
        .query(
            r ->
                r.tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression(TableLayout.PK + " = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition))))
        .items();
  }

  private Map<String, AttributeValue> key(String sk) {
    return Map.of(
        TableLayout.PK, AttributeValue.fromS(partition), TableLayout.SK, AttributeValue.fromS(sk));
  }

  private Map<String, AttributeValue> item(String sk, String value) {
    return Map.of(
        TableLayout.PK,
        AttributeValue.fromS(partition),
        TableLayout.SK,
        AttributeValue.fromS(sk),
        "value",
        AttributeValue.fromS(value),
        ItemStore.EXPIRES_AT,
        tomorrow());
  }

  private static AttributeValue tomorrow() {
    long seconds = Instant.now().plus(Duration.ofDays(1)).getEpochSecond();
    return AttributeValue.fromN(Long.toString(seconds));
  }

  private String clean() {
    for (Map<String, AttributeValue> item : query()) {
      client.deleteItem(r -> r.tableName(table).key(key(ItemFormat.readKey(item).sort())));
    }
    return "";
  }
}
