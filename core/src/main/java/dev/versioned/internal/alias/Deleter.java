package dev.versioned.internal.alias;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.OwnPlace;
import dev.versioned.internal.read.Listing;
import dev.versioned.internal.read.MissingVersion;
import dev.versioned.internal.read.SameVersion;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.settings.Retry;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Deletes and restores versions. The reference count in a version's state protects versions in use.
 */
public final class Deleter {
  private final Catalog catalog;
  private final Settings settings;
  private final Listing listing;
  private final OwnPlace place;

  public Deleter(Catalog catalog, Settings settings, Listing listing, OwnPlace place) {
    this.catalog = catalog;
    this.settings = settings;
    this.listing = listing;
    this.place = place;
  }

  /**
   * Deletes a version. Reads its record first: a version of another repository may have a number
   * that exists in this one.
   */
  public void delete(Version version) {
    find(version.artifact(), version.number())
        .ifPresent(
            here -> {
              SameVersion.check(version, here.version(), "delete");
              deleteCommitted(version.artifact(), version.number());
            });
  }

  public void delete(ArtifactName artifact, VersionNumber number) {
    // rule: number-without-a-version-gets-no-state
    if (find(artifact, number).isPresent()) {
      deleteCommitted(artifact, number);
    }
  }

  /**
   * Reads the record of a version before its state is changed. A version without a stored state may
   * be ACTIVE, or may not exist. A record is permanent, so a version that is found still exists
   * later.
   */
  private Optional<VersionRecord> find(ArtifactName artifact, VersionNumber number) {
    place.startItemsCheck();
    Optional<NumberRecord> record = catalog.findRecord(artifact, number);
    place.checkItems();
    return record.flatMap(NumberRecord::asVersion);
  }

  private void deleteCommitted(ArtifactName artifact, VersionNumber number) {
    String what = "delete " + artifact + ":" + number;
    StateChange change =
        new StateChange(
            artifact,
            number,
            VersionState.ACTIVE,
            VersionState.DELETED,
            settings.environment().clock().instant());
    StateChange.Result result =
        retry(what).untilAnswered(() -> catalog.changeState(change), Optional.empty());
    // rule: refused-deletion-is-told
    if (result instanceof StateChange.Unchanged unchanged
        && unchanged.current().state() == VersionState.ACTIVE) {
      throw inUse(what, unchanged.current().references(), aliases(artifact, routesTo(number)));
    }
  }

  private static Predicate<Alias> routesTo(VersionNumber number) {
    return alias -> alias.targets().contains(number);
  }

  /**
   * Makes the exception for a version in use. The aliases are listed later than that was found, and
   * may have moved since.
   */
  private static VersionInUseException inUse(
      String what, long references, SortedSet<AliasName> aliases) {
    return new VersionInUseException(
        aliases.isEmpty()
            ? "Cannot "
                + what
                + ": "
                + references
                + " aliases pointed to it a moment ago; try again"
            : "Cannot "
                + what
                + ": aliases "
                + aliases
                + " point to it; point them elsewhere first",
        aliases);
  }

  public Version restore(ArtifactName artifact, VersionNumber number) {
    String what = "restore " + artifact + ":" + number;
    place.startItemsCheck();
    Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
    VersionRecord version =
        entry
            .filter(VersionEntry.Committed.class::isInstance)
            .map(found -> ((VersionEntry.Committed) found).record())
            .orElseThrow(() -> MissingVersion.noVersion("restore", artifact, number, entry));
    place.checkItems();
    Instant now = settings.environment().clock().instant();
    StateChange.Result result =
        retry(what).untilAnswered(() -> catalog.restore(artifact, number, now), Optional.empty());
    if (result instanceof StateChange.Unchanged unchanged
        && unchanged.current().state() != VersionState.ACTIVE) {
      throw MissingVersion.noVersion(
          "restore", artifact, number, Optional.of(version.in(unchanged.current())));
    }
    return version.version();
  }

  public void delete(ArtifactName artifact) {
    String what = "delete artifact " + artifact;
    place.startItemsCheck();
    SortedSet<AliasName> aliases = aliases(artifact, alias -> true);
    // rule: artifact-with-aliases-stays
    if (!aliases.isEmpty()) {
      throw new VersionInUseException(
          "Cannot " + what + ": it has the aliases " + aliases + "; delete them first", aliases);
    }
    place.checkItems();
    Retry retry = retry(what);
    while (true) {
      Optional<ArtifactRecord> record = catalog.findArtifact(artifact);
      if (record.isEmpty()) {
        return;
      }
      long latest = catalog.findLatestRevision(artifact).value();
      empty(artifact, record.get().lastNumber());
      if (retry.untilAnswered(() -> catalog.retire(record.get(), latest), Optional.empty())) {
        return;
      }
      if (!retry.pause()) {
        throw BackendException.transientFailure(
            "Cannot " + what + ": new versions keep being published; stop the publishers first",
            null);
      }
    }
  }

  /**
   * Deletes every version, and closes every number whose publisher has not committed yet. Such a
   * publisher would otherwise commit a version of an artifact that no list contains. Instead it
   * takes a new number, which lists the artifact again.
   */
  private void empty(ArtifactName artifact, long lastNumber) {
    long next = lastNumber;
    Iterator<VersionEntry> entries = listing.entries(artifact).iterator();
    while (entries.hasNext()) {
      VersionEntry entry = entries.next();
      close(artifact, entry.number().value() + 1, next);
      deleteIfActive(entry);
      next = Math.min(next, entry.number().value() - 1);
    }
    close(artifact, 1, next);
  }

  private void close(ArtifactName artifact, long from, long to) {
    for (long number = to; number >= from; number--) {
      Instant now = settings.environment().clock().instant();
      if (catalog.abandon(artifact, VersionNumber.of(number), now)
          instanceof VersionRecord committed) {
        deleteCommitted(artifact, committed.number());
      }
    }
  }

  private void deleteIfActive(VersionEntry entry) {
    if (entry instanceof VersionEntry.Committed version && version.state() == VersionState.ACTIVE) {
      deleteCommitted(entry.artifact(), entry.number());
    }
  }

  private SortedSet<AliasName> aliases(ArtifactName artifact, Predicate<Alias> which) {
    return listing
        .allAliases(artifact)
        .map(AliasEntry.Present::alias)
        .filter(which)
        .map(Alias::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Retry retry(String what) {
    return Retry.of(what, settings.contentionTimeout(), settings.environment());
  }
}
