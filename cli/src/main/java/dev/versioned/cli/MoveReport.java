package dev.versioned.cli;

import dev.versioned.AliasChange;
import dev.versioned.AliasUpdate;
import dev.versioned.model.Alias;
import dev.versioned.rollout.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The report of what a move of one alias did. */
final class MoveReport {
  private Optional<AliasChange> change = Optional.empty();

  /** Adds the listener that receives the result of a change to its options. */
  Consumer<AliasUpdate> hearing(Consumer<AliasUpdate> update) {
    return gathered -> {
      update.accept(gathered);
      gathered.onChanged(made -> change = Optional.of(made));
    };
  }

  Optional<AliasChange> change() {
    return change;
  }

  /** Whether an earlier call made the change. */
  boolean isReplay() {
    return change.filter(made -> made.outcome() == AliasChange.Outcome.REPLAYED).isPresent();
  }

  /** Returns the answer, which begins with what the ledger does not have, if there is any. */
  Answer answer(Alias alias, String... first) {
    List<String> lines = new ArrayList<>(List.of(first));
    lines.add(alias.toString());
    Map<String, Object> fields = Fields.of("alias", Fields.of(alias));
    addChange(lines);
    addChange(fields);
    addReplayed(fields, lines);
    addEnded(fields, lines);
    return Answer.of(fields, lines::stream);
  }

  /** Adds the routing before and after, who and why; not of an earlier call. */
  void addChange(List<String> lines) {
    if (!isReplay()) {
      change.map(AliasChange::entry).map(Changes::line).ifPresent(lines::add);
    }
  }

  /** Adds the row of the ledger. */
  void addChange(Map<String, Object> fields) {
    change.ifPresent(made -> fields.put("change", Fields.of(made.entry())));
  }

  /** Adds whether an earlier call made this change, and its revision. */
  void addReplayed(Map<String, Object> fields, List<String> lines) {
    change
        .filter(made -> made.outcome() == AliasChange.Outcome.REPLAYED)
        .map(AliasChange::entry)
        .ifPresent(
            entry -> {
              fields.put("replayedRevision", entry.revision());
              lines.add(
                  "this was done before, at revision "
                      + entry.revision()
                      + "; nothing changed now");
            });
  }

  /** Adds the rollout that the move ended, if it ended one. */
  void addEnded(Map<String, Object> fields, List<String> lines) {
    change
        .flatMap(AliasChange::endedRollout)
        .ifPresent(
            rollout -> {
              fields.put("endedRollout", fields(rollout));
              lines.add(
                  "this ended the rollout to version "
                      + rollout.plan().version()
                      + ", "
                      + rollout.state()
                      + " at step "
                      + rollout.step()
                      + " of "
                      + rollout.plan().strategy().steps()
                      + " of "
                      + rollout.plan().strategy()
                      + "; now serves "
                      + change
                          .flatMap(made -> made.entry().after())
                          .map(Object::toString)
                          .orElse("nothing"));
            });
  }

  private static Map<String, Object> fields(Rollout rollout) {
    return Fields.of(
        "id",
        rollout.id(),
        "state",
        rollout.state(),
        "version",
        rollout.plan().version().toString(),
        "from",
        rollout.from().toString(),
        "strategy",
        rollout.plan().strategy(),
        "step",
        rollout.step(),
        "steps",
        rollout.plan().strategy().steps());
  }
}
