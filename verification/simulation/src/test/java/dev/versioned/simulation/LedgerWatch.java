package dev.versioned.simulation;

import static dev.versioned.simulation.Oracle.check;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.Rollout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows one alias and its ledger: a chain, and an undo stack. */
final class LedgerWatch {
  private final Records records;
  private final ArtifactName artifact;
  private final AliasName name;
  private final List<LedgerRow> rows = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private final Set<String> moves = new HashSet<>();
  private final UndoStack undo = new UndoStack();
  private final RolloutWatch rollouts = new RolloutWatch();
  private final History<Standing> standings = new History<>(0, Standing.ABSENT);
  private @Nullable AliasEntry last;

  LedgerWatch(Records records, ArtifactName artifact, AliasName name) {
    this.records = records;
    this.artifact = artifact;
    this.name = name;
  }

  private static Optional<Routing> routing(@Nullable AliasEntry entry) {
    return entry instanceof AliasEntry.Present present
        ? Optional.of(present.alias().routing())
        : Optional.empty();
  }

  private static Optional<Alias> alias(@Nullable AliasEntry entry) {
    return entry instanceof AliasEntry.Present present
        ? Optional.of(present.alias())
        : Optional.empty();
  }

  void observe(AliasEntry entry, long step) {
    if (entry == last) {
      return;
    }
    check(
        entry.revision() == rows.size() + 1L,
        7,
        () -> name + " came to revision " + entry.revision() + " after " + rows.size());
    LedgerRow row = records.ledgerRow(artifact, name, entry.revision()).orElse(null);
    if (row == null) {
      throw new Violation("promise 7: " + entry.revision() + " is not in the ledger of " + name);
    }
    LedgerEntry ledger = row.entry();
    check(row.moveId().equals(entry.moveId()), 7, () -> "the ledger's row is of another move");
    check(moves.add(row.moveId()), 7, () -> "one move made two revisions");
    check(
        ledger.before().isEmpty() == (ledger.action() == LedgerEntry.Action.CREATE),
        7,
        () -> "an alias was created that was there, or changed that was not: " + ledger);
    check(
        ledger.before().equals(routing(last)), 7, () -> "the ledger is no chain before " + ledger);
    check(
        ledger.after().equals(routing(entry)),
        7,
        () -> "the ledger differs from the alias: " + ledger);
    check(
        last == null || !ledger.at().isBefore(last.updatedAt()), 7, () -> "ledger time went back");
    Freezing.check(ledger, alias(last), alias(entry));
    if (entry instanceof AliasEntry.Present present) {
      checkVersions(present.alias());
      check(
          row.overrides().equals(present.alias().overrides()),
          7,
          () -> "the ledger has other overrides than the alias: " + row);
      alias(last).ifPresent(o -> Overriding.check(ledger.action(), o, present.alias()));
      undo.changed(ledger.action(), Served.by(present.alias()), rollout(last), present.rollout());
      rollouts.changed(ledger, last, present);
    } else {
      undo.clear();
    }
    checkWhole(row);
    rows.add(row);
    steps.add(step);
    standings.set(step, Standing.of(entry, undo));
    last = entry;
  }

  /** Checks that all aliases named in a move's reason have moved with it. */
  private void checkWhole(LedgerRow row) {
    for (Place place : Place.namedBy(row.entry().reason())) {
      String moveId =
          records.alias(place.artifact(), place.alias()).map(AliasEntry::moveId).orElse("no move");
      check(
          moveId.equals(row.moveId()),
          7,
          () -> name + " was moved, and " + place + " of the same set was not");
    }
  }

  private void checkVersions(Alias alias) {
    check(
        alias.versions().keySet().equals(alias.targets()),
        6,
        () -> alias + " does not hold the versions it points to");
  }

  private static Optional<Rollout> rollout(@Nullable AliasEntry entry) {
    return entry instanceof AliasEntry.Present present ? present.rollout() : Optional.empty();
  }

  Optional<Routing> routingAt(long revision) {
    return revision <= rows.size()
        ? rows.get((int) revision - 1).entry().after()
        : Optional.empty();
  }

  String reasonAt(long revision) {
    return revision <= rows.size() ? rows.get((int) revision - 1).entry().reason() : "";
  }

  Optional<LedgerEntry.Action> actionAt(long revision) {
    return revision <= rows.size()
        ? Optional.of(rows.get((int) revision - 1).entry().action())
        : Optional.empty();
  }

  /** Returns the ends that its rollouts reached. */
  List<Rollout.State> rolloutEnds() {
    return rollouts.ends();
  }

  Stream<LedgerRow> rows() {
    return rows.stream();
  }

  /** Returns whether it had such a state at some time in a span. */
  boolean was(Span span, Predicate<Standing> which) {
    return standings.was(span, which);
  }

  /** Returns whether a call with this token had moved it by a step. */
  boolean wasMade(String token, long by) {
    for (int i = 0; i < rows.size() && steps.get(i) <= by; i++) {
      if (Place.token(rows.get(i).entry().reason()).equals(token)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether it was moved in a span. */
  boolean wasMoved(Span span) {
    return steps.stream().anyMatch(step -> step > span.start() && step <= span.end());
  }

  /** Returns whether a version was in the last rows, and the alias existed, throughout a span. */
  boolean wasNamedAlways(VersionNumber number, int last, Span span) {
    int from = (int) steps.stream().filter(step -> step <= span.start()).count();
    int to = (int) steps.stream().filter(step -> step <= span.end()).count();
    return from > 0
        && IntStream.rangeClosed(from, to)
            .allMatch(
                end ->
                    rows.get(end - 1).entry().after().isPresent()
                        && rows.subList(Math.max(0, end - last), end).stream()
                            .anyMatch(row -> isNamed(row.entry(), number)));
  }

  private static boolean isNamed(LedgerEntry row, VersionNumber number) {
    return Stream.of(row.before(), row.after())
        .flatMap(Optional::stream)
        .anyMatch(routing -> routing.versions().contains(number));
  }

  /** Reads the whole ledger, and checks that no row has changed since it was written. */
  void checkUnchanged() {
    List<LedgerRow> now = new ArrayList<>(records.ledger(artifact, name));
    java.util.Collections.reverse(now);
    check(now.equals(rows), 7, () -> "the ledger of " + name + " was changed afterwards");
  }
}
