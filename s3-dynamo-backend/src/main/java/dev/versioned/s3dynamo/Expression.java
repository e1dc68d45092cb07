package dev.versioned.s3dynamo;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The names and values of one request's expressions. Every name goes in under a placeholder, since
 * DynamoDB reserves words such as {@code state} and {@code key}.
 */
final class Expression {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  /** Returns the placeholder of an attribute. */
  String of(String attribute) {
    names.put("#" + attribute, attribute);
    return "#" + attribute;
  }

  /** Returns the placeholder of a text. */
  String text(String value) {
    return value(AttributeValue.fromS(value));
  }

  /** Returns the placeholder of a number. */
  String number(long value) {
    return value(AttributeValue.fromN(Long.toString(value)));
  }

  private String value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }

  /** The condition that an attribute has a value. */
  String is(String attribute, String value) {
    return of(attribute) + " = " + text(value);
  }

  /** The condition that an attribute lies between two values, both included. */
  String between(String attribute, String low, String high) {
    return of(attribute) + " BETWEEN " + text(low) + " AND " + text(high);
  }

  /** The condition that there is no item. */
  String absent() {
    return "attribute_not_exists(" + of(Attributes.PK) + ")";
  }

  /** The condition that there is an item. */
  String present() {
    return "attribute_exists(" + of(Attributes.PK) + ")";
  }

  /** The condition that an attribute is not there, or has another value. */
  String differs(String attribute, String value) {
    String name = of(attribute);
    return "(attribute_not_exists(" + name + ") OR " + name + " <> " + text(value) + ")";
  }

  /** The condition that there is no item, or one that this library may change. */
  String schemaKnown() {
    String name = of(Attributes.SCHEMA);
    return "(attribute_not_exists("
        + name
        + ") OR "
        + name
        + " = "
        + number(ItemSchema.NUMBER)
        + ")";
  }

  /** DynamoDB refuses an empty map of names. */
  @Nullable Map<String, String> names() {
    return names.isEmpty() ? null : names;
  }

  /** DynamoDB refuses an empty map of values. */
  @Nullable Map<String, AttributeValue> values() {
    return values.isEmpty() ? null : values;
  }
}
