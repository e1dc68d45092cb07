package dev.versioned.s3dynamo.internal;

import dev.versioned.spi.IndexQuery;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table's keys and its index. */
public final class TableLayout {
  /** The partition key. */
  public static final String PK = "pk";

  /** The sort key. */
  public static final String SK = "sk";

  public static final String ARTIFACTS_INDEX = IndexQuery.ARTIFACTS.name();

  public static final List<KeySchemaElement> KEYS =
      List.of(key(PK, KeyType.HASH), key(SK, KeyType.RANGE));

  public static final List<KeySchemaElement> INDEX_KEYS =
      List.of(
          key(IndexQuery.ARTIFACTS.partition(), KeyType.HASH),
          key(IndexQuery.ARTIFACTS.sort(), KeyType.RANGE));

  public static final List<AttributeDefinition> ATTRIBUTES =
      List.of(
          text(PK),
          text(SK),
          text(IndexQuery.ARTIFACTS.partition()),
          text(IndexQuery.ARTIFACTS.sort()));

  /** The index projects keys only, so that reserving a number does not write to it. */
  public static final GlobalSecondaryIndex INDEX =
      GlobalSecondaryIndex.builder()
          .indexName(ARTIFACTS_INDEX)
          .keySchema(INDEX_KEYS)
          .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
          .build();

  private TableLayout() {}

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }
}
