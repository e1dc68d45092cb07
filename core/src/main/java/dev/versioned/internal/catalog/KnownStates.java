package dev.versioned.internal.catalog;

import dev.versioned.internal.record.VersionStatus;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.util.Map;
import java.util.Optional;

/**
 * The states of an artifact's versions from some number downwards, as one request read them.
 *
 * @param items the items by their sort keys; each is converted to a record only when it is needed,
 *     so that one unreadable item does not hide the others
 * @param lowest the sort key down to which all states are known; empty if all stored states are
 *     known
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
