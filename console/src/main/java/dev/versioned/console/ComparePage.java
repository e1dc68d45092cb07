package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison;
import dev.versioned.model.VersionComparison.Change;
import dev.versioned.model.VersionComparison.Field;
import dev.versioned.model.VersionComparison.Property;
import dev.versioned.model.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The difference of two versions' records, labels and signatures. The bytes are compared by their
 * digests.
 */
final class ComparePage {
  private ComparePage() {}

  static Html of(View view, Artifact artifact) {
    Version from = artifact.resolve(VersionNumber.parse(view.params().required("from")));
    Version to = artifact.resolve(VersionNumber.parse(view.params().required("to")));
    Table table =
        new Table("Difference", "Property", "Version " + from.id(), "Version " + to.id(), "Result");
    VersionComparison comparison = artifact.compare(from, to);
    comparison.properties().forEach(property -> row(table, property));
    boolean same = comparison.isSameContent();
    return Layout.page(
        view,
        "Versions " + from.id() + " and " + to.id(),
        List.of(new Layout.Crumb(artifact.name().value(), view.link("artifacts", artifact.name()))),
        Layout.note(
            "", same ? "Both versions have the same bytes." : "The versions have different bytes."),
        table.html());
  }

  private static void row(Table table, Property property) {
    boolean same = property.change() == Change.SAME;
    table.row(
        name(property),
        shown(property.field(), property.from()),
        shown(property.field(), property.to()),
        Html.of("span", same ? "same" : "different").css(same ? "same" : "different"));
  }

  private static String name(Property property) {
    return switch (property.field()) {
      case DIGEST -> "Digest";
      case SIZE -> "Size";
      case CONTENT_TYPE -> "Content type";
      case FILE_NAME -> "File name";
      case DESCRIPTION -> "Description";
      case CREATED_AT -> "Published";
      case CREATED_BY -> "By";
      case METADATA -> "Metadata " + property.name();
      case LABEL -> "Label " + property.name();
      case SIGNATURE -> "Signature of " + property.name();
    };
  }

  private static Object shown(Field field, Optional<String> value) {
    if (value.isEmpty()) {
      return "–";
    }
    return switch (field) {
      case SIZE -> Shown.size(Long.parseLong(value.get()));
      case CREATED_AT, SIGNATURE -> Shown.exactTime(Instant.parse(value.get()));
      default -> value.get();
    };
  }
}
