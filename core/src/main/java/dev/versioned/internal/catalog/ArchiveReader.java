package dev.versioned.internal.catalog;

import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.Item;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

// Over 300 lines: one short method for each kind of record.
/**
 * Reads the items of one artifact as entries, and refuses items that do not belong together: those
 * of another artifact, numbers that were not reserved, aliases of versions that are missing or not
 * ACTIVE or have another record, keys of versions that are missing or have other content. The items
 * may come from anywhere. The keys and aliases are returned after the versions, which complete
 * them.
 *
 * <p>Holds the aliases and the keys in memory, and nothing of a version that none of them names.
 */
public final class ArchiveReader implements Iterator<ArchiveEntry> {
  /** The id is a part of the key of the bytes. */
  private static final String UPLOAD_ID = "[0-9A-Za-z_-]{1,128}";

  /** The kinds of items in their order. */
  private enum Section {
    START,
    COUNTER,
    ALIASES,
    KEYS,
    NUMBERS,
    SIGNATURES,
    ATTESTATIONS,
    LABELS,
    LATEST,
    MOVES,
    LEDGERS,
    OVERRIDES,
    END
  }

  private final ArtifactName artifact;
  private final Iterator<Item> items;
  private final VersionReader reader;
  private final Deque<ArchiveEntry> ready = new ArrayDeque<>();
  private final ArchiveLinks links;
  private Section section = Section.START;
  private long lastNumber;
  private long previousNumber = Long.MAX_VALUE;
  private long previousLabelled = Long.MAX_VALUE;
  private String previousSort = "";
  private @Nullable StateEntry state;

  /**
   * Begins to read.
   *
   * @param artifact the artifact that all items must belong to
   * @param place where the blobs of the versions are, or will be, stored
   * @param items the items
   */
  public ArchiveReader(ArtifactName artifact, String place, Iterator<Item> items) {
    this.artifact = artifact;
    this.items = items;
    this.links = new ArchiveLinks(artifact);
    this.reader = new VersionReader(place);
  }

