package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.model.UnreadableRecordException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The statement of one store: a bond, or the reason why it cannot be read. */
record Said(@Nullable Bond bond, String unreadable) {
  static Optional<Said> by(Supplier<Optional<Bond>> read) {
    try {
      return read.get().map(bond -> new Said(bond, ""));
    } catch (UnreadableRecordException e) {
      return Optional.of(new Said(null, String.valueOf(e.getMessage())));
    }
  }

  boolean isOf(Bond own) {
    return bond != null && bond.isOfSameStores(own);
  }
}
