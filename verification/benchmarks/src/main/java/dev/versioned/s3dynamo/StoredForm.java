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

/** Gives the benchmarks access to the backend's internal clients, items and table layout. */
public final class StoredForm {
  private StoredForm() {}

  /** Returns the builder of the client that the library creates by default. */
  public static S3ClientBuilder s3(URI endpoint) {
    return Clients.s3Builder("us-east-1", endpoint, null, endpoint);
  }

  /** Returns the client that the library creates by default. */
  public static DynamoDbClient dynamoDb(URI endpoint) {
    return Clients.dynamoDb("us-east-1", endpoint, null);
  }

  /** Returns a version's item. */
  public static Map<String, AttributeValue> item(VersionRecord record) {
    return ItemFormat.write(StoredItems.write(record));
  }

  /** Returns an artifact's item. */
  public static Map<String, AttributeValue> item(ArtifactRecord artifact) {
    return ItemFormat.write(StoredItems.write(artifact));
  }

  /** Reads a version's item. */
  public static NumberRecord record(Map<String, AttributeValue> item) {
    return StoredItems.readVersion(ItemFormat.read(item));
  }

  /** Creates an empty table as the backend's setup does, and waits until it is ready. */
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
