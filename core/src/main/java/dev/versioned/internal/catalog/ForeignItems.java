package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.ForeignAlias;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.maintenance.ForeignVersion;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Slots;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an artifact of a foreign repository as the items that an export of this library would have
 * of it, in the order in which {@link ArchiveReader} reads them. The same artifact always gives the
 * same items, but for the time of deletions, so an import can be repeated.
 */
public final class ForeignItems {
  /** Each attempt of this library has a random id; none has this one. */
  private static final String ATTEMPT = "foreign";

  private final ForeignArtifact artifact;
  private final SortedMap<VersionNumber, ForeignVersion> numbers =
      new TreeMap<>(Comparator.reverseOrder());
  private final Optional<ForeignVersion> latest;

  public ForeignItems(ForeignArtifact artifact) {
    this.artifact = artifact;
    artifact
        .versions()
        .forEach(
            version -> {
              if (version.id() instanceof VersionNumber number) {
                numbers.put(number, version);
              }
            });
    this.latest =
        artifact.versions().stream().filter(v -> !(v.id() instanceof VersionNumber)).findFirst();
  }

  /** Returns the items. */
  public List<Item> all() {
    List<Item> items = new ArrayList<>();
    items.add(ArtifactItems.write(new ArchiveEntry.Counter(counter(), true)));
    List<AliasEntry.Present> aliases = new ArrayList<>();
    List<Item> rows = new ArrayList<>();
    artifact.aliases().stream()
        .sorted(Comparator.comparing(ForeignAlias::name))
        .forEach(
            alias -> {
              LedgerRow row = row(alias);
              aliases.add(alias(alias).withRowHash(LedgerItems.hash(row)));
              rows.add(LedgerItems.write(row));
            });
    aliases.forEach(alias -> items.add(AliasItems.write(alias)));
    numbers.values().forEach(version -> number(version, items));
    latest.ifPresent(version -> items.add(VersionItems.write(copy(version))));
    items.addAll(rows);
    return items;
  }

  private ArtifactRecord counter() {
    ForeignVersion last =
        artifact.lastNumber() == 0 ? null : numbers.get(VersionNumber.of(artifact.lastNumber()));
    // With the fingerprint, a publish of the newest content makes no version.
    return new ArtifactRecord(
        artifact.name(),
        artifact.lastNumber(),
        last == null ? "" : Fingerprint.of(version(last)).value(),
        last == null ? "" : ATTEMPT,
        artifact.createdAt());
  }

  private void number(ForeignVersion foreign, List<Item> items) {
    Version version = version(foreign);
    foreign
        .deletedAt()
        .ifPresent(
            at ->
                items.add(
                    StateItems.write(
                        new StateEntry(
                            artifact.name(),
                            version.number(),
                            new VersionStatus(VersionState.DELETED, Optional.of(at), 0)))));
    items.add(VersionItems.write(new VersionRecord(version, ATTEMPT)));
  }

  private WorkingCopy copy(ForeignVersion foreign) {
    // Newer than all numbers: else it would not be $LATEST.
    return new WorkingCopy(version(foreign), upload(foreign), "", 1, artifact.lastNumber());
  }

  private static String upload(ForeignVersion foreign) {
    return ATTEMPT + "-" + foreign.digest().hex().substring(0, 32);
  }

  private Version version(ForeignVersion foreign) {
    Target id = foreign.id();
    ArtifactName name = artifact.name();
    return new Version(
        name,
        id,
        foreign.digest(),
        foreign.sizeBytes(),
        foreign.contentType(),
        foreign.fileName(),
        "",
        foreign.metadata(),
        foreign.createdAt(),
        "",
        id instanceof VersionNumber number
            ? BlobKey.ofVersion(name, number, foreign.fileName())
            : BlobKey.ofUpload(name, upload(foreign), foreign.fileName()),
        Version.NO_PLACE);
  }

  private AliasEntry.Present alias(ForeignAlias foreign) {
    Alias alias =
        new Alias(
            artifact.name(),
            foreign.name(),
            1,
            foreign.routing(),
            Slots.first(foreign.routing()),
            "1",
            targets(foreign),
            "",
            foreign.updatedAt(),
            "",
            0,
            Optional.empty(),
            AliasOverrides.NONE);
    return new AliasEntry.Present(alias, ATTEMPT, 1, 0, Optional.empty());
  }

  private SortedMap<VersionNumber, Version> targets(ForeignAlias alias) {
    SortedMap<VersionNumber, Version> targets = new TreeMap<>();
    for (VersionNumber number : alias.routing().versions()) {
      ForeignVersion version = numbers.get(number);
      if (version == null || version.deletedAt().isPresent()) {
        throw new IllegalArgumentException(
            "alias " + alias.name() + " points to version " + number + ", which is missing");
      }
      targets.put(number, version(version));
    }
    return targets;
  }

  private LedgerRow row(ForeignAlias alias) {
    SortedMap<VersionNumber, Digest> digests = new TreeMap<>();
    targets(alias).forEach((number, version) -> digests.put(number, version.digest()));
    LedgerEntry entry =
        new LedgerEntry(
            artifact.name(),
            alias.name(),
            1,
            LedgerEntry.Action.CREATE,
            Optional.empty(),
            Optional.of(alias.routing()),
            "",
            "imported from " + artifact.origin(),
            alias.updatedAt());
    return new LedgerRow(entry, ATTEMPT, 0, digests, "");
  }
}
