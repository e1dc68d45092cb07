package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.TableLayout;
import dev.versioned.spi.Condition;
import dev.versioned.spi.IndexQuery;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemQuery;
import dev.versioned.spi.ItemValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.Expression;

/**
 * Translates conditions, changes and queries into DynamoDB's expressions, for one request. Every
 * name and value is passed as a placeholder, because DynamoDB reserves words such as {@code state}.
 */
final class Expressions {
  private final Map<String, String> names = new HashMap<>();
  private int values;

  /** Translates a condition. */
  Expression condition(Condition condition) {
    if (condition instanceof Condition.Absent) {
      return absent(TableLayout.PK);
    } else if (condition instanceof Condition.Present) {
      return present();
    } else if (condition instanceof Condition.Missing missing) {
      return absent(missing.attribute());
    } else if (condition instanceof Condition.Equals equals) {
      return compare(equals.attribute(), " = ", equals.value());
    } else if (condition instanceof Condition.Differs differs) {
      return Expression.or(
          List.of(
              absent(differs.attribute()), compare(differs.attribute(), " <> ", differs.value())));
    } else if (condition instanceof Condition.AtMost atMost) {
      // rule: at-most-is-not-less-than
      return compare(atMost.attribute(), " <= ", atMost.value());
    } else if (condition instanceof Condition.All all) {
      List<Expression> parts = all.conditions().stream().map(this::condition).toList();
      // DynamoDB has no constant conditions.
      return parts.isEmpty()
          ? Expression.or(List.of(absent(TableLayout.PK), present()))
          : Expression.and(parts);
    } else if (condition instanceof Condition.Any any) {
      List<Expression> parts = any.conditions().stream().map(this::condition).toList();
      return parts.isEmpty()
          ? Expression.and(List.of(absent(TableLayout.PK), present()))
          : Expression.or(parts);
    }
    throw new IllegalArgumentException("Cannot translate " + condition + ": its type is unknown");
  }

  private Expression absent(String attribute) {
    return Expression.builder()
        .expression("attribute_not_exists(" + name(attribute) + ")")
        .putExpressionName(name(attribute), attribute)
        .build();
  }

  private Expression present() {
    return Expression.builder()
        .expression("attribute_exists(" + name(TableLayout.PK) + ")")
        .putExpressionName(name(TableLayout.PK), TableLayout.PK)
        .build();
  }

  private Expression compare(String attribute, String operator, ItemValue value) {
    String placeholder = nextValue();
    return Expression.builder()
        .expression(name(attribute) + operator + placeholder)
        .putExpressionName(name(attribute), attribute)
        .putExpressionValue(placeholder, ItemFormat.write(value))
        .build();
  }

  /** Translates changes to an item. */
  Expression update(List<ItemChange> changes) {
    Expression.Builder update = Expression.builder();
    List<String> set = new ArrayList<>();
    List<String> add = new ArrayList<>();
    List<String> remove = new ArrayList<>();
    for (ItemChange change : changes) {
      String name = name(change.attribute());
      update.putExpressionName(name, change.attribute());
      if (change instanceof ItemChange.Set to) {
        // rule: attribute-is-set-whatever-it-was
        set.add(name + " = " + value(update, to.value()));
      } else if (change instanceof ItemChange.SetIfMissing to) {
        // rule: attribute-is-set-if-it-is-missing
        set.add(name + " = if_not_exists(" + name + ", " + value(update, to.value()) + ")");
      } else if (change instanceof ItemChange.Add by) {
        add.add(name + " " + value(update, ItemValue.of(by.amount())));
      } else if (change instanceof ItemChange.Remove) {
        remove.add(name);
      } else {
        throw new IllegalArgumentException("Cannot translate " + change + ": its type is unknown");
      }
    }
    return update
        .expression(clause("SET ", set) + clause(" ADD ", add) + clause(" REMOVE ", remove))
        .build();
  }

  private static String clause(String keyword, List<String> parts) {
    return parts.isEmpty() ? "" : keyword + String.join(", ", parts);
  }

  /** Translates the key condition of a query. */
  Expression keys(ItemQuery query) {
    Expression.Builder range = Expression.builder();
    String name = name(TableLayout.SK);
    return Expression.and(
        List.of(
            compare(TableLayout.PK, " = ", ItemValue.of(query.partition())),
            range
                .expression(
                    name
                        + " BETWEEN "
                        + value(range, ItemValue.of(query.first()))
                        + " AND "
                        + value(range, ItemValue.of(query.last())))
                .putExpressionName(name, TableLayout.SK)
                .build()));
  }

  /** Translates the key condition of a query on an index. */
  Expression keys(IndexQuery query) {
    Expression partition =
        compare(query.index().partition(), " = ", ItemValue.of(query.partition()));
    String after = query.after();
    return after == null
        ? partition
        : Expression.and(
            List.of(partition, compare(query.index().sort(), " > ", ItemValue.of(after))));
  }

  private String name(String attribute) {
    return names.computeIfAbsent(attribute, key -> "#n" + names.size());
  }

  private String nextValue() {
    return ":v" + values++;
  }

  private String value(Expression.Builder expression, ItemValue value) {
    String placeholder = nextValue();
    expression.putExpressionValue(placeholder, ItemFormat.write(value));
    return placeholder;
  }
}
