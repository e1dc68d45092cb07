package dev.versioned.s3dynamo;

import dev.versioned.BackendException;
import dev.versioned.s3dynamo.AwsErrors.Call;
import dev.versioned.spi.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The table: every request goes through here, so that every read is strongly consistent, every
 * failed condition comes back with the item that stood against it, and every error is translated.
 */
final class Table {
  private static final Logger LOG = LoggerFactory.getLogger(Table.class);

  private final DynamoDbClient client;
  private final String name;
  private final AwsErrors errors;
  private final TransactionItems items;

  /**
   * What came of a conditional write.
   *
   * @param applied whether it happened
   * @param item if it happened: the item after an update; if not: what stood there, empty if
   *     nothing
   */
  record Outcome(boolean applied, Map<String, AttributeValue> item) {}

  Table(DynamoDbClient client, String name, AwsErrors errors) {
    this.client = client;
    this.name = name;
    this.errors = errors;
    this.items = new TransactionItems(name);
  }

  /** Reads an item, strongly consistent. */
  Optional<Map<String, AttributeValue>> read(ItemKey key) {
    Map<String, AttributeValue> item =
        errors
            .call(
                Call.read("read " + key + " of table " + name, "dynamodb:GetItem"),
                () -> client.getItem(r -> r.tableName(name).key(key.toMap()).consistentRead(true)))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(item);
  }

  /**
   * Reads a page of the items that a key condition names, in ascending order unless {@code query}
   * says else; strongly consistent, except from an index, which can only be asked else.
   */
  <T> Page<T> page(
      String what,
      int limit,
      String condition,
      Expression expression,
      Consumer<QueryRequest.Builder> query,
      Function<Map<String, AttributeValue>, T> read) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(name)
            .keyConditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values())
            .limit(limit)
            .applyMutation(query);
    boolean onTable = request.build().indexName() == null;
    QueryResponse response =
        errors.call(
            Call.read(what + " of table " + name, "dynamodb:Query"),
            () -> client.query(request.consistentRead(onTable).build()));
    return new Page<>(response.items().stream().map(read).toList(), response.hasLastEvaluatedKey());
  }

  /** Reads all items there are, strongly consistent, a page at a time as they are asked for. */
  Stream<Map<String, AttributeValue>> scan(String what, ScanRequest.Builder scan) {
    Call call = Call.read(what + " of table " + name, "dynamodb:Scan");
    ScanRequest request = scan.tableName(name).consistentRead(true).build();
    return LazyList.of(errors, call, () -> client.scanPaginator(request).items().iterator());
  }

  /** Puts an item on a condition. */
  Outcome put(
      String what, Map<String, AttributeValue> item, String condition, Expression expression) {
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(name)
            .item(item)
            .conditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return write(
        what,
        "dynamodb:PutItem",
        () -> {
          client.putItem(request);
          return Map.of();
        });
  }

  /** Updates an item on a condition. */
  Outcome update(String what, ItemKey key, String update, String condition, Expression expression) {
    UpdateItemRequest request =
        UpdateItemRequest.builder()
            .tableName(name)
            .key(key.toMap())
            .updateExpression(update)
            .conditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values())
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return write(what, "dynamodb:UpdateItem", () -> client.updateItem(request).attributes());
  }

  /** Deletes an item on a condition. */
  Outcome delete(String what, ItemKey key, String condition, Expression expression) {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(name)
            .key(key.toMap())
            .conditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .expressionAttributeValues(expression.values())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return write(
        what,
        "dynamodb:DeleteItem",
        () -> {
          client.deleteItem(request);
          return Map.of();
        });
  }

  private Outcome write(
      String what, String permission, Supplier<Map<String, AttributeValue>> request) {
    Call call = Call.write(what + " in table " + name, permission);
    Backoff backoff = new Backoff(call.what());
    while (true) {
      try {
        return new Outcome(true, request.get());
      } catch (ConditionalCheckFailedException e) {
        return new Outcome(false, e.hasItem() ? e.item() : Map.of());
      } catch (TransactionConflictException e) {
        // A transaction on the same item was under way, and this attempt wrote nothing.
        if (AwsErrors.hadAnotherAttempt(e) || !backoff.pause()) {
          throw errors.translate(call, e);
        }
        LOG.debug("{}: trying again after a transaction conflict", call.what());
      } catch (SdkException e) {
        throw errors.translate(call, e);
      }
    }
  }

  /**
   * Writes all items or none.
   *
   * @return empty if it happened, else why not
   * @throws BackendException also if another transaction was in the way of the SDK's last attempt
   *     and an earlier one may have happened
   */
  Optional<Cancellation> transact(String what, List<TransactWriteItem> items) {
    Call call =
        Call.write(
            what + " in table " + name,
            "dynamodb:PutItem, dynamodb:UpdateItem and dynamodb:ConditionCheckItem");
    // The SDK's own retries of this call carry one token, and are applied once. Another call has
    // another: it is refused, and finds its own write by the id in what stands there.
    String token = UUID.randomUUID().toString();
    try {
      client.transactWriteItems(r -> r.clientRequestToken(token).transactItems(items));
      return Optional.empty();
    } catch (TransactionCanceledException e) {
      throwOther(call, e);
      return Optional.of(new Cancellation(e.cancellationReasons()));
    } catch (SdkException e) {
      throw errors.translate(call, e);
    }
  }

  /**
   * Writes all items or none, and tries again while other transactions are in the way.
   *
   * @throws BackendException if they are all the time
   */
  Optional<Cancellation> transactPatiently(String what, List<TransactWriteItem> items) {
    Backoff backoff = new Backoff(what);
    while (true) {
      Optional<Cancellation> cancellation = transact(what, items);
      if (cancellation.isEmpty() || !cancellation.get().contended()) {
        return cancellation;
      }
      if (!backoff.pause()) {
        throw BackendException.passing(
            "Cannot "
                + what
                + " in table "
                + name
                + ": other transactions were at the same items all"
                + " the time; try again",
            null);
      }
    }
  }

  /**
   * Reasons that are errors and no answers: throttling, a wrong or too large item, no access. And
   * contention, if there was an attempt before that may have happened: it tells nothing of that.
   */
  private void throwOther(Call call, TransactionCanceledException e) {
    Set<String> answers =
        AwsErrors.hadAnotherAttempt(e)
            ? Set.of("None", "ConditionalCheckFailed")
            : Set.of("None", "ConditionalCheckFailed", "TransactionConflict");
    for (CancellationReason reason : e.cancellationReasons()) {
      if (reason.code() != null && !answers.contains(reason.code())) {
        String code = reason.code();
        throw errors.translate(
            call,
            DynamoDbException.builder()
                .message(reason.message())
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode(code.equals("ValidationError") ? "ValidationException" : code)
                        .errorMessage(reason.message())
                        .build())
                .statusCode(e.statusCode())
                .cause(e)
                .build());
      }
    }
  }

  /** Makes the items of transactions. */
  TransactionItems items() {
    return items;
  }
}
