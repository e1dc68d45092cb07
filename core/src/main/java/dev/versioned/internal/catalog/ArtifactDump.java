package dev.versioned.internal.catalog;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The items of one artifact, in the order in which {@link ArchiveReader} reads them, as they were
 * at one time, though the artifact may be in use.
 *
 * <p>The aliases and keys are read first and the counter after them, so all versions that they name
 * have numbers up to the counter's; later numbers are left out. Records never change, and rows of a
 * ledger neither. A version that a listed alias points to is ACTIVE, even if it was left and
 * deleted since. {@code $LATEST} is read after the versions: a version published from it is never
 * of a later revision.
 */
public final class ArtifactDump {
  private final Catalog catalog;
  private final ArtifactCounter counter;
  private final AliasPartition aliasPartition;
  private final LatestItem latestItem;
  private final ArtifactName artifact;
  private final int pageSize;

  ArtifactDump(
      Catalog catalog,
      ArtifactCounter counter,
      AliasPartition aliasPartition,
      LatestItem latestItem,
      ArtifactName artifact,
      int pageSize) {
    this.catalog = catalog;
    this.counter = counter;
    this.aliasPartition = aliasPartition;
    this.latestItem = latestItem;
    this.artifact = artifact;
    this.pageSize = pageSize;
  }

  /**
   * Lazily reads the items.
   *
   * @param wanted which aliases to include, with their ledgers and keys
   * @return the items; closing the stream is not needed
   * @throws NotFoundException if the artifact does not exist
   * @throws UnreadableRecordException if a record cannot be read, which the stream may throw later
   */
  public Stream<Item> items(Predicate<AliasEntry> wanted) {
    List<AliasEntry> aliases =
        Page.<AliasEntry>stream(
                last -> catalog.aliases(artifact, last == null ? null : last.name(), pageSize))
            .filter(wanted)
            .toList();
    List<IdempotencyRecord> keys =
        Page.<IdempotencyRecord>stream(
                last -> catalog.keys(artifact, last == null ? null : last.key(), pageSize))
            .toList();
    ArchiveEntry.Counter own =
        counter
            .findItem(artifact)
            .map(item -> settled(ArtifactItems.readCounter(item)))
            .orElseThrow(
                () ->
                    new NotFoundException(
                        "Cannot export " + artifact + ": there is no such artifact",
                        NotFoundException.Subject.ARTIFACT));
    long lastNumber = own.artifact().lastNumber();
    return Stream.<Supplier<Stream<Item>>>of(
            () -> Stream.of(ArtifactItems.write(own)),
            () -> aliases.stream().map(AliasItems::write),
            () -> keys.stream().map(ArtifactItems::write),
            () -> numbers(lastNumber, targets(aliases)),
            () -> signatures(lastNumber),
            () -> attestations(lastNumber),
            () -> labels(lastNumber),
            () -> latest(lastNumber).stream(),
            () -> moves(aliases),
            () -> aliases.stream().flatMap(this::rows),
            () -> aliases.stream().flatMap(this::overrides))
        .flatMap(Supplier::get);
  }

  /**
   * Returns the artifact without the attempt at its last number, if that attempt has not made a
   * version: in another repository no publisher continues it, or waits for it.
   */
  private ArchiveEntry.Counter settled(ArchiveEntry.Counter own) {
    ArtifactRecord record = own.artifact();
    boolean made =
        record.lastNumber() > 0
            && catalog
                .findRecord(artifact, VersionNumber.of(record.lastNumber()))
                .flatMap(NumberRecord::asVersion)
                .isPresent();
    return made
        ? own
        : new ArchiveEntry.Counter(
            new ArtifactRecord(
                artifact, record.lastNumber(), "", "", record.createdAt(), record.restores()),
            own.listed());
  }

  /**
   * Writes an item as a line of an export.
   *
   * @param item the item
   * @return the line, from which {@link ArchiveReader#itemOf} reads the same item
   * @throws IllegalArgumentException if no line can hold it
   */
  public static String lineOf(Item item) {
    String line = ItemText.writeLine(item);
    if (!ItemText.readLine(line).equals(item)) {
      throw new IllegalArgumentException(
          "Cannot export "
              + RecordNames.describe(item.key())
              + ": it has a text without an encoding");
    }
    return line;
  }

  private static Set<VersionNumber> targets(List<AliasEntry> aliases) {
    Set<VersionNumber> targets = new HashSet<>();
    aliases.forEach(entry -> entry.present().ifPresent(p -> targets.addAll(p.alias().targets())));
    return targets;
  }

