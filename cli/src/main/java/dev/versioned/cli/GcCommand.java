package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.Gc;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.GcReport;
import dev.versioned.model.ArtifactName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Frees bytes that nothing refers to. */
@Command(
    name = "gc",
    description = "Remove unreferenced bytes.",
    footer = {
      "",
      "Examples:",
      "  versioned gc --dry-run",
      "  versioned gc --grace-period 2d --undelete-window 90d",
      "  versioned gc --given-up --dry-run"
    })
final class GcCommand extends RepositoryCommand {
  @Option(names = "--artifact", paramLabel = "NAME", description = "Check a single artifact.")
  @Nullable ArtifactName artifact;

  @Option(
      names = "--grace-period",
      paramLabel = "TIME",
      description = "Spare bytes written more recently than this; default: 1d.")
  @Nullable Duration gracePeriod;

  @Option(
      names = "--undelete-window",
      paramLabel = "TIME",
      description = "Spare versions deleted more recently than this; default: 30d.")
  @Nullable Duration undeleteWindow;

  @Option(
      names = "--given-up",
      description =
          "Also remove the objects of numbers that were given up; see docs/operations.md first.")
  boolean givenUp;

  @Option(names = "--dry-run", description = "Show what would be removed, and remove nothing.")
  boolean dryRun;

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    Gc gc = gc(repo);
    if (dryRun) {
      Supplier<Stream<?>> garbage =
          () ->
              plan(gc, repo)
                  .map(
                      g ->
                          Fields.of(
                              "artifact",
                              g.artifact(),
                              "reason",
                              g.reason(),
                              "key",
                              g.key().value(),
                              "sizeBytes",
                              g.sizeBytes(),
                              "since",
                              g.since()));
      return Answer.of(Fields.of("dryRun", true, "garbage", garbage), () -> lines(plan(gc, repo)));
    }
    GcReport report = gc.run();
    if (report.tallies().isEmpty() && report.failures().isEmpty()) {
      checkKnown(repo);
    }
    List<String> lines = new ArrayList<>();
    Map<String, Object> reasons = new LinkedHashMap<>();
    report
        .tallies()
        .forEach(
            (reason, tally) -> {
              lines.add(reason + ": " + text(tally));
              reasons.put(reason.name(), fields(tally));
            });
    lines.add("total: " + text(report.total()));
    if (report.foreign() > 0) {
      lines.add("kept: " + report.foreign() + " objects of other writers");
    }
    report.failures().forEach(f -> lines.add("failed: " + Wording.ofCommand(f.toString())));
    return Answer.of(
            Fields.of(
                "dryRun",
                false,
                "total",
                fields(report.total()),
                "reasons",
                reasons,
                "failures",
                report.failures().stream().map(f -> Wording.ofCommand(f.toString())).toList(),
                "foreign",
                report.foreign()),
            lines::stream)
        .exit(report.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED);
  }

  private Stream<Garbage> plan(Gc gc, ArtifactRepository repo) {
    return Known.orElse(gc.plan(), () -> checkKnown(repo));
  }

  private void checkKnown(ArtifactRepository repo) {
    if (artifact != null) {
      Known.check("collect the garbage", artifact, repo);
    }
  }

  /** A list may be long, and is printed as it is read: it is known to be empty only then. */
  private static Stream<String> lines(Stream<Garbage> plan) {
    Spliterator<String> garbage = plan.map(Garbage::toString).spliterator();
    Stream.Builder<String> first = Stream.builder();
    boolean any = garbage.tryAdvance(first);
    return any
        ? Stream.concat(first.build(), StreamSupport.stream(garbage, false))
        : Stream.of("there is nothing to remove");
  }

  private Gc gc(ArtifactRepository repo) {
    Gc gc = repo.gc();
    gc = artifact == null ? gc : gc.only(artifact);
    gc = givenUp ? gc.withGivenUp() : gc;
    gc = gracePeriod == null ? gc : gc.withGracePeriod(gracePeriod);
    return undeleteWindow == null ? gc : gc.withUndeleteWindow(undeleteWindow);
  }

  private static String text(GcReport.Tally tally) {
    return "removed "
        + tally.removed()
        + " ("
        + tally.removedBytes()
        + " bytes), spared "
        + tally.spared()
        + ", failed "
        + tally.failed();
  }

  private static Map<String, Object> fields(GcReport.Tally tally) {
    return Fields.of(
        "removed",
        tally.removed(),
        "removedBytes",
        tally.removedBytes(),
        "spared",
        tally.spared(),
        "failed",
        tally.failed());
  }
}
