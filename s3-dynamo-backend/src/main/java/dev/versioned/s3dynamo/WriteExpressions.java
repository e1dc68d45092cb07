package dev.versioned.s3dynamo;

import dev.versioned.spi.Condition;
import dev.versioned.spi.ItemWrite;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The expressions of one write, in the form of request parameters: null where there is none.
 *
 * @param update the changes, if it is an update
 * @param condition the condition, if it has one
 * @param names the attributes by their placeholders
 * @param values the values by their placeholders
 */
record WriteExpressions(
    @Nullable String update,
    @Nullable String condition,
    @Nullable Map<String, String> names,
    @Nullable Map<String, AttributeValue> values) {

  static WriteExpressions of(ItemWrite write) {
    Expressions expressions = new Expressions();
    // A check must have a condition.
    Expression condition =
        write.condition().equals(Condition.always()) && !(write instanceof ItemWrite.Check)
            ? Expression.builder().build()
            : expressions.condition(write.condition());
    Expression update =
        write instanceof ItemWrite.Update changes
            ? expressions.update(changes.changes())
            : Expression.builder().build();
    return new WriteExpressions(
        update.expression(),
        condition.expression(),
        orNull(Expression.joinNames(update.expressionNames(), condition.expressionNames())),
        orNull(Expression.joinValues(update.expressionValues(), condition.expressionValues())));
  }

  /** Returns null for an empty map, which DynamoDB refuses. */
  private static <V> @Nullable Map<String, V> orNull(@Nullable Map<String, V> map) {
    return map == null || map.isEmpty() ? null : map;
  }
}
