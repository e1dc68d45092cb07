package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.model.Alias;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An artifact: its aliases, and its versions a page at a time. */
final class ArtifactPage {
  private static final int PAGE = 50;
  private static final int ALIASES = 100;

  private ArtifactPage() {}

  static Html of(View view, Artifact artifact) {
    List<Alias> aliases;
    try (Stream<Alias> all = artifact.aliases()) {
      aliases = all.limit(ALIASES + 1L).toList();
    }
    List<Version> versions = page(view, artifact);
    if (versions.isEmpty() && aliases.isEmpty() && !isListed(view, artifact)) {
      throw new RefusedException(
          404, "Cannot show artifact " + artifact.name() + ": there is no such artifact");
    }
    return Layout.page(
        view,
        artifact.name().value(),
        List.of(),
        Layout.section("aliases", "Aliases", aliases(view, artifact, aliases)),
        Layout.section("versions", "Versions", versions(view, artifact, versions, aliases)));
  }

  /** Returns whether the artifact has, or had, something: all its versions may be deleted. */
  private static boolean isListed(View view, Artifact artifact) {
    try (Stream<ArtifactName> like = view.repo().artifacts(artifact.name().value())) {
      return like.findFirst().filter(artifact.name()::equals).isPresent();
    }
  }

  private static Html aliases(View view, Artifact artifact, List<Alias> aliases) {
    if (aliases.isEmpty()) {
      return Html.of("p", "No alias points to a version of this artifact.");
    }
    Table table = new Table("Aliases", "Alias", "Traffic", "Since", "By", "Revision").number(4);
    for (Alias alias : aliases.subList(0, Math.min(ALIASES, aliases.size()))) {
      table.row(
          Layout.anchor(alias.name(), Link.alias(view.base(), artifact.name(), alias.name())),
          SplitBar.of(view.base(), artifact.name(), alias.routing()),
          Shown.time(alias.updatedAt(), view.now()),
          alias.updatedBy(),
          alias.revision());
    }
    return aliases.size() <= ALIASES
        ? table.html()
        : Html.of(
            "div",
            table.html(),
            Layout.note("", "Only the first " + ALIASES + " aliases are shown."));
  }

  private static Html versions(
      View view, Artifact artifact, List<Version> versions, List<Alias> aliases) {
    if (versions.isEmpty()) {
      return Html.of("p", "There are no versions here.");
    }
    Map<VersionNumber, VersionLabels> labels = labels(artifact, versions);
    Table table =
        new Table(
                "Versions", "Version", "Published", "By", "Size", "Serves", "Labels", "Description")
            .number(3);
    versions.stream()
        .limit(PAGE)
        .forEach(
            version ->
                table.row(
                    Layout.anchor(
                        version.number(),
                        Link.version(view.base(), artifact.name(), version.number())),
                    Shown.time(version.createdAt(), view.now()),
                    Shown.orDash(version.createdBy()),
                    Shown.size(version.sizeBytes()),
                    serves(view, aliases, version),
                    Shown.orDash(
                        Optional.ofNullable(labels.get(version.number()))
                            .map(VersionLabels::toString)
                            .orElse("")),
                    Shown.orDash(version.description())));
    Html part = Html.of("div", compare(view, artifact, versions), table.html());
    if (versions.size() > PAGE) {
      part.add(
          Html.of(
              "p",
              Layout.anchor(
                  "Older versions",
                  view.link("artifacts", artifact.name())
                      .with("before", versions.get(PAGE - 1).number()))));
    }
    return part;
  }

  /** Returns the labels of the versions of a page, which are lists from the newest on. */
  private static Map<VersionNumber, VersionLabels> labels(
      Artifact artifact, List<Version> versions) {
    VersionNumber oldest = versions.get(versions.size() - 1).number();
    try (Stream<VersionLabels> all = artifact.labels()) {
      return all.takeWhile(labels -> labels.number().compareTo(oldest) >= 0)
          .collect(Collectors.toMap(VersionLabels::number, labels -> labels));
    }
  }

  private static List<Version> page(View view, Artifact artifact) {
    Optional<VersionNumber> before = view.params().find("before").map(VersionNumber::parse);
    try (Stream<Version> all =
        before.isPresent() ? artifact.versionsBefore(before.get()) : artifact.versions()) {
      return all.limit(PAGE + 1L).toList();
    }
  }

  /** Returns the aliases that route to a version, with its shares. */
  static Html serves(View view, List<Alias> aliases, Version version) {
    Html list = Html.of("ul").css("serves");
    List<Alias> serving =
        aliases.stream()
            .filter(alias -> alias.routing().versions().contains(version.number()))
            .toList();
    for (Alias alias : serving) {
      list.add(
          Html.of(
              "li",
              Layout.anchor(alias.name(), Link.alias(view.base(), alias.artifact(), alias.name())),
              " ",
              Shown.percent(alias.routing().weightOf(version.id()))));
    }
    return serving.isEmpty() ? Html.text("–") : list;
  }

  private static Html compare(View view, Artifact artifact, List<Version> versions) {
    if (versions.size() < 2) {
      return Html.text("");
    }
    return Html.of(
            "form",
            number("from", "Compare version", versions.get(1)),
            number("to", "with version", versions.get(0)),
            Html.of("button", "Compare").attr("type", "submit"))
        .css("inline")
        .attr("method", "get")
        .link("action", view.link("artifacts", artifact.name(), "compare"));
  }

  private static List<Html> number(String name, String label, Version version) {
    return List.of(
        Html.of("label", label).attr("for", name),
        Html.of("input")
            .css("short")
            .attr("id", name)
            .attr("name", name)
            .attr("inputmode", "numeric")
            .attr("required", "required")
            .attr("autocomplete", "off")
            .attr("value", version.number()));
  }
}
