package dev.versioned.internal.read;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Overrides;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.Consistency;
import java.util.Optional;

/**
 * Reads the overrides that an alias names. They are written in the transaction of the move that
 * names them, and never change: a strongly consistent read finds them, unless the table was changed
 * by other means.
 */
public final class StoredOverrides {
  private final Catalog catalog;

  public StoredOverrides(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns the overrides that are in force for an alias; reads nothing if there are none.
   *
   * @param consistency of the first read; a second one is strong
   * @throws UnreadableRecordException if the stored overrides are missing, or are not those that
   *     the alias names
   */
  public Overrides of(Alias alias, Consistency consistency) {
    return of(alias.artifact(), alias.name(), alias.overrides(), consistency);
  }

  /**
   * Returns overrides that an alias, or a row of its ledger, names.
   *
   * @throws UnreadableRecordException if the stored overrides are missing, or are not those
   */
  public Overrides of(
      ArtifactName artifact, AliasName alias, AliasOverrides named, Consistency consistency) {
    if (named.isEmpty()) {
      return new Overrides(named.revision(), Overrides.NONE.versions());
    }
    Optional<OverridesRecord> found =
        catalog.findOverrides(artifact, alias, named.revision(), consistency);
    // rule: overrides-that-are-late-are-read-again
    if (consistency == Consistency.EVENTUAL
        && !found.map(Catalog::summary).equals(Optional.of(named))) {
      found = catalog.findOverrides(artifact, alias, named.revision(), Consistency.STRONG);
    }
    String record = "overrides of revision " + named.revision() + " of " + artifact + ":" + alias;
    OverridesRecord stored =
        found.orElseThrow(() -> unreadable(record, "the alias names them, and they are missing"));
    // rule: overrides-are-those-that-the-alias-names
    if (!Catalog.summary(stored).equals(named)) {
      throw unreadable(record, "they are not those that the alias names");
    }
    return stored.overrides();
  }

  private static UnreadableRecordException unreadable(String record, String why) {
    return new UnreadableRecordException(
        "Cannot read the "
            + record
            + ": "
            + why
            + "; run fsck, and set all overrides of the alias again, or clear them",
        record,
        UnreadableRecordException.Reason.DAMAGED,
        null);
  }
}
