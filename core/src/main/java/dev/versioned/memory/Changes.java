package dev.versioned.memory;

import dev.versioned.internal.Kinds;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies changes to items. */
final class Changes {
  private Changes() {}

  static Item apply(ItemWrite.Update update, Optional<Item> before) {
    Map<String, ItemValue> after =
        new TreeMap<>(before.isPresent() ? before.get().attributes() : Map.of());
    for (ItemChange change : update.changes()) {
      String attribute = change.attribute();
      if (change instanceof ItemChange.Set set) {
        after.put(attribute, set.value());
      } else if (change instanceof ItemChange.SetIfMissing set) {
        after.putIfAbsent(attribute, set.value());
      } else if (change instanceof ItemChange.Add add) {
        after.put(attribute, sum(update, after.get(attribute), add));
      } else if (change instanceof ItemChange.Remove) {
        after.remove(attribute);
      } else {
        throw Kinds.unknown(change);
      }
    }
    return new Item(update.key(), after);
  }

  private static ItemValue sum(
      ItemWrite.Update update, @Nullable ItemValue value, ItemChange.Add add) {
    if (value == null) {
      return ItemValue.of(add.amount());
    } else if (value instanceof ItemValue.Whole whole) {
      return ItemValue.of(Math.addExact(whole.value(), add.amount()));
    }
    throw BackendException.permanentFailure(
        "Cannot add to " + add.attribute() + " of " + update.key() + ": it is not a number", null);
  }
}
