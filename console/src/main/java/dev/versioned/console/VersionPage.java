package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.model.Alias;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UntrustedVersionException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A version: its record, its signatures, and where it serves. */
final class VersionPage {
  private static final int ALIASES = 100;

  private VersionPage() {}

  static Html of(View view, Artifact artifact, String number) {
    Version version = artifact.resolve(VersionNumber.parse(number));
    List<Alias> aliases;
    try (Stream<Alias> all = artifact.aliases()) {
      aliases = all.limit(ALIASES).toList();
    }
    return Layout.page(
        view,
        artifact.name() + " version " + version.id(),
        List.of(new Layout.Crumb(artifact.name().value(), view.link("artifacts", artifact.name()))),
        Layout.section("record", "Record", record(view, version)),
        Layout.section("serving", "Serves", ArtifactPage.serves(view, aliases, version)),
        Layout.section("labels", "Labels", labels(view, artifact.labels(version))),
        Layout.section("metadata", "Metadata", metadata(version)),
        Layout.section("signature", "Signature", signature(artifact, version)));
  }

  private static Html record(View view, Version version) {
    return new Facts()
        .add(
            "Published",
            Shown.exactTime(version.createdAt()),
            " (",
            Shown.time(version.createdAt(), view.now()),
            ")")
        .add("By", Shown.orDash(version.createdBy()))
        .add("Description", Shown.orDash(version.description()))
        .add(
            "Size",
            Shown.size(version.sizeBytes())
                + String.format(Locale.ROOT, " (%,d bytes)", version.sizeBytes()))
        .add("Content type", version.contentType())
        .add("File name", Shown.orDash(version.fileName()))
        .add("Digest", Html.of("code", version.digest()))
        .add("Place", Html.of("code", version.uri()))
        .html();
  }

  private static Html metadata(Version version) {
    if (version.metadata().isEmpty()) {
      return Html.of("p", "The publisher gave no metadata.");
    }
    Table table = new Table("Metadata", "Name", "Value");
    version.metadata().forEach(table::row);
    return table.html();
  }

  private static Html labels(View view, VersionLabels labels) {
    if (labels.values().isEmpty()) {
      return Html.of("p", "It has no labels.");
    }
    Table table = new Table("Labels", "Name", "Value");
    labels.values().forEach(table::row);
    return Html.of(
        "div",
        table.html(),
        Html.of(
            "p",
            "Changed ",
            Shown.time(labels.updatedAt(), view.now()),
            " by ",
            Shown.orDash(labels.updatedBy())));
  }

  private static Html signature(Artifact artifact, Version version) {
    String signed;
    try {
      artifact.attestation(version);
      signed = "It is signed.";
    } catch (NotFoundException e) {
      signed = "It has no signature.";
    }
    String trusted;
    try {
      artifact.requireTrusted(version);
      trusted = "No trust policy of this console's repository refuses it.";
    } catch (UntrustedVersionException e) {
      trusted = String.valueOf(e.getMessage());
    }
    return Html.of("div", Html.of("p", signed), Html.of("p", trusted));
  }
}
