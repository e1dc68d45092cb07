package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.internal.AwsErrors;
import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Backoff;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.Page;
import dev.versioned.spi.StoreIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Stores items in one DynamoDB table. Each method makes one request, {@link #keys} one per page.
 */
final class DynamoItemStore implements ItemStore {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoItemStore.class);
  private static final String REFUSED = "ConditionalCheckFailed";
  private static final String CONFLICT = "TransactionConflict";

  private final DynamoDbClient client;
  private final String table;
  private final AwsErrors errors;
  private final WriteRequests requests;
  private final Runnable closeClient;

  DynamoItemStore(Table access, Runnable closeClient) {
    this.client = access.client();
    this.table = access.name();
    this.errors = access.errors();
    this.requests = new WriteRequests(table);
    this.closeClient = closeClient;
  }

  @Override
  public Optional<Item> read(String purpose, ItemKey key, Consistency consistency) {
    Map<String, AttributeValue> item =
        errors
            .call(
                reading(purpose, "dynamodb:GetItem"),
                () ->
                    client.getItem(
                        r ->
                            r.tableName(table)
                                .key(ItemFormat.write(key))
                                // rule: item-is-read-strongly
                                .consistentRead(consistency == Consistency.STRONG)))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(ItemFormat.read(item));
  }

  @Override
  public Page<Item> query(String purpose, ItemQuery query, Consistency consistency) {
    boolean ascending = query.order() == ItemQuery.Order.ASCENDING;
    String after = query.after();
    // DynamoDB refuses an empty range, and a page that starts after the end of the range.
    if (ItemFormat.isAfter(query.first(), query.last())
        || (ascending ? query.last() : query.first()).equals(after)) {
      return new Page<>(List.of(), false);
    }
    return page(
        purpose,
        QueryRequest.builder()
            // rule: query-reads-strongly
            .consistentRead(consistency == Consistency.STRONG)
            .scanIndexForward(ascending)
            .exclusiveStartKey(
                after == null ? null : ItemFormat.write(new ItemKey(query.partition(), after))),
        new Expressions().keys(query),
        query.limit());
  }

  @Override
  public Page<Item> queryIndex(String purpose, IndexQuery query) {
    return page(
        purpose,
        QueryRequest.builder().indexName(query.index().name()),
        new Expressions().keys(query),
        query.limit());
  }

  private Page<Item> page(String purpose, QueryRequest.Builder query, Expression keys, int limit) {
    QueryRequest request =
        query
            .tableName(table)
            .keyConditionExpression(keys.expression())
            .expressionAttributeNames(keys.expressionNames())
            .expressionAttributeValues(keys.expressionValues())
            .limit(limit)
            .build();
    QueryResponse response =
        errors.call(reading(purpose, "dynamodb:Query"), () -> client.query(request));
    return new Page<>(
        response.items().stream().map(ItemFormat::read).toList(), response.hasLastEvaluatedKey());
  }

  @Override
  public Stream<ItemKey> keys(String purpose) {
    ScanRequest scan =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .projectionExpression(TableLayout.PK + ", " + TableLayout.SK)
            .build();
    return LazyList.of(
            errors,
            reading(purpose, "dynamodb:Scan"),
            () -> client.scanPaginator(scan).items().iterator())
        .map(ItemFormat::readKey);
  }

  @Override
  public ItemWrite.Result write(String purpose, ItemWrite write) {
    if (write instanceof ItemWrite.Put put) {
      PutItemRequest request = requests.put(put);
      return write(
          writing(purpose, "dynamodb:PutItem"),
          () -> {
            client.putItem(request);
            return Optional.of(put.item());
          });
    } else if (write instanceof ItemWrite.Update update) {
      UpdateItemRequest request = requests.update(update);
      return write(
          writing(purpose, "dynamodb:UpdateItem"),
          () -> Optional.of(ItemFormat.read(client.updateItem(request).attributes())));
    } else if (write instanceof ItemWrite.Delete delete) {
      DeleteItemRequest request = requests.delete(delete);
      return write(
          writing(purpose, "dynamodb:DeleteItem"),
          () -> {
            client.deleteItem(request);
            return Optional.empty();
          });
    }
    throw new IllegalArgumentException(
        "Cannot " + purpose + ": only a transaction can hold a check");
  }

  private ItemWrite.Result write(Call call, Supplier<Optional<Item>> request) {
    Backoff backoff = new Backoff(call.what());
    while (true) {
      try {
        return new ItemWrite.Written(request.get());
      } catch (ConditionalCheckFailedException e) {
        return new ItemWrite.Refused(
            e.hasItem() ? Optional.of(ItemFormat.read(e.item())) : Optional.empty());
      } catch (TransactionConflictException e) {
        // A transaction on the same item was in progress, so this attempt wrote nothing.
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
   * {@inheritDoc}
   *
   * @throws BackendException also if another transaction conflicts with the SDK's last attempt and
   *     an earlier attempt may have been applied
   */
  @Override
  public ItemWrite.TransactionResult writeAll(String purpose, List<ItemWrite> writes) {
    Call call =
        writing(purpose, "dynamodb:PutItem, dynamodb:UpdateItem and dynamodb:ConditionCheckItem");
    List<TransactWriteItem> items = writes.stream().map(requests::inTransaction).toList();
    // The SDK's own retries of this call share one token and are applied once. A second call has
    // another token: it is refused, and its caller recognizes its own write by the id in the
    // existing item.
    String token = UUID.randomUUID().toString();
    try {
      client.transactWriteItems(r -> r.clientRequestToken(token).transactItems(items));
      return new ItemWrite.AllWritten();
    } catch (TransactionCanceledException e) {
      throwOther(call, e);
      return refusals(e.cancellationReasons());
    } catch (SdkException e) {
      throw errors.translate(call, e);
    }
  }

  /** Reads the reasons of a cancelled transaction: one for each item, in the same order. */
  private static ItemWrite.NoneWritten refusals(List<CancellationReason> reasons) {
    SortedMap<Integer, Optional<Item>> refusals = new TreeMap<>();
    boolean conflict = false;
    for (int i = 0; i < reasons.size(); i++) {
      CancellationReason reason = reasons.get(i);
      if (REFUSED.equals(reason.code())) {
        // rule: every-refused-write-is-told
        refusals.put(
            i, reason.hasItem() ? Optional.of(ItemFormat.read(reason.item())) : Optional.empty());
      }
      conflict |= CONFLICT.equals(reason.code());
    }
    return new ItemWrite.NoneWritten(refusals, conflict);
  }

  /**
   * Throws for reasons that are errors rather than results: throttling, an invalid or too large
   * item, missing permissions; also for a conflict if an earlier attempt may have been applied, as
   * the conflict says nothing about that attempt.
   */
  private void throwOther(Call call, TransactionCanceledException e) {
    // rule: contention-after-a-lost-reply-is-open
    Set<String> results =
        AwsErrors.hadAnotherAttempt(e)
            ? Set.of("None", REFUSED)
            : Set.of("None", REFUSED, CONFLICT);
    for (CancellationReason reason : e.cancellationReasons()) {
      String code = reason.code();
      if (code != null && !results.contains(code)) {
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

  private Call reading(String purpose, String permission) {
    return Call.read(purpose + " in table " + table, permission);
  }

  private Call writing(String purpose, String permission) {
    return Call.write(purpose + " in table " + table, permission);
  }

  /** {@inheritDoc} */
  @Override
  public Optional<StoreIdentity> identity() {
    return Optional.of(
        TableIdentity.of(
            errors
                .call(
                    reading("find out which table it is", "dynamodb:DescribeTable"),
                    () -> client.describeTable(r -> r.tableName(table)))
                .table()));
  }

  @Override
  public void close() {
    closeClient.run();
  }
}
