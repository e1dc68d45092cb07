package dev.versioned.cli;

import dev.versioned.ArtifactRepository;
import dev.versioned.fleet.Estimate;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.ProcessReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the processes that follow an alias. */
@Command(
    name = "fleet",
    description = {
      "Show how far the processes are that follow an alias and report it.",
      "In a fleet of more than some 16,000 processes a sample reports; numbers then are estimates, with"
          + " bounds at 99 %%."
    },
    footer = {
      "",
      "Examples:",
      "  versioned fleet checkout LIVE",
      "  versioned fleet checkout LIVE --watch",
      "  versioned fleet checkout LIVE --hosts 100 --output json"
    })
final class FleetCommand extends RepositoryCommand {
  @Mixin AliasTarget target;

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many processes to name of each list; default: 20.")
  int hosts;

  @Mixin WatchOption watch;

  @Override
  Optional<Duration> repetition() {
    return Optional.ofNullable(watch.every);
  }

  @Override
  Answer answer(ArtifactRepository repo, Session session) {
    if (hosts < 0) {
      throw misused("--hosts must be 0 or more");
    }
    Fleet fleet = target.in(repo).fleet();
    return Answer.of(fields(fleet), () -> lines(fleet).stream());
  }

  private Map<String, Object> fields(Fleet fleet) {
    List<Object> revisions = new ArrayList<>();
    fleet
        .revisions()
        .forEach(
            (revision, n) -> revisions.add(Fields.of("revision", revision, "processes", of(n))));
    List<Object> notReady = new ArrayList<>();
    fleet
        .notReady()
        .forEach(
            (version, n) ->
                notReady.add(
                    Fields.of(
                        "version",
                        version.toString(),
                        "processes",
                        of(n),
                        "reasons",
                        fleet.notReady(version).stream()
                            .limit(hosts)
                            .map(
                                report ->
                                    Fields.of(
                                        "process",
                                        report.process(),
                                        "reason",
                                        report.notReady().get(version)))
                            .toList())));
    return Fields.of(
        "artifact",
        fleet.alias().artifact(),
        "alias",
        fleet.alias().name(),
        "revision",
        fleet.alias().revision(),
        "processes",
        of(fleet.size()),
        "current",
        of(fleet.current()),
        "revisions",
        revisions,
        "behind",
        fleet.behind().stream().limit(hosts).map(FleetCommand::of).toList(),
        "notReady",
        notReady);
  }

  private static Map<String, Object> of(Estimate number) {
    return Fields.of("value", number.value(), "low", number.low(), "high", number.high());
  }

  private static Map<String, Object> of(ProcessReport report) {
    return Fields.of(
        "process",
        report.process(),
        "revision",
        report.revision(),
        "stalenessMillis",
        report.staleness().toMillis(),
        "reportedAt",
        report.reportedAt());
  }

  private List<String> lines(Fleet fleet) {
    List<String> lines = new ArrayList<>();
    if (fleet.reports().isEmpty()) {
      lines.add("no process reports that it follows " + target.name + ":" + target.alias);
      return lines;
    }
    List<ProcessReport> behind = fleet.behind();
    String first =
        fleet.current() + " of " + fleet.size() + " at revision " + fleet.alias().revision();
    lines.add(
        behind.isEmpty()
            ? first
            : first
                + "; "
                + Estimate.ofSample(behind.size(), fleet.oneIn())
                + " behind: "
                + names(behind));
    fleet
        .notReady()
        .forEach(
            (version, n) -> {
              List<ProcessReport> failing = fleet.notReady(version);
              lines.add(
                  "version "
                      + version
                      + " cannot be prepared by "
                      + n
                      + ": "
                      + names(failing)
                      + ": "
                      + failing.get(0).notReady().get(version));
            });
    if (fleet.counts().unreadable() > 0) {
      lines.add(
          "what "
              + fleet.counts().unreadable()
              + " processes count cannot be read, and is left out");
    }
    return lines;
  }

  private String names(List<ProcessReport> reports) {
    List<String> names = reports.stream().map(ProcessReport::name).distinct().toList();
    String named = names.stream().limit(hosts).collect(Collectors.joining(", "));
    return names.size() > hosts ? named + (hosts == 0 ? "…" : ", …") : named;
  }
}
