package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.LedgerEntry;
import dev.versioned.rollout.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows an alias. */
@Command(
    name = "show",
    description = {
      "Show what an alias points to, its last change, the rollout under way, and its first overrides:",
      "--output json has all of them."
    },
    footer = {
      "",
      "Examples:",
      "  versioned alias show checkout LIVE --output json",
      "  versioned alias show checkout:LIVE --watch"
    })
final class AliasShowCommand extends RepositoryCommand {
  private static final int SHOWN_OVERRIDES = 10;

  @Mixin AliasTarget target;
  @Mixin WatchOption watch;

  @Override
  Optional<Duration> repetition() {
    return Optional.ofNullable(watch.every);
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    AliasHandle handle = target.in(repo);
    Alias alias = handle.read();
    Optional<LedgerEntry> last = lastChange(handle);
    Optional<RolloutStatus> rollout =
        handle.rollout().find().filter(status -> !status.rollout().isOver());
    Map<String, Object> json =
        Fields.of(
            "alias",
            Fields.of(alias),
            "lastChange",
            last.map(Fields::of).orElse(null),
            "rollout",
            rollout.map(Fields::of).orElse(null));
    Map<String, Object> overrides = new TreeMap<>();
    handle
        .overrides(alias)
        .versions()
        .forEach((key, version) -> overrides.put(key, version.toString()));
    json.put("overrides", overrides);
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of(alias.toString()));
    if (!alias.description().isEmpty()) {
      rows.add(Row.of("description  " + alias.description()));
    }
    last.ifPresent(
        entry -> {
          // Elsewhere an age would make every answer of --watch another one.
          boolean aged = session.terminal().interactive();
          String age = aged ? Human.age(entry.at(), Instant.now()) + " ago, " : "";
          rows.add(Row.of("last change  " + Changes.line(entry)));
          rows.add(Row.of("when         " + age + entry.at()));
        });
    if (!overrides.isEmpty()) {
      rows.add(Row.of("overrides    " + some(overrides)));
    }
    rollout.ifPresent(
        status -> rows.add(Row.of("rollout      ").and(status.toString(), Style.YELLOW)));
    return Answer.ofRows(json, rows::stream);
  }

  private static String some(Map<String, Object> overrides) {
    List<String> first =
        overrides.entrySet().stream()
            .limit(SHOWN_OVERRIDES)
            .map(one -> one.getKey() + "=" + one.getValue())
            .toList();
    int more = overrides.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  /** A role that may not read the ledger does without. */
  private static Optional<LedgerEntry> lastChange(AliasHandle handle) {
    try {
      return handle.ledger().findFirst();
    } catch (BackendException e) {
      if (e.isAccessDenied()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