  private Stream<Item> numbers(long lastNumber, Set<VersionNumber> targets) {
    return Page.<VersionEntry>stream(
            last ->
                last == null
                    ? catalog.versions(artifact, after(lastNumber), pageSize)
                    : catalog.versions(artifact, last.number(), pageSize))
        .filter(entry -> entry.number().value() <= lastNumber)
        .flatMap(entry -> number(entry, targets).stream());
  }

  private static @Nullable VersionNumber after(long lastNumber) {
    return lastNumber >= VersionNumber.MAX ? null : VersionNumber.of(lastNumber + 1);
  }

  private static List<Item> number(VersionEntry entry, Set<VersionNumber> targets) {
    if (!(entry instanceof VersionEntry.Committed version)) {
      return List.of(VersionItems.writeUnused(entry));
    }
    List<Item> items = new ArrayList<>();
    VersionStatus status = version.status();
    boolean inUse = targets.contains(version.number());
    if (status.changedAt().isPresent()
        // rule: exported-alias-keeps-its-version-active
        && !(inUse && version.active().isEmpty())) {
      items.add(
          StateItems.write(
              new StateEntry(
                  version.artifact(),
                  version.number(),
                  new VersionStatus(status.state(), status.changedAt(), 0))));
    }
    items.add(VersionItems.write(version.record()));
    return items;
  }

  /** One that cannot be read counts as none. */
  private Stream<Item> signatures(long lastNumber) {
    return Page.<VersionSignature>stream(
            last -> catalog.signatures(artifact, last, pageSize, (key, why) -> {}))
        .filter(signature -> signature.number().value() <= lastNumber)
        .map(SignatureItems::write);
  }

  /** One that cannot be read counts as none. */
  private Stream<Item> attestations(long lastNumber) {
    return Page.<VersionAttestation>stream(
            last -> catalog.attestations(artifact, last, pageSize, (key, why) -> {}))
        .filter(attestation -> attestation.number().value() <= lastNumber)
        .map(AttestationItems::write);
  }

  /** Those that cannot be read count as none. */
  private Stream<Item> labels(long lastNumber) {
    return Page.<StoredLabels>stream(
            last ->
                catalog.labels(
                    artifact,
                    last == null ? after(lastNumber) : last.labels().number(),
                    pageSize,
                    (key, why) -> {}))
        .map(LabelItems::write);
  }

  private Optional<Item> latest(long lastNumber) {
    return latestItem
        .find(artifact)
        .map(
            entry ->
                entry
                    .copy()
                    .map(copy -> VersionItems.write(limited(copy, lastNumber)))
                    .orElseGet(() -> VersionItems.writeRemoved(artifact, entry.revision())));
  }

  /** Numbers after the last one are not exported: others will have them in the target. */
  private static WorkingCopy limited(WorkingCopy copy, long lastNumber) {
    return new WorkingCopy(
        copy.version(),
        copy.uploadId(),
        copy.etag(),
        copy.revision(),
        // rule: exported-copy-is-older-than-numbers-to-come
        Math.min(copy.lastNumber(), lastNumber));
  }

  private Stream<Item> moves(List<AliasEntry> aliases) {
    Map<String, Long> revisions = new HashMap<>();
    aliases.forEach(entry -> revisions.put(entry.name().value(), entry.revision()));
    return revisions.isEmpty()
        ? Stream.empty()
        : aliasPartition
            .moves(artifact, pageSize)
            // A key of a later move belongs to a row that is not exported.
            .filter(move -> move.revision() <= revisions.getOrDefault(move.alias().value(), 0L))
            .map(ArtifactItems::write);
  }

  /** Also those that are no longer in force: a rollback may restore them. */
  private Stream<Item> overrides(AliasEntry alias) {
    return Page.<OverridesRecord>stream(
            last ->
                catalog.overrides(
                    artifact,
                    alias.name(),
                    last == null ? alias.revision() + 1 : last.overrides().revision(),
                    pageSize))
        .map(OverridesItems::write);
  }

  private Stream<Item> rows(AliasEntry alias) {
    return Page.<LedgerRow>stream(
            last ->
                catalog.ledger(
                    artifact,
                    alias.name(),
                    last == null ? alias.revision() + 1 : last.entry().revision(),
                    pageSize))
        .map(LedgerItems::write);
  }
}
