package dev.versioned.s3dynamo;

import dev.versioned.spi.ItemWrite;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Creates the requests of conditional writes. Each request asks for the existing item if its
 * condition fails.
 */
final class WriteRequests {
  private static final ReturnValuesOnConditionCheckFailure ALL_OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private final String table;

  WriteRequests(String table) {
    this.table = table;
  }

  PutItemRequest put(ItemWrite.Put write) {
    WriteExpressions x = WriteExpressions.of(write);
    return PutItemRequest.builder()
        .tableName(table)
        .item(ItemFormat.write(write.item()))
        .conditionExpression(x.condition())
        .expressionAttributeNames(x.names())
        .expressionAttributeValues(x.values())
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  UpdateItemRequest update(ItemWrite.Update write) {
    WriteExpressions x = WriteExpressions.of(write);
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(ItemFormat.write(write.key()))
        .updateExpression(x.update())
        .conditionExpression(x.condition())
        .expressionAttributeNames(x.names())
        .expressionAttributeValues(x.values())
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  DeleteItemRequest delete(ItemWrite.Delete write) {
    WriteExpressions x = WriteExpressions.of(write);
    return DeleteItemRequest.builder()
        .tableName(table)
        .key(ItemFormat.write(write.key()))
        .conditionExpression(x.condition())
        .expressionAttributeNames(x.names())
        .expressionAttributeValues(x.values())
        .returnValuesOnConditionCheckFailure(ALL_OLD)
        .build();
  }

  /** Creates one write of a transaction. */
  TransactWriteItem inTransaction(ItemWrite write) {
    WriteExpressions x = WriteExpressions.of(write);
    TransactWriteItem.Builder item = TransactWriteItem.builder();
    if (write instanceof ItemWrite.Put put) {
      item.put(
          p ->
              p.tableName(table)
                  .item(ItemFormat.write(put.item()))
                  .conditionExpression(x.condition())
                  .expressionAttributeNames(x.names())
                  .expressionAttributeValues(x.values())
                  .returnValuesOnConditionCheckFailure(ALL_OLD));
    } else if (write instanceof ItemWrite.Update) {
      item.update(
          u ->
              u.tableName(table)
                  .key(ItemFormat.write(write.key()))
                  .updateExpression(x.update())
                  .conditionExpression(x.condition())
                  .expressionAttributeNames(x.names())
                  .expressionAttributeValues(x.values())
                  .returnValuesOnConditionCheckFailure(ALL_OLD));
    } else if (write instanceof ItemWrite.Delete) {
      item.delete(
          d ->
              d.tableName(table)
                  .key(ItemFormat.write(write.key()))
                  .conditionExpression(x.condition())
                  .expressionAttributeNames(x.names())
                  .expressionAttributeValues(x.values())
                  .returnValuesOnConditionCheckFailure(ALL_OLD));
    } else if (write instanceof ItemWrite.Check) {
      item.conditionCheck(
          c ->
              c.tableName(table)
                  .key(ItemFormat.write(write.key()))
                  .conditionExpression(x.condition())
                  .expressionAttributeNames(x.names())
                  .expressionAttributeValues(x.values())
                  .returnValuesOnConditionCheckFailure(ALL_OLD));
    } else {
      throw new IllegalArgumentException("Cannot write " + write + ": its type is unknown");
    }
    return item.build();
  }
}
