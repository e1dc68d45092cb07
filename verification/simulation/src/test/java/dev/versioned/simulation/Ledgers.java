package dev.versioned.simulation;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Follows the aliases of an artifact, with their ledgers. */
final class Ledgers {
  private final Records records;
  private final ArtifactName artifact;
  private final Map<AliasName, LedgerWatch> aliases = new HashMap<>();

  Ledgers(Records records, ArtifactName artifact) {
    this.records = records;
    this.artifact = artifact;
  }

  /** Returns how many aliases point to each version. */
  Map<VersionNumber, Integer> observe(long step) {
    Map<VersionNumber, Integer> references = new HashMap<>();
    for (AliasEntry entry : records.aliases(artifact)) {
      aliases
          .computeIfAbsent(entry.name(), name -> new LedgerWatch(records, artifact, name))
          .observe(entry, step);
      if (entry instanceof AliasEntry.Present present) {
        present.alias().targets().forEach(n -> references.merge(n, 1, Integer::sum));
      }
    }
    return references;
  }

  Optional<Routing> routingAt(AliasName alias, long revision) {
    LedgerWatch watch = aliases.get(alias);
    return watch == null ? Optional.empty() : watch.routingAt(revision);
  }

  String reasonAt(AliasName alias, long revision) {
    LedgerWatch watch = aliases.get(alias);
    return watch == null ? "" : watch.reasonAt(revision);
  }

  Action actionAt(AliasName alias, long revision) {
    return Optional.ofNullable(aliases.get(alias))
        .flatMap(watch -> watch.actionAt(revision))
        .orElseThrow(() -> new Violation("promise 7: " + alias + " has no revision " + revision));
  }

  /** Returns whether an alias had such a state at some time in a span. */
  boolean was(AliasName alias, Span span, Predicate<Standing> which) {
    LedgerWatch watch = aliases.get(alias);
    return watch == null ? which.test(Standing.ABSENT) : watch.was(span, which);
  }

  /** Returns whether a call with this token had moved an alias by a step. */
  boolean wasMade(AliasName alias, String token, long by) {
    LedgerWatch watch = aliases.get(alias);
    return watch != null && watch.wasMade(token, by);
  }

  /** Returns whether an alias was moved in a span. */
  boolean wasMoved(AliasName alias, Span span) {
    LedgerWatch watch = aliases.get(alias);
    return watch != null && watch.wasMoved(span);
  }

  /** Returns whether a version was in the last rows of one and the same alias throughout a span. */
  boolean wasNamedAlways(VersionNumber number, int rows, Span span) {
    return aliases.values().stream().anyMatch(watch -> watch.wasNamedAlways(number, rows, span));
  }

  /** Returns the tokens of all moves; one for a set of moves. */
  Stream<String> tokens() {
    record Move(String id, String token) {}
    return aliases.values().stream()
        .flatMap(LedgerWatch::rows)
        .map((LedgerRow row) -> new Move(row.moveId(), Place.token(row.entry().reason())))
        .distinct()
        .map(Move::token);
  }

  /** Returns the ends that rollouts reached. */
  Stream<Rollout.State> rolloutEnds() {
    return aliases.values().stream().flatMap(watch -> watch.rolloutEnds().stream());
  }

  void checkUnchanged() {
    aliases.values().forEach(LedgerWatch::checkUnchanged);
  }
}
