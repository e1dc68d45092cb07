package dev.versioned.s3dynamo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * A server that makes the writes of a transaction one by one, and ends at the first refused one.
 */
record OneByOne(DynamoDbClient real) {

  @SuppressWarnings("unchecked") // the parameter of the method with a lambda
  DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (self, method, arguments) -> {
              if (method.getName().equals("transactWriteItems")) {
                if (arguments[0] instanceof TransactWriteItemsRequest request) {
                  return write(request);
                }
                TransactWriteItemsRequest.Builder builder = TransactWriteItemsRequest.builder();
                ((Consumer<TransactWriteItemsRequest.Builder>) arguments[0]).accept(builder);
                return write(builder.build());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private TransactWriteItemsResponse write(TransactWriteItemsRequest request) {
    List<CancellationReason> reasons = new ArrayList<>();
    request.transactItems().forEach(item -> reasons.add(reason("None").build()));
    for (int i = 0; i < reasons.size(); i++) {
      try {
        write(request.transactItems().get(i));
      } catch (ConditionalCheckFailedException e) {
        reasons.set(i, reason("ConditionalCheckFailed").item(e.item()).build());
        throw TransactionCanceledException.builder().cancellationReasons(reasons).build();
      }
    }
    return TransactWriteItemsResponse.builder().build();
  }

  private static CancellationReason.Builder reason(String code) {
    return CancellationReason.builder().code(code);
  }

  private void write(TransactWriteItem item) {
    real.updateItem(
        r ->
            r.tableName(item.update().tableName())
                .key(item.update().key())
                .updateExpression(item.update().updateExpression())
                .conditionExpression(item.update().conditionExpression())
                .expressionAttributeNames(item.update().expressionAttributeNames())
                .expressionAttributeValues(item.update().expressionAttributeValues())
                .returnValuesOnConditionCheckFailure(
                    item.update().returnValuesOnConditionCheckFailure()));
  }
}
