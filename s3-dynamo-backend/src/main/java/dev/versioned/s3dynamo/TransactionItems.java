package dev.versioned.s3dynamo;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The items of transactions on one table; a condition that fails brings the item back. */
final class TransactionItems {
  private static final ReturnValuesOnConditionCheckFailure ALL_OLD =
      ReturnValuesOnConditionCheckFailure.ALL_OLD;

  private final String table;

  TransactionItems(String table) {
    this.table = table;
  }

  TransactWriteItem put(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder().put(p -> p.tableName(table).item(item)).build();
  }

  TransactWriteItem put(Map<String, AttributeValue> item, String condition, Expression x) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(table)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeNames(x.names())
                    .expressionAttributeValues(x.values())
                    .returnValuesOnConditionCheckFailure(ALL_OLD))
        .build();
  }

  TransactWriteItem update(ItemKey key, String update, String condition, Expression x) {
    return TransactWriteItem.builder()
        .update(
            u ->
                u.tableName(table)
                    .key(key.toMap())
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(x.names())
                    .expressionAttributeValues(x.values())
                    .returnValuesOnConditionCheckFailure(ALL_OLD))
        .build();
  }

  TransactWriteItem check(ItemKey key, String condition, Expression x) {
    return TransactWriteItem.builder()
        .conditionCheck(
            c ->
                c.tableName(table)
                    .key(key.toMap())
                    .conditionExpression(condition)
                    .expressionAttributeNames(x.names())
                    .expressionAttributeValues(x.values())
                    .returnValuesOnConditionCheckFailure(ALL_OLD))
        .build();
  }
}
