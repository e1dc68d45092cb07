package dev.versioned.s3dynamo;

import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.s3.S3Client;

/** The backend's own clients and table layout, which it shows to no user. */
public final class StoredForm {
  private StoredForm() {}

  /** Makes the client that those get who give none. */
  public static S3Client s3(URI endpoint) {
    return Clients.s3("us-east-1", endpoint, null);
  }

  /** Makes the client that those get who give none. */
  public static DynamoDbClient dynamoDb(URI endpoint) {
    return Clients.dynamoDb("us-east-1", endpoint, null);
  }

  /** Makes an empty table as the backend's set-up does, and waits until it is there. */
  public static void createTable(DynamoDbClient client, String name) {
    client.createTable(
        r ->
            r.tableName(name)
                .keySchema(TableLayout.KEYS)
                .attributeDefinitions(TableLayout.ATTRIBUTES)
                .globalSecondaryIndexes(TableLayout.INDEX)
                .billingMode(BillingMode.PAY_PER_REQUEST));
    client.waiter().waitUntilTableExists(r -> r.tableName(name));
  }
}
