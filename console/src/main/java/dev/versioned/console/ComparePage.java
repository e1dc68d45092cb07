package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The difference of two versions' records. The bytes are compared by their digests. */
final class ComparePage {
  private ComparePage() {}

  static Html of(View view, Artifact artifact) {
    Version from = artifact.resolve(VersionNumber.parse(view.params().required("from")));
    Version to = artifact.resolve(VersionNumber.parse(view.params().required("to")));
    Table table =
        new Table("Difference", "Property", "Version " + from.id(), "Version " + to.id(), "Result");
    row(table, "Digest", from.digest(), to.digest());
    row(table, "Size", Shown.size(from.sizeBytes()), Shown.size(to.sizeBytes()));
    row(table, "Content type", from.contentType(), to.contentType());
    row(table, "File name", from.fileName(), to.fileName());
    row(table, "Description", from.description(), to.description());
    row(table, "Published", Shown.exactTime(from.createdAt()), Shown.exactTime(to.createdAt()));
    row(table, "By", from.createdBy(), to.createdBy());
    Set<String> names = new TreeSet<>(from.metadata().keySet());
    names.addAll(to.metadata().keySet());
    for (String name : names) {
      row(
          table,
          "Metadata " + name,
          from.metadata().getOrDefault(name, ""),
          to.metadata().getOrDefault(name, ""));
    }
    boolean same = from.digest().equals(to.digest());
    return Layout.page(
        view,
        "Versions " + from.id() + " and " + to.id(),
        List.of(new Layout.Crumb(artifact.name().value(), view.link("artifacts", artifact.name()))),
        Layout.note(
            "", same ? "Both versions have the same bytes." : "The versions have different bytes."),
        table.html());
  }

  private static void row(Table table, String name, Object from, Object to) {
    boolean same = from.toString().equals(to.toString());
    table.row(
        name,
        shown(from),
        shown(to),
        Html.of("span", same ? "same" : "different").css(same ? "same" : "different"));
  }

  private static Object shown(Object value) {
    return value.toString().isEmpty() ? "–" : value;
  }
}
