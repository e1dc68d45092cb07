package dev.versioned;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.spi.AliasEntry;
import dev.versioned.spi.LedgerRow;
import dev.versioned.spi.Page;
import dev.versioned.spi.VersionEntry;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalog's lists, each as a stream that fetches a page when it is needed. A record that cannot
 * be read is left out with a warning, so that it does not hide its neighbours.
 */
final class Listing {
  private static final Unreadable LEFT_OUT =
      (key, why) -> Log.RECORDS.warn("a list is incomplete: {}", why.getMessage());

  private final Catalog catalog;
  private final int pageSize;

  Listing(Catalog catalog, int pageSize) {
    this.catalog = catalog;
    this.pageSize = pageSize;
  }

  Stream<ArtifactName> artifacts() {
    return Page.stream(last -> catalog.artifacts(last, pageSize));
  }

  Stream<Version> versions(ArtifactName artifact, VersionState state) {
    return Page.<VersionEntry>stream(
            last ->
                catalog.versions(artifact, last == null ? null : last.number(), pageSize, LEFT_OUT))
        .map(entry -> committed(entry, state))
        .flatMap(Optional::stream);
  }

  /** What is stored under each number, newest first; an entry that cannot be read fails it. */
  Stream<VersionEntry> entries(ArtifactName artifact) {
    return Page.stream(
        last ->
            catalog.versions(
                artifact, last == null ? null : last.number(), pageSize, Unreadable.FAIL));
  }

  /** The version of an entry, if it has one in this state. */
  static Optional<Version> committed(VersionEntry entry, VersionState state) {
    return entry instanceof VersionEntry.Committed committed && committed.state() == state
        ? Optional.of(committed.version())
        : Optional.empty();
  }

  Stream<Alias> aliases(ArtifactName artifact) {
    return aliases(artifact, LEFT_OUT);
  }

  /** All aliases, for what decides by them: one that cannot be read fails the list. */
  Stream<Alias> allAliases(ArtifactName artifact) {
    return aliases(artifact, Unreadable.FAIL);
  }

  private Stream<Alias> aliases(ArtifactName artifact, Unreadable unreadable) {
    return Page.<AliasEntry>stream(
            last ->
                catalog.aliases(artifact, last == null ? null : last.name(), pageSize, unreadable))
        .map(Listing::present)
        .flatMap(Optional::stream)
        .map(AliasEntry.Present::alias);
  }

  /** The alias of an entry, if it has not been deleted. */
  static Optional<AliasEntry.Present> present(AliasEntry entry) {
    return entry instanceof AliasEntry.Present present ? Optional.of(present) : Optional.empty();
  }

  Stream<LedgerEntry> ledger(ArtifactName artifact, AliasName alias) {
    return Page.<LedgerRow>stream(
            last ->
                catalog.ledger(
                    artifact,
                    alias,
                    last == null ? Long.MAX_VALUE : last.entry().revision(),
                    pageSize,
                    LEFT_OUT))
        .map(LedgerRow::entry);
  }
}
