package dev.versioned.console;

import dev.versioned.model.ArtifactName;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.util.List;
import java.util.stream.Stream;

/** The artifacts, a page at a time, and the rollouts under way. */
final class RepositoryPage {
  private static final int PAGE = 50;
  private static final int ROLLOUTS = 20;

  private RepositoryPage() {}

  static Html of(View view) {
    Html artifacts = Layout.section("artifacts", "Artifacts", search(view), artifacts(view));
    return view.params().find("after").isPresent() || view.params().find("prefix").isPresent()
        ? Layout.page(view, view.title(), List.of(), artifacts)
        : Layout.page(view, view.title(), List.of(), rollouts(view), artifacts);
  }

  private static Html rollouts(View view) {
    List<RolloutStatus> found;
    try (Stream<RolloutStatus> all = view.repo().rollouts()) {
      found = all.limit(ROLLOUTS).toList();
    }
    if (found.isEmpty()) {
      return Layout.section(
          "rollouts", "Rollouts under way", Html.of("p", "No rollout is under way."));
    }
    Table table = new Table("Rollouts under way", "Alias", "State", "Version", "Traffic", "Next");
    for (RolloutStatus status : found) {
      Rollout rollout = status.rollout();
      Object artifact = status.alias().artifact();
      Object alias = status.alias().name();
      table.row(
          Layout.anchor(artifact + ":" + alias, Link.alias(view.base(), artifact, alias)),
          Shown.words(rollout.state()),
          rollout.plan().version(),
          Shown.percent(rollout.weight()),
          rollout.state() == Rollout.State.PAUSED ? "–" : Shown.time(rollout.dueAt(), view.now()));
    }
    return Layout.section("rollouts", "Rollouts under way", table.html());
  }

  private static Html search(View view) {
    return Html.of(
            "form",
            Html.of("label", "Names that start with").attr("for", "prefix"),
            Html.of("input")
                .attr("id", "prefix")
                .attr("name", "prefix")
                .attr("autocomplete", "off")
                .attr("value", view.params().text("prefix")),
            Html.of("button", "Filter").attr("type", "submit"))
        .css("inline")
        .attr("method", "get")
        .attr("role", "search")
        .link("action", view.link());
  }

  private static Html artifacts(View view) {
    List<ArtifactName> names = names(view);
    if (names.isEmpty()) {
      return Html.of("p", "There are no artifacts here.");
    }
    Html list = Html.of("ul").css("names");
    names.stream()
        .limit(PAGE)
        .forEach(
            name -> list.add(Html.of("li", Layout.anchor(name, view.link("artifacts", name)))));
    return names.size() <= PAGE
        ? list
        : Html.of(
            "div",
            list,
            Html.of(
                "p",
                Layout.anchor("More artifacts", next(view).with("after", names.get(PAGE - 1)))));
  }

  private static Link next(View view) {
    return view.params()
        .find("prefix")
        .map(prefix -> view.link().with("prefix", prefix))
        .orElseGet(view::link);
  }

  private static List<ArtifactName> names(View view) {
    try (Stream<ArtifactName> all = all(view)) {
      return all.limit(PAGE + 1L).toList();
    }
  }

  private static Stream<ArtifactName> all(View view) {
    var after = view.params().find("after").map(ArtifactName::parse);
    var prefix = view.params().find("prefix");
    if (after.isPresent()) {
      Stream<ArtifactName> rest = view.repo().artifactsAfter(after.get());
      return prefix.isPresent()
          ? rest.takeWhile(name -> name.value().startsWith(prefix.get()))
          : rest;
    }
    return prefix.isPresent() ? view.repo().artifacts(prefix.get()) : view.repo().artifacts();
  }
}
