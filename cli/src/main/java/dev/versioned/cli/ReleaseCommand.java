package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.cli.document.Document;
import dev.versioned.cli.release.PlanFile;
import dev.versioned.cli.release.ReleaseFile;
import dev.versioned.cli.release.ReleasePlan;
import dev.versioned.model.Alias;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      ReleaseRollbackCommand.class,
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

  /** A plan is applied where it was made. */
  private static String place(Session session) {
    Settings settings = session.settings();
    return "s3://"
        + settings.required("bucket")
        + "/"
        + settings.find("prefix").orElse("")
        + " and table "
        + settings.required("table");
  }

  private static void save(Map<String, Object> plan, Path file, String name) throws IOException {
    try (PrintStream to =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      Json.write(to, plan);
      if (to.checkError()) {
        throw new IOException("Cannot write " + name + ": is its disk full?");
      }
    }
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
        "  versioned release plan releases.yaml --env prd --out prd.plan",
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

    @Option(
        names = "--out",
        paramLabel = "PLAN",
        description = "Write the plan to a file that release apply takes instead of FILE.")
    @Nullable String out;

    @Option(names = "--fail-on-drift", description = "Exit 1 if anything differs.")
    boolean failOnDrift;

    @Override
    Answer answer(ArtifactRepository repo, Session session) throws IOException {
      ReleaseFile wanted = read(session, file, environment);
      ReleasePlan plan = ReleasePlan.of(wanted, repo);
      if (out != null) {
        save(PlanFile.of(plan, place(session)), session.path(out), out);
      }
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
        "  versioned release apply prd.plan --reason \"spring sale\"",
        "  versioned release apply releases.json --env prd --receipt receipt.json"
      })
  static final class Apply extends RepositoryCommand {
    @Parameters(
        index = "0",
        paramLabel = "FILE",
        description = "The release file, YAML or JSON, or what release plan --out wrote.")
    String file;

    @Option(
        names = "--env",
        paramLabel = "NAME",
        description = "The environment to take from it; a saved plan has its own.")
    @Nullable String environment;

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
      Document.Members given = Document.read(session.path(file));
      ReleaseFile wanted;
      ReleasePlan plan;
      if (PlanFile.is(given)) {
        plan = PlanFile.read(given, place(session), repo);
        wanted = new ReleaseFile(plan.environment(), List.of(), List.of());
        if (environment != null && !environment.equals(plan.environment())) {
          throw misused("Cannot apply the plan: it is of environment " + plan.environment());
        }
      } else if (environment == null) {
        throw misused("Missing required option: '--env=NAME'");
      } else {
        wanted = read(session, file, environment);
        plan = ReleasePlan.of(wanted, repo);
      }
      Receipt written = receipt == null ? null : Receipt.of(session, receipt);
      if (written != null) {
        written.checkWritable();
      }
      String why = reason == null ? "release of " + file + ", " + plan.environment() : reason;
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
