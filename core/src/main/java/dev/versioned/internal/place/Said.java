package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.model.UnreadableRecordException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statement of one store: a bond, or the reason why it cannot be read; and, of items, their
 * home Region and whether the stores were examined.
 */
record Said(@Nullable Bond bond, String unreadable, String homeRegion, boolean examined) {
  static Optional<Said> by(Supplier<Optional<Bond>> read) {
    return byItem(() -> read.get().map(bond -> new RepositoryItem.Contents(bond, "", false)));
  }

  static Optional<Said> byItem(Supplier<Optional<RepositoryItem.Contents>> read) {
    try {
      return read.get().map(item -> new Said(item.bond(), "", item.homeRegion(), item.examined()));
    } catch (UnreadableRecordException e) {
      return Optional.of(new Said(null, String.valueOf(e.getMessage()), "", false));
    }
  }

  boolean isOf(Bond own) {
    return bond != null && bond.isOfSameStores(own);
  }
}
