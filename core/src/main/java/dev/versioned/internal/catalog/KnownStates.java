package dev.versioned.internal.catalog;

import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.util.Map;
import java.util.Optional;

/**
 * The states of an artifact's versions from a number downwards, as one reading found them.
 *
 * @param items the items, by their sort keys; each is read as a record when it is asked for, so
 *     that one which cannot be read does not hide the others
 * @param lowest the sort key down to which all states are known; empty if that is all there are
 */
record KnownStates(Map<String, Item> items, String lowest) {
  boolean cover(VersionNumber number) {
    return number.padded().compareTo(lowest) >= 0;
  }

  boolean coverAll() {
    return lowest.isEmpty();
  }

  VersionStatus of(VersionNumber number) {
    return StateItems.statusOf(Optional.ofNullable(items.get(number.padded())));
  }
}
