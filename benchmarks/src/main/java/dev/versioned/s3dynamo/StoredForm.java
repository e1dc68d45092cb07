package dev.versioned.s3dynamo;

import dev.versioned.spi.ArtifactRecord;
import dev.versioned.spi.VersionEntry;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.s3.S3Client;

/** The backend's own clients and item mapping, which it shows to nobody else. */
public final class StoredForm {
  private StoredForm() {}

  /** Returns a version as it is stored. */
  public static Map<String, AttributeValue> item(VersionEntry.Committed entry) {
    return VersionItems.COMMITTED.write(entry);
  }

  /** Reads a version as it is stored. */
  public static VersionEntry entry(Map<String, AttributeValue> item) {
    return VersionItems.readEntry(item);
  }

  /** Returns an artifact as it is stored and listed. */
  public static Map<String, AttributeValue> item(ArtifactRecord artifact) {
    Map<String, AttributeValue> item = new HashMap<>(ArtifactItems.ARTIFACT.write(artifact));
    item.put(Attributes.LISTED, AttributeValue.fromS("yes"));
    return item;
  }

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
