package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Version;
import dev.versioned.rollout.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An alias: its split, its rollout, its history, and the moves that can be previewed. */
final class AliasPage {
  private static final int ROWS = 50;
  private static final int CHOICES = 20;

  private AliasPage() {}

  static Html of(View view, Artifact artifact, String name) {
    Subject subject = Subject.read(artifact, name);
    Alias alias = subject.alias();
    List<LedgerEntry> rows = rows(view, subject);
    List<LedgerEntry> shown = rows.subList(0, Math.min(ROWS, rows.size()));
    Html page = Html.of("div");
    made(view, rows).ifPresent(text -> page.add(Layout.note("good", text).attr("role", "status")));
    page.add(
        contents(subject),
        Layout.section("now", "Now", now(view, subject, rows)),
        rollout(view, subject, shown),
        Layout.section(
            "history",
            "History",
            view.params().find("before").isPresent()
                ? Html.text("")
                : SharesChart.of(shown, view.now()),
            history(view, subject, rows)),
        moves(view, subject));
    return Layout.page(
        view,
        alias.artifact() + ":" + alias.name(),
        List.of(new Layout.Crumb(artifact.name().value(), view.link("artifacts", artifact.name()))),
        page);
  }

  private static Html contents(Subject subject) {
    Html links = Html.of("nav").css("contents").attr("aria-label", "On this page");
    if (subject.rollout().isPresent()) {
      links.add(Layout.anchor("Rollout", Link.toPart("rollout")));
    }
    return links.add(
        Layout.anchor("History", Link.toPart("history")),
        Layout.anchor("Moves", Link.toPart("moves")));
  }

  /** Returns what was made, if the address names a revision of the rows. */
  private static Optional<String> made(View view, List<LedgerEntry> rows) {
    return view.params()
        .find("made")
        .flatMap(
            text ->
                rows.stream().filter(row -> Long.toString(row.revision()).equals(text)).findFirst())
        .map(row -> "Revision " + row.revision() + " was made: " + Shown.words(row.action()) + ".");
  }

  private static List<LedgerEntry> rows(View view, Subject subject) {
    Optional<Long> before =
        view.params().find("before").map(text -> view.params().number("before"));
    try (Stream<LedgerEntry> all =
        before.isPresent()
            ? subject.handle().ledgerBefore(before.get())
            : subject.handle().ledger()) {
      return all.limit(ROWS + 1L).toList();
    }
  }

  private static Html now(View view, Subject subject, List<LedgerEntry> rows) {
    Alias alias = subject.alias();
    Facts facts =
        new Facts()
            .add("Since", Shown.time(alias.updatedAt(), view.now()))
            .add("By", Shown.orDash(alias.updatedBy()));
    facts.add("Revision", alias.revision());
    facts.add("Description", Shown.orDash(alias.description()));
    facts.add(
        "Processes",
        Layout.anchor("Fleet", Link.alias(view.base(), alias.artifact(), alias.name(), "fleet")));
    rows.stream()
        .filter(row -> row.revision() == alias.revision())
        .findFirst()
        .ifPresent(row -> facts.wide("Why", Shown.orDash(row.reason())));
    Html part =
        Html.of("div", SplitBar.of(view.base(), alias.artifact(), alias.routing()), facts.html());
    frozen(view, alias).ifPresent(part::add);
    return part;
  }

  /** Returns the note that an alias is frozen, if it is. */
  static Optional<Html> frozen(View view, Alias alias) {
    return alias
        .freeze()
        .filter(freeze -> freeze.isInForce(view.now()))
        .map(freeze -> Layout.note("warn", frozen(freeze)));
  }

  private static String frozen(AliasFreeze freeze) {
    return "Frozen until "
        + freeze.until()
        + " by "
        + freeze.by()
        + (freeze.reason().isEmpty() ? "" : ": " + freeze.reason())
        + ". It refuses moves until then.";
  }

  private static Html rollout(View view, Subject subject, List<LedgerEntry> rows) {
    if (subject.rollout().isEmpty()) {
      return Html.text("");
    }
    Rollout rollout = subject.rollout().get();
    Facts facts =
        new Facts()
            .add("State", state(rollout))
            .add(
                "Version",
                Layout.anchor(
                    rollout.plan().version(),
                    Link.version(
                        view.base(), subject.alias().artifact(), rollout.plan().version())))
            .add("From", Shown.target(rollout.from()))
            .add("Strategy", rollout.plan().strategy())
            .add("Gate", rollout.plan().gate().isEmpty() ? "the ticker's" : rollout.plan().gate())
            .add(
                "Started",
                Shown.time(rollout.startedAt(), view.now()),
                rollout.startedBy().isEmpty() ? "" : " by " + rollout.startedBy());
    if (rollout.state() == Rollout.State.RUNNING || rollout.state() == Rollout.State.BAKING) {
      facts.add(
          rollout.state() == Rollout.State.BAKING ? "Bakes until" : "Next step due",
          Shown.time(rollout.dueAt(), view.now()));
    }
    if (!rollout.reason().isEmpty()) {
      facts.wide("Reason", rollout.reason());
    }
    List<LedgerEntry> own =
        rows.stream().filter(row -> row.revision() > rollout.fromRevision()).toList();
    return Layout.section(
        "rollout",
        rollout.isOver() ? "Last rollout" : "Rollout under way",
        facts.html(),
        RolloutSteps.of(rollout),
        GateChart.of(own));
  }

  private static String state(Rollout rollout) {
    return Shown.words(rollout.state())
        + (rollout.isAwaitingApproval()
            ? ", waits for an approval at " + Shown.percent(rollout.weight())
            : "");
  }

  private static Html history(View view, Subject subject, List<LedgerEntry> rows) {
    Table table =
        new Table("Changes", "Revision", "When", "By", "Change", "Traffic after", "Reason")
            .number(0);
    rows.stream()
        .limit(ROWS)
        .forEach(
            row ->
                table.row(
                    row.revision(),
                    Shown.time(row.at(), view.now()),
                    Shown.orDash(row.by()),
                    Shown.words(row.action()),
                    row.after().map(Shown::routing).orElse("deleted"),
                    Shown.orDash(row.reason())));
    Html part = Html.of("div", table.html());
    if (rows.size() > ROWS) {
      part.add(
          Html.of(
              "p",
              Layout.anchor(
                  "Earlier changes",
                  Link.alias(view.base(), subject.alias().artifact(), subject.alias().name())
                      .with("before", rows.get(ROWS - 1).revision()))));
    }
    return part;
  }

  private static Html moves(View view, Subject subject) {
    List<String> versions;
    try (Stream<Version> newest = subject.artifact().versions()) {
      versions = newest.limit(CHOICES).map(version -> version.id().toString()).toList();
    }
    Html cards = Html.of("div").css("cards");
    for (MoveKind kind : MoveKind.values()) {
      if (kind.isPossible(subject)) {
        cards.add(MoveForm.of(view, subject, kind));
      }
    }
    Html suggestions = Html.of("datalist").attr("id", "versions");
    versions.forEach(version -> suggestions.add(Html.of("option").attr("value", version)));
    return Layout.section(
        "moves",
        "Moves",
        Html.of(
            "p",
            view.movable()
                ? "Each shows what it changes, and asks for a reason, before anything is written."
                : "Each shows what it would change. This console changes nothing: it is read-only."),
        suggestions,
        cards);
  }
}
