package dev.versioned.s3dynamo;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table's keys and its index. */
final class TableLayout {
  /**
   * The sparse index over the artifacts that are listed. It holds keys alone, so that reserving a
   * number writes nothing to it.
   */
  static final String ARTIFACTS_INDEX = "artifacts";

  static final List<KeySchemaElement> KEYS =
      List.of(key(Attributes.PK, KeyType.HASH), key(Attributes.SK, KeyType.RANGE));

  static final List<KeySchemaElement> INDEX_KEYS =
      List.of(key(Attributes.LISTED, KeyType.HASH), key(Attributes.ARTIFACT, KeyType.RANGE));

  static final List<AttributeDefinition> ATTRIBUTES =
      List.of(
          text(Attributes.PK),
          text(Attributes.SK),
          text(Attributes.LISTED),
          text(Attributes.ARTIFACT));

  static final GlobalSecondaryIndex INDEX =
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
