package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.ReleaseSet;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.document.DocumentException;
import dev.versioned.cli.release.ReleaseFile;
import dev.versioned.cli.release.ReleasePlan;
import dev.versioned.model.Alias;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves aliases to the state that a file under version control describes. */
@Command(
    name = "release",
    description = "Move aliases to the state in a release file.",
    subcommands = {
      ReleaseCommand.Plan.class,
      ReleaseCommand.Apply.class,
      ReleaseCommand.Rollback.class,
      ReleaseCommand.Schema.class
    },
    footer = {"", "Examples:", "  versioned release apply releases.yaml --env prd"})
final class ReleaseCommand {
  private ReleaseCommand() {}

  /** Reads a file; names ignored settings on standard error, or in the JSON object. */
  private static ReleaseFile read(Session session, String file, String environment) {
    ReleaseFile read = ReleaseFile.read(session.path(file), environment);
    if (!session.isJson()) {
      read.ignored().forEach(line -> session.terminal().complain("warning: " + line));
    }
    return read;
  }

  private static List<String> lines(ReleasePlan plan) {
    List<String> lines = new ArrayList<>();
    plan.changes().forEach(change -> lines.add(change.toString()));
    plan.unmanaged().forEach(alias -> lines.add("? " + alias + " is not in the file"));
    return lines;
  }

  private static Map<String, Object> fields(ReleasePlan plan, ReleaseFile file) {
    return Fields.of(
        "environment",
        plan.environment(),
        "differs",
        plan.differs(),
        "changes",
        plan.changes().stream()
            .map(
                c ->
                    Fields.of(
                        "artifact",
                        c.artifact(),
                        "alias",
                        c.alias(),
                        "action",
                        c.action(),
                        "revision",
                        c.revision(),
                        "current",
                        c.current().map(alias -> Fields.of(alias.routing())).orElse(null),
                        "wanted",
                        Fields.of(c.wanted()),
                        "endsRollout",
                        c.endsRollout()))
            .toList(),
        "unmanaged",
        plan.unmanaged().stream().map(Fields::of).toList(),
        "warnings",
        file.ignored());
  }

  /** See the command's description. */
  @Command(
      name = "plan",
      description = {
        "Compare a release file with the aliases, and change nothing.",
        "+ would be created, ~ would be moved, = is as wanted, ? is not in the file."
      },
      footer = {
        "",
        "Examples:",
        "  versioned release plan releases.yaml --env prd",
        "  versioned release plan releases.json --env prd --fail-on-drift"
      })
  static final class Plan extends RepositoryCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The release file, YAML or JSON.")
    String file;

    @Option(
        names = "--env",
        required = true,
        paramLabel = "NAME",
        description = "The environment to take from it.")
    String environment;

