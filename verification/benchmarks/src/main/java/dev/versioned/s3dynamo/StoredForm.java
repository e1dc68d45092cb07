package dev.versioned.s3dynamo;

import dev.versioned.internal.catalog.StoredItems;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.s3dynamo.internal.Clients;
import dev.versioned.s3dynamo.internal.TableLayout;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The backend's own clients, items and table layout, which it shows to no user. */
public final class StoredForm {
  private StoredForm() {}

  /** Begins the client that those get who give none. */
  public static S3ClientBuilder s3(URI endpoint) {
    return Clients.s3Builder("us-east-1", endpoint, null, endpoint);
  }

  /** Makes the client that those get who give none. */
  public static DynamoDbClient dynamoDb(URI endpoint) {
    return Clients.dynamoDb("us-east-1", endpoint, null);
  }

  /** Makes a version's item. */
  public static Map<String, AttributeValue> item(VersionRecord record) {
    return ItemFormat.write(StoredItems.write(record));
  }

  /** Makes an artifact's item. */
  public static Map<String, AttributeValue> item(ArtifactRecord artifact) {
    return ItemFormat.write(StoredItems.write(artifact));
  }

  /** Reads a version's item. */
  public static NumberRecord record(Map<String, AttributeValue> item) {
    return StoredItems.readVersion(ItemFormat.read(item));
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
