package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.ProcessReport;
import java.util.List;

/** The processes that follow an alias. */
final class FleetPage {
  private static final int MOST = 100;

  private FleetPage() {}

  static Html of(View view, Artifact artifact, String alias) {
    Fleet fleet = artifact.alias(alias).fleet();
    Html page =
        Layout.page(
            view,
            "Fleet of " + fleet.alias().name(),
            List.of(
                new Layout.Crumb(artifact.name().value(), view.link("artifacts", artifact.name())),
                new Layout.Crumb(alias, Link.alias(view.base(), artifact.name(), alias))),
            fleet.reports().isEmpty()
                ? Html.of(
                    "p",
                    "No process reports that it follows "
                        + artifact.name()
                        + ":"
                        + alias
                        + ". A process reports if its watch options say so.")
                : Html.of(
                    "div", summary(fleet), revisions(fleet), behind(view, fleet), failing(fleet)));
    return page;
  }

  private static Html summary(Fleet fleet) {
    return Html.of(
            "p",
            Html.of("b", fleet.current()),
            " of ",
            Html.of("b", fleet.size()),
            " processes are at revision " + fleet.alias().revision() + ".")
        .css("lead");
  }

  private static Html revisions(Fleet fleet) {
    Table table = new Table("Processes by revision", "Revision", "Processes").number(0).number(1);
    fleet.revisions().forEach(table::row);
    return Layout.section("revisions", "Revisions", table.html());
  }

  private static Html behind(View view, Fleet fleet) {
    List<ProcessReport> behind = fleet.behind();
    if (behind.isEmpty()) {
      return Layout.section("behind", "Behind", Html.of("p", "No process is behind."));
    }
    Table table =
        new Table("Processes behind", "Process", "Revision", "Staleness", "Reported").number(1);
    behind.stream()
        .limit(MOST)
        .forEach(
            report ->
                table.row(
                    report.process(),
                    report.revision(),
                    Shown.duration(report.staleness()),
                    Shown.time(report.reportedAt(), view.now())));
    return Layout.section("behind", "Behind", table.html());
  }

  private static Html failing(Fleet fleet) {
    Table table = new Table("Versions that are not ready", "Version", "Process", "Reason");
    fleet
        .notReady()
        .keySet()
        .forEach(
            version ->
                fleet.notReady(version).stream()
                    .limit(MOST)
                    .forEach(
                        report ->
                            table.row(
                                version,
                                report.process(),
                                Shown.orDash(report.notReady().getOrDefault(version, "")))));
    return Layout.section(
        "failing",
        "Not ready",
        table.isEmpty() ? Html.of("p", "Every version is ready everywhere.") : table.html());
  }
}