    @Option(names = "--fail-on-drift", description = "Exit 1 if anything differs.")
    boolean failOnDrift;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      ReleaseFile wanted = read(session, file, environment);
      ReleasePlan plan = ReleasePlan.of(wanted, repo);
      List<String> lines = lines(plan);
      lines.add(plan.differs() ? "to be applied" : "nothing differs");
      return Answer.of(fields(plan, wanted), lines::stream)
          .exit(failOnDrift && plan.differs() ? ExitCode.FAILED : ExitCode.DONE);
    }
  }

  /** See the command's description. */
  @Command(
      name = "apply",
      description = {
        "Plan, then move all aliases that differ in one transaction: all of them, or none.",
        "A second run changes nothing, and says so. At most 100 items: two for each alias, and one for"
            + " each version that an alias gains or loses."
      },
      footer = {
        "",
        "Examples:",
        "  versioned release apply releases.yaml --env prd --reason \"spring sale\"",
        "  versioned release apply releases.json --env prd --receipt receipt.json"
      })
  static final class Apply extends RepositoryCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The release file, YAML or JSON.")
    String file;

    @Option(
        names = "--env",
        required = true,
        paramLabel = "NAME",
        description = "The environment to take from it.")
    String environment;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the ledgers.")
    @Nullable String reason;

    @Mixin BreakFreezeOption breakFreeze;

    @Option(
        names = "--receipt",
        paramLabel = "FILE",
        description =
            "Write which aliases were moved, for release rollback. If nothing moves, an existing"
                + " receipt is kept.")
    @Nullable String receipt;

    @Override
    Answer answer(ArtifactRepository repo, Session session) throws IOException {
      ReleaseFile wanted = read(session, file, environment);
      ReleasePlan plan = ReleasePlan.of(wanted, repo);
      Receipt written = receipt == null ? null : Receipt.of(session, receipt);
      if (written != null) {
        written.checkWritable();
      }
      String why = reason == null ? "release of " + file + ", " + environment : reason;
      List<Alias> moved =
          plan.apply(
              repo,
              update -> {
                update.reason(why);
                breakFreeze.addTo(update);
              });
      // A repeated job has nothing to move, and must not lose the receipt of its first run.
      if (written != null && !(moved.isEmpty() && written.exists())) {
        written.write(moved);
      }
      List<String> lines = lines(plan);
      lines.add(
          moved.isEmpty()
              ? "nothing differs, nothing was changed"
              : "moved " + moved.size() + " aliases in one transaction");
      Map<String, Object> fields = fields(plan, wanted);
      fields.put("moved", moved.stream().map(Fields::of).toList());
      return Answer.of(fields, lines::stream);
    }
  }

  /** See the command's description. */
  @Command(
      name = "rollback",
      description = {
        "Take back what an apply did, in one transaction: all of it, or nothing if an alias has been"
            + " moved since. What it moved goes back, what it created is deleted."
      },
      footer = {
        "",
        "Examples:",
        "  versioned release rollback receipt.json --reason \"error rate\""
      })
  static final class Rollback extends RepositoryCommand {
    @Parameters(index = "0", paramLabel = "RECEIPT", description = "What apply --receipt wrote.")
    String receipt;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the ledgers.")
    @Nullable String reason;

    @Mixin BreakFreezeOption breakFreeze;

    @Override
    Answer answer(ArtifactRepository repo, Session session) {
      ReleaseSet set = repo.releaseSet();
      List<AliasHandle> applied = new ArrayList<>();
      for (Document.Entry entry : Receipt.of(session, receipt).read()) {
        int colon = entry.name().indexOf(':');
        try {
          AliasHandle alias =
              repo.artifact(entry.name().substring(0, Math.max(colon, 0)))
                  .alias(entry.name().substring(colon + 1));
          set.rollback(alias, Long.parseLong(entry.value().text()));
          applied.add(alias);
        } catch (IllegalArgumentException e) {
          throw new DocumentException(entry.at(), String.valueOf(e.getMessage()));
        }
      }
      List<Alias> back =
          applied.isEmpty()
              ? List.of()
              : set.apply(
                  update -> {
                    update.reason(reason == null ? "release rolled back" : reason);
                    breakFreeze.addTo(update);
                  });
      return answer(applied, back);
    }

    /** An alias that is not among the moved ones was deleted, because the apply had created it. */
    private static Answer answer(List<AliasHandle> applied, List<Alias> back) {
      Set<String> kept =
          back.stream().map(a -> a.artifact() + ":" + a.name()).collect(Collectors.toSet());
      List<String> deleted =
          applied.stream().map(AliasHandle::toString).filter(a -> !kept.contains(a)).toList();
      List<String> lines = new ArrayList<>(back.stream().map(Alias::toString).toList());
      deleted.forEach(alias -> lines.add("deleted " + alias + ", which the release had created"));
      lines.add(
          applied.isEmpty()
              ? "nothing was moved, nothing is rolled back"
              : "rolled back " + applied.size() + " aliases in one transaction");
      return Answer.of(
          Fields.of("moved", back.stream().map(Fields::of).toList(), "deleted", deleted),
          lines::stream);
    }
  }

  /** See the command's description. */
  @Command(
      name = "schema",
      description = "Print the JSON Schema of release files, for editors and checks.",
      footer = {"", "Examples:", "  versioned release schema > release.schema.json"})
  static final class Schema extends ToolCommand {
    @Override
    ExitCode run(Session session) throws IOException {
      try (InputStream schema =
          Objects.requireNonNull(ReleaseFile.class.getResourceAsStream("release.schema.json"))) {
        schema.transferTo(session.terminal().out());
      }
      session.terminal().out().flush();
      return ExitCode.DONE;
    }
  }
}
