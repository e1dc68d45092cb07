package dev.versioned.s3dynamo.admin;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.internal.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Deletes the items of a repository, and its table. */
final class TableTeardown {
  /** Of one request to DynamoDB. */
  private static final int MOST_ITEMS = 25;

  private static final int MOST_ATTEMPTS = 12;
  private static final long FIRST_PAUSE_MILLIS = 25;
  private static final String REPOSITORY = "REPOSITORY";
  private static final Map<String, AttributeValue> BINDING =
      Map.of(
          TableLayout.PK,
          AttributeValue.fromS(REPOSITORY),
          TableLayout.SK,
          AttributeValue.fromS("#"));
  private static final Pattern OWN =
      Pattern.compile(
          "(VERSIONS|STATES|UPLOADS|ALIASES|LEDGER|SIGNATURES|FLEET|ASIDE)#.*|_probe.*|_doctor-.*",
          Pattern.DOTALL);

  private final Table table;
  private final TeardownTally tally;

  TableTeardown(Table table, TeardownTally tally) {
    this.table = table;
    this.tally = tally;
  }

  /** Refuses a table that is protected from deletion, before anything is deleted. */
  void checkProtection() {
    boolean on =
        Boolean.TRUE.equals(
            call(
                "look at table " + table.name(),
                "dynamodb:DescribeTable",
                () ->
                    table
                        .client()
                        .describeTable(r -> r.tableName(table.name()))
                        .table()
                        .deletionProtectionEnabled()));
    // rule: teardown-respects-deletion-protection
    if (on) {
      throw BackendException.permanentFailure(
          "Cannot delete table "
              + table.name()
              + ": it is protected from deletion; turn the protection off (aws dynamodb update-table"
              + " --no-deletion-protection-enabled), or keep the table. Nothing was deleted",
          null);
    }
  }

  /** Counts the items, and deletes them if wanted; the binding stays. */
  void items(boolean delete) {
    List<WriteRequest> batch = new ArrayList<>();
    call(
        "read table " + table.name(),
        "dynamodb:Scan",
        () -> {
          table
              .client()
              .scanPaginator(
                  r ->
                      r.tableName(table.name())
                          .consistentRead(true)
                          .projectionExpression("#pk, #sk")
                          .expressionAttributeNames(
                              Map.of("#pk", TableLayout.PK, "#sk", TableLayout.SK)))
              .items()
              .forEach(item -> item(item, delete, batch));
          return true;
        });
    if (!batch.isEmpty()) {
      write(batch);
    }
  }

  private void item(Map<String, AttributeValue> item, boolean delete, List<WriteRequest> batch) {
    AttributeValue partition = item.get(TableLayout.PK);
    String pk = partition == null || partition.s() == null ? "" : partition.s();
    if (pk.equals(REPOSITORY)) {
      return;
    } else if (!OWN.matcher(pk).matches()) {
      tally.foreign("item " + pk);
      tally.foreignItems++;
      return;
    }
    tally.items++;
    if (delete) {
      batch.add(deletion(item));
      if (batch.size() == MOST_ITEMS) {
        write(batch);
        batch.clear();
      }
    }
  }

  private static WriteRequest deletion(Map<String, AttributeValue> key) {
    return WriteRequest.builder().deleteRequest(d -> d.key(key)).build();
  }

  private void write(List<WriteRequest> batch) {
    Map<String, List<WriteRequest>> left = Map.of(table.name(), List.copyOf(batch));
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      if (attempt == MOST_ATTEMPTS) {
        throw BackendException.transientFailure(
            "Cannot delete items of table "
                + table.name()
                + ": DynamoDB throttles; run it again later, which continues",
            null);
      } else if (attempt > 0) {
        pause(FIRST_PAUSE_MILLIS << Math.min(attempt, 7));
      }
      Map<String, List<WriteRequest>> now = left;
      left =
          call(
              "delete items of table " + table.name(),
              "dynamodb:BatchWriteItem",
              () -> table.client().batchWriteItem(r -> r.requestItems(now)).unprocessedItems());
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot delete items: the thread was interrupted; run it again, which continues", e);
    }
  }

  /** Deletes the binding: the last thing that names the repository. */
  void binding() {
    write(List.of(deletion(BINDING)));
  }

  /** Returns whether the table names a place of bytes. */
  static boolean isBound(Table table) {
    Call call = Call.read("read the binding of table " + table.name(), "dynamodb:GetItem");
    return table
        .errors()
        .call(
            call,
            () ->
                table
                    .client()
                    .getItem(r -> r.tableName(table.name()).key(BINDING).consistentRead(true))
                    .hasItem());
  }

  /** Deletes the table, unless it has items of others. Returns whether it was deleted. */
  boolean table() {
    // rule: teardown-keeps-a-table-of-others
    if (tally.foreignItems > 0) {
      return false;
    }
    return call(
        "delete table " + table.name(),
        "dynamodb:DeleteTable",
        () -> {
          try {
            table.client().deleteTable(r -> r.tableName(table.name()));
          } catch (ResourceNotFoundException | ResourceInUseException e) {
            return true; // another run was faster
          }
          return true;
        });
  }

  private <T> T call(String what, String permission, Supplier<T> request) {
    return table.errors().call(Call.write(what, permission), request);
  }
}