  /**
   * Reads an item from its line in an export.
   *
   * @param line the line
   * @return the item
   * @throws IllegalArgumentException if it is not such a line
   */
  public static Item itemOf(String line) {
    return ItemText.readLine(line);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && items.hasNext()) {
      read(items.next());
    }
    if (ready.isEmpty() && section != Section.START) {
      enter(Section.END, "");
    }
    if (ready.isEmpty() && section == Section.START) {
      throw new IllegalArgumentException("it does not begin with the artifact");
    }
    return !ready.isEmpty();
  }

  @Override
  public ArchiveEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /**
   * Reads an item.
   *
   * @throws IllegalArgumentException if it does not belong where it is
   * @throws UnreadableRecordException if it is not a valid record
   */
  private void read(Item item) {
    Section next = sectionOf(item);
    // rule: archive-holds-one-artifact
    if (!Keys.afterHash(item.key().partition()).equals(artifact.value())) {
      throw new IllegalArgumentException("it belongs to another artifact than " + artifact);
    } else if (next == Section.START) {
      throw new IllegalArgumentException("it is of no kind that is exported");
    } else if ((section == Section.START) != (next == Section.COUNTER)) {
      throw new IllegalArgumentException("the artifact itself is not the first of its items");
    }
    enter(next, item.key().sort());
    switch (next) {
      case COUNTER -> counter(ArtifactItems.readCounter(item));
      case ALIASES -> links.alias(item);
      case KEYS -> links.key(ArtifactItems.readKey(item));
      case NUMBERS -> number(item);
      case SIGNATURES -> signature(SignatureItems.read(item));
      case ATTESTATIONS -> attestation(AttestationItems.read(item));
      case LABELS -> labels(LabelItems.read(item));
      case LATEST -> latest(reader.readLatest(item));
      case MOVES -> move(ArtifactItems.readMove(item));
      case LEDGERS -> row(LedgerItems.read(item));
      case OVERRIDES -> overrides(OverridesItems.read(item));
      case START, END -> throw new IllegalStateException(item.key().toString());
    }
  }

  private static Section sectionOf(Item item) {
    if (Keys.isArtifact(item.key())) {
      return Section.COUNTER;
    } else if (Keys.isIdempotencyKey(item.key())) {
      return Section.KEYS;
    } else if (Keys.isSignature(item.key())) {
      return Section.SIGNATURES;
    } else if (Keys.isAttestation(item.key())) {
      return Section.ATTESTATIONS;
    } else if (Keys.isLabels(item.key())) {
      return Section.LABELS;
    } else if (Keys.isLatest(item.key())) {
      return Section.LATEST;
    } else if (Keys.numberOf(item.key()) > 0) {
      return Section.NUMBERS;
    } else if (Keys.isMove(item.key())) {
      return Section.MOVES;
    } else if (Keys.isOverrides(item.key())) {
      return Section.OVERRIDES;
    } else if (Keys.isAlias(item.key())) {
      return Section.ALIASES;
    }
    return Keys.isLedgerRow(item.key()) ? Section.LEDGERS : Section.START;
  }

  /** Checks the order, and completes the sections before. */
  private void enter(Section next, String sort) {
    if (next.compareTo(section) < 0) {
      throw new IllegalArgumentException("it is not in its place among the items");
    }
    boolean same = next == section;
    boolean ascends =
        next != Section.NUMBERS
            && next != Section.LABELS
            && next != Section.LEDGERS
            && next.compareTo(Section.OVERRIDES) < 0;
    if (same && ascends && !sort.isEmpty() && sort.compareTo(previousSort) <= 0) {
      throw new IllegalArgumentException("it is not in its place among the items, or is repeated");
    }
    if (section.compareTo(Section.NUMBERS) <= 0 && next.compareTo(Section.NUMBERS) > 0) {
      endNumbers();
    }
    if (section != Section.END && next == Section.END) {
      links.end();
    }
    section = next;
    previousSort = sort;
  }

  private void counter(ArchiveEntry.Counter counter) {
    ArtifactRecord record = counter.artifact();
    lastNumber = record.lastNumber();
    ready.add(counter);
  }

  private void number(Item item) {
    if (Keys.isState(item.key())) {
      endState();
      state = StateItems.read(item);
      return;
    }
    NumberRecord record = reader.readRecord(item);
    long number = record.number().value();
    // rule: archive-has-reserved-numbers-only
    if (number > lastNumber) {
      throw new IllegalArgumentException(
          "its number is after " + lastNumber + ", the last one of the artifact");
    } else if (number >= previousNumber) {
      throw new IllegalArgumentException("its number is not lower than the one before");
    }
    previousNumber = number;
    VersionStatus status = VersionStatus.INITIAL;
    StateEntry before = state;
    if (before != null) {
      if (!before.number().equals(record.number())) {
        endState();
      }
      status = new VersionStatus(before.status().state(), before.status().changedAt(), 0);
      state = null;
    }
    VersionEntry entry = entry(record, status);
    links.number(entry);
    ready.add(new ArchiveEntry.Numbered(entry));
  }

  private VersionEntry entry(NumberRecord record, VersionStatus status) {
    if (!(record instanceof VersionRecord version)) {
      if (!status.equals(VersionStatus.INITIAL)) {
        throw new IllegalArgumentException("it holds no version, and has a state");
      }
      return (VersionEntry.Unused) record;
    }
    return version.in(status);
  }

  private void endState() {
    if (state != null) {
      throw new IllegalArgumentException(
          "the state of number " + state.number() + " is not followed by its version");
    }
  }

  private void endNumbers() {
    endState();
    ready.addAll(links.complete(reader));
  }

  private void signature(VersionSignature signature) {
    checkReserved(signature.number());
    ready.add(new ArchiveEntry.Signed(signature));
  }

  private void attestation(VersionAttestation attestation) {
    checkReserved(attestation.number());
    ready.add(new ArchiveEntry.Attested(attestation));
  }

  private void checkReserved(VersionNumber number) {
    if (number.value() > lastNumber) {
      throw new IllegalArgumentException(
          "its number is after " + lastNumber + ", the last one of the artifact");
    }
  }

  private void labels(StoredLabels stored) {
    long number = stored.labels().number().value();
    if (number > lastNumber) {
      throw new IllegalArgumentException(
          "its number is after " + lastNumber + ", the last one of the artifact");
    } else if (number >= previousLabelled) {
      throw new IllegalArgumentException("its number is not lower than the one before");
    }
    previousLabelled = number;
    ready.add(new ArchiveEntry.Labelled(stored));
  }

  private void latest(VersionItems.LatestEntry latest) {
    // rule: archived-upload-has-a-plain-id
    if (!latest.copy().map(WorkingCopy::uploadId).orElse("0").matches(UPLOAD_ID)) {
      throw new IllegalArgumentException("the id of its upload is not of letters and digits");
    }
    if (latest.copy().isPresent() && latest.copy().get().lastNumber() > lastNumber) {
      throw new IllegalArgumentException("$LATEST is newer than the artifact");
    }
    ready.add(new ArchiveEntry.Latest(latest.revision(), latest.copy()));
  }

  private void move(MoveRecord move) {
    links.checkRevision(move.alias().value(), move.revision());
    ready.add(new ArchiveEntry.Move(move));
  }

  private void overrides(OverridesRecord overrides) {
    links.overrides(overrides);
    ready.add(new ArchiveEntry.Overridden(overrides));
  }

  private void row(LedgerRow row) {
    links.row(row.entry().alias().value(), row.entry().revision());
    ready.add(new ArchiveEntry.Row(row));
  }
}
