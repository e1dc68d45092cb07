package dev.versioned.memory;

import dev.versioned.spi.Condition;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions. */
final class Conditions {
  private Conditions() {}

  static boolean hold(Condition condition, Optional<Item> item) {
    if (condition instanceof Condition.Absent) {
      return item.isEmpty();
    } else if (condition instanceof Condition.Present) {
      return item.isPresent();
    } else if (condition instanceof Condition.Missing missing) {
      return valueOf(item, missing.attribute()) == null;
    } else if (condition instanceof Condition.Equals equals) {
      return equals.value().equals(valueOf(item, equals.attribute()));
    } else if (condition instanceof Condition.Differs differs) {
      return !differs.value().equals(valueOf(item, differs.attribute()));
    } else if (condition instanceof Condition.AtMost atMost) {
      return isAtMost(valueOf(item, atMost.attribute()), atMost.value());
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(part -> hold(part, item));
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(part -> hold(part, item));
    }
    throw new IllegalArgumentException("Cannot evaluate " + condition + ": it is not known");
  }

  private static @Nullable ItemValue valueOf(Optional<Item> item, String attribute) {
    return item.isEmpty() ? null : item.get().attributes().get(attribute);
  }

  private static boolean isAtMost(@Nullable ItemValue value, ItemValue limit) {
    if (value instanceof ItemValue.Text text && limit instanceof ItemValue.Text most) {
      // rule: texts-are-ordered-by-their-bytes
      return TextOrder.UTF8.compare(text.value(), most.value()) <= 0;
    }
    return value instanceof ItemValue.Whole whole
        && limit instanceof ItemValue.Whole most
        && whole.value() <= most.value();
  }
}
