package dev.versioned.internal.place;

import dev.versioned.internal.catalog.Bond;
import dev.versioned.maintenance.BindingState;
import dev.versioned.model.UnreadableRecordException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bonds that two stores name, and the bond that they should name.
 *
 * @param own the bond that both should name; null if they need none
 * @param kept what the store of items names, if anything
 * @param marked what the marker among the blobs names, if anything
 */
record Bonds(@Nullable Bond own, Optional<Named> kept, Optional<Named> marked) {
  static final Bonds NOT_NEEDED = new Bonds(null, Optional.empty(), Optional.empty());

  Bonds withMarked(Optional<Named> said) {
    return own == null ? this : new Bonds(own, kept, said);
  }

  boolean isNotForeign() {
    return state().standing() != BindingState.Standing.FOREIGN;
  }

  BindingState state() {
    if (own == null) {
      return new BindingState(BindingState.Standing.BOUND, "");
    }
    String table = "table " + own.table();
    for (Named said : Stream.concat(kept.stream(), marked.stream()).toList()) {
      if (said.bond() == null) {
        return new BindingState(BindingState.Standing.FOREIGN, said.unreadable());
      }
    }
    Bond item = kept.map(Named::bond).orElse(own);
    Bond marker = marked.map(Named::bond).orElse(own);
    // rule: table-belongs-to-one-place
    if (!item.place().equals(own.place())) {
      return foreign(table + " belongs to " + item.place() + ", not to " + own.place());
    } else if (!item.table().equals(own.table())) {
      // rule: restored-copy-is-not-the-table
      return foreign(table + " is a copy: " + own.place() + " belongs to table " + item.table());
    } else if (!marker.table().equals(own.table())) {
      // rule: place-belongs-to-one-table
      return foreign(own.place() + " belongs to table " + marker.table() + ", not to " + table);
    } else if (!marker.place().equals(own.place())) {
      return foreign(own.place() + " is a copy: " + table + " belongs to " + marker.place());
    } else if (kept.isEmpty()) {
      return new BindingState(BindingState.Standing.INCOMPLETE, table + " is not bound to a place");
    } else if (marked.isEmpty()) {
      return new BindingState(
          BindingState.Standing.INCOMPLETE, own.place() + " is not bound to a table");
    }
    return new BindingState(BindingState.Standing.BOUND, table + " belongs to " + own.place());
  }

  private static BindingState foreign(String detail) {
    return new BindingState(BindingState.Standing.FOREIGN, detail);
  }

  /** What one store names: a bond, or a record that cannot be read. */
  record Named(@Nullable Bond bond, String unreadable) {
    static Optional<Named> by(Supplier<Optional<Bond>> read) {
      try {
        return read.get().map(bond -> new Named(bond, ""));
      } catch (UnreadableRecordException e) {
        return Optional.of(new Named(null, String.valueOf(e.getMessage())));
      }
    }

    boolean isOf(Bond own) {
      return bond != null && bond.isOfSameStores(own);
    }
  }
}
