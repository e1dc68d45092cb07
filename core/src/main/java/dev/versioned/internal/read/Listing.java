package dev.versioned.internal.read;

import dev.versioned.internal.Log;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasRef;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Label;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.spi.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's lists, each as a stream that fetches a page when it is needed. An unreadable record
 * is left out with a warning, so that it does not hide the others.
 */
public final class Listing {
  private static final Unreadable LEFT_OUT =
      (key, why) -> Log.RECORDS.warn("a list is incomplete: {}", why.getMessage());

  private static final char AFTER_EVERY_CHARACTER_OF_A_NAME = '~';

  private final Catalog catalog;
  private final int pageSize;

  public Listing(Catalog catalog, int pageSize) {
    this.catalog = catalog;
    this.pageSize = pageSize;
  }

  /** Lists the artifacts after a text, or all. */
  public Stream<ArtifactName> artifacts(@Nullable String after) {
    return Page.stream(last -> catalog.artifacts(last == null ? after : last.value(), pageSize));
  }

  /** Lists the artifacts whose names start with a prefix. */
  public Stream<ArtifactName> artifactsWithPrefix(String prefix) {
    return artifacts(justBefore(prefix)).takeWhile(name -> name.value().startsWith(prefix));
  }

  /** A text between a prefix and every name that sorts before the names with this prefix. */
  private static String justBefore(String prefix) {
    int last = prefix.length() - 1;
    char before = (char) (prefix.charAt(last) - 1);
    return prefix.substring(0, last) + before + AFTER_EVERY_CHARACTER_OF_A_NAME;
  }

  /** Lists the versions below a number, or all. */
  public Stream<Version> versions(
      ArtifactName artifact, VersionState state, @Nullable VersionNumber before) {
    return Page.<VersionEntry>stream(
            last ->
                catalog.versions(
                    artifact, last == null ? before : last.number(), pageSize, LEFT_OUT))
        .map(entry -> entry.version(state))
        .flatMap(Optional::stream);
  }

  /** Lists the labels of the versions that were ever labelled, newest version first. */
  public Stream<VersionLabels> labels(ArtifactName artifact) {
    return Page.<StoredLabels>stream(
            last ->
                catalog.labels(
                    artifact, last == null ? null : last.labels().number(), pageSize, LEFT_OUT))
        .map(StoredLabels::labels);
  }

  /** Lists the ACTIVE versions that have a label: reads the records of no others. */
  public Stream<Version> labelled(ArtifactName artifact, Label label) {
    return labels(artifact)
        // rule: list-by-label-has-labelled-only
        .filter(labels -> labels.has(label))
        .map(
            labels ->
                unlessUnreadable(
                    () ->
                        catalog
                            .findVersion(artifact, labels.number())
                            .flatMap(VersionEntry::active)))
        .flatMap(Optional::stream);
  }

  /** Lists what is stored under each number, newest first; fails at an unreadable entry. */
  public Stream<VersionEntry> entries(ArtifactName artifact) {
    return Page.stream(
        last ->
            catalog.versions(
                artifact, last == null ? null : last.number(), pageSize, Unreadable.FAIL));
  }

  public Stream<Alias> aliases(ArtifactName artifact) {
    return present(artifact, null, LEFT_OUT).map(AliasEntry.Present::alias);
  }

  /** Lists the aliases after a name. */
  public Stream<Alias> aliases(ArtifactName artifact, AliasName after) {
    return present(artifact, after, LEFT_OUT).map(AliasEntry.Present::alias);
  }

  /** Lists all aliases, for decisions that need all: fails at an unreadable one. */
  public Stream<AliasEntry.Present> allAliases(ArtifactName artifact) {
    return present(
        artifact,
        null,
        // rule: decision-needs-every-alias
        Unreadable.FAIL);
  }

  private Stream<AliasEntry.Present> present(
      ArtifactName artifact, @Nullable AliasName after, Unreadable unreadable) {
    return aliasEntries(artifact, after, unreadable)
        .map(AliasEntry::present)
        .flatMap(Optional::stream);
  }

  private Stream<AliasEntry> aliasEntries(
      ArtifactName artifact, @Nullable AliasName after, Unreadable unreadable) {
    return Page.stream(
        last ->
            catalog.aliases(artifact, last == null ? after : last.name(), pageSize, unreadable));
  }

  /** Lists the changes of all aliases since a time, newest first, those of deleted ones too. */
  public Stream<LedgerEntry> changes(ArtifactName artifact, Instant since) {
    return aliasEntries(artifact, null, LEFT_OUT)
        // An alias that has not changed since then costs no further request.
        .filter(alias -> !alias.updatedAt().isBefore(since))
        .flatMap(
            alias ->
                ledger(artifact, alias.name(), Long.MAX_VALUE)
                    .takeWhile(entry -> !entry.at().isBefore(since)))
        .sorted(Comparator.comparing(LedgerEntry::at).reversed());
  }

  /** Lists the aliases whose rollouts the index says are under way; it may lag. */
  public Stream<AliasRef> rollouts() {
    return Page.stream(last -> catalog.rollouts(last == null ? null : last.artifact(), pageSize));
  }

  /** Lists the rollouts under way, each as its alias is at that time. */
  public Stream<RolloutStatus> rolloutsUnderWay() {
    return rollouts().map(this::underWay).flatMap(Optional::stream);
  }

  private Optional<RolloutStatus> underWay(AliasRef alias) {
    return unlessUnreadable(
        () ->
            catalog
                .findAlias(alias.artifact(), alias.name())
                .flatMap(AliasEntry::present)
                .flatMap(
                    present ->
                        present
                            .rolloutUnderWay()
                            .map(rollout -> new RolloutStatus(present.alias(), rollout))));
  }

  /** Reads one record of a list that names others. */
  private static <T> Optional<T> unlessUnreadable(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (UnreadableRecordException e) {
      // rule: unreadable-record-hides-no-other
      Log.RECORDS.warn("a list is incomplete: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Lists the ledger rows below a revision, newest first. */
  public Stream<LedgerEntry> ledger(ArtifactName artifact, AliasName alias, long before) {
    return rows(artifact, alias, before, LEFT_OUT).map(LedgerRow::entry);
  }

  /**
   * Lists all rows of an alias's ledger, newest first, with their overrides, for decisions that
   * need all: fails at an unreadable one.
   */
  public Stream<LedgerRow> allRows(ArtifactName artifact, AliasName alias) {
    return rows(
        artifact,
        alias,
        Long.MAX_VALUE,
        // rule: decision-needs-every-row
        Unreadable.FAIL);
  }

  private Stream<LedgerRow> rows(
      ArtifactName artifact, AliasName alias, long before, Unreadable unreadable) {
    return Page.<LedgerRow>stream(
        last ->
            catalog.ledger(
                artifact,
                alias,
                last == null ? before : last.entry().revision(),
                pageSize,
                unreadable));
  }
}
