package dev.versioned.internal.maintenance;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.place.Holding;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.StateEntry;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the version numbers of one artifact, its working copy and its keys. */
public final class VersionCheck {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final ArtifactName artifact;
  private final int pageSize;
  private final Doubt doubt;
  private final Depth depth;
  private final Findings findings;
  private final References references;
  private final BytesCheck bytes;

  /** Short hashes of the fingerprints, so that those of a million versions fit into memory. */
  private final Map<VersionNumber, Long> committed = new HashMap<>();

  private long lastNumber;

  public VersionCheck(
      BlobStore blobs,
      Catalog catalog,
      ArtifactName artifact,
      int pageSize,
      Doubt doubt,
      Findings findings,
      Depth depth) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.artifact = artifact;
    this.pageSize = pageSize;
    this.doubt = doubt;
    this.depth = depth;
    this.findings = findings;
    this.references = References.read(catalog, artifact, pageSize, findings);
    this.bytes = new BytesCheck(blobs, artifact, depth);
  }

  public Stream<Violation> numbers() {
    return Shelf.of(blobs, catalog, artifact, pageSize, findings)
        .flatMap(
            holding ->
                holding instanceof Holding.Numbered numbered ? number(numbered) : Stream.empty());
  }

  private Stream<Violation> number(Holding.Numbered numbered) {
    VersionNumber number = numbered.number();
    List<Violation> found = new ArrayList<>();
    if (number.value() > lastNumber
        // Numbers only grow: a number above a later reading has not been reserved.
        && number.value() > readLastNumber()
        && (numbered.entry().isPresent() || numbered.blobs().stream().anyMatch(this::isOwn))) {
      found.add(
          violation(
              numbered.entry().isPresent()
                  ? Violation.Kind.NUMBER_NOT_RESERVED
                  : Violation.Kind.BLOB_NOT_RESERVED,
              artifact + ":" + number,
              "a number up to " + lastNumber,
              number.toString()));
    }
    // rule: object-of-a-given-up-number-is-listed
    if (numbered.entry().isPresent() && numbered.entry().get() instanceof VersionEntry.GivenUp) {
      numbered.blobs().forEach(blob -> found.addAll(givenUp(number, blob.key())));
    }
    if (numbered.entry().isPresent()
        && numbered.entry().get() instanceof VersionEntry.Committed entry) {
      committed.put(number, shortened(Fingerprint.of(entry.version())));
      found.addAll(version(entry, numbered.blob(entry.version().key())));
      // rule: wrong-reference-count-is-reported
      if (references.complete() && entry.references() != references.to(number)) {
        found.addAll(recount(number));
      }
    }
    return found.stream();
  }

  /**
   * Checks a number that was given up. Its object was listed before the entry, and may have been
   * removed since.
   */
  private List<Violation> givenUp(VersionNumber number, BlobKey key) {
    return blobs
        .find(key)
        .map(
            blob ->
                violation(
                    Violation.Kind.NUMBER_GIVEN_UP,
                    artifact + ":" + number,
                    "no object at " + key,
                    blob.sizeBytes()
                        + (blob.attemptId().isEmpty()
                            ? " bytes of another writer"
                            : " bytes of another publish")))
        .stream()
        .toList();
  }

  /**
   * Returns whether this library wrote a blob. Others may keep files named like numbers in the same
   * bucket; those have no attempt id.
   */
  private boolean isOwn(BlobInfo listed) {
    return blobs.find(listed.key()).filter(blob -> !blob.attemptId().isEmpty()).isPresent();
  }

  private long readLastNumber() {
    try {
      lastNumber = catalog.findArtifact(artifact).map(ArtifactRecord::lastNumber).orElse(0L);
    } catch (UnreadableRecordException e) {
      findings.add(e);
      lastNumber = VersionNumber.MAX;
    }
    return lastNumber;
  }

  private List<Violation> version(VersionEntry.Committed entry, Optional<BlobInfo> listed) {
    Version version = entry.version();
    List<Violation> found = new ArrayList<>();
    if (hasBytes(entry)) {
      boolean asListed = listed.isPresent() && listed.get().sizeBytes() == version.sizeBytes();
      if (!asListed || depth == Depth.DIGESTS) {
        found.addAll(
            doubt.resolve(
                version.toString(),
                () -> catalog.findVersion(artifact, entry.number()),
                now ->
                    now.isPresent()
                            && now.get() instanceof VersionEntry.Committed current
                            && hasBytes(current)
                        ? bytes.of(current.version())
                        : List.of()));
      }
    }
    return found;
  }

  private static boolean hasBytes(VersionEntry.Committed entry) {
    return entry.state() != VersionState.EXPIRED;
  }

  private List<Violation> recount(VersionNumber number) {
    String subject = artifact + ":" + number;
    return doubt.resolve(
        subject,
        () -> References.read(catalog, artifact, pageSize, findings),
        counted -> {
          Optional<VersionEntry> entry = catalog.findVersion(artifact, number);
          return entry.isPresent()
                  && entry.get() instanceof VersionEntry.Committed version
                  && counted.complete()
                  && version.references() != counted.to(number)
              ? List.of(
                  violation(
                      Violation.Kind.REFERENCES_DIFFER,
                      subject,
                      counted.to(number) + " references",
                      version.references() + " references"))
              : List.of();
        });
  }

  /** Checks the states. Call this after the numbers were checked. */
  public Stream<Violation> states() {
    return Page.<StateEntry>stream(
            last ->
                catalog.states(artifact, last == null ? null : last.number(), pageSize, findings))
        .filter(state -> !isInitial(state.status()) && !committed.containsKey(state.number()))
        .flatMap(state -> state(state).stream());
  }

  /**
   * Returns whether a status equals that of a version without a stored state; such an item may
   * exist without a version.
   */
  private static boolean isInitial(VersionStatus status) {
    return status.state() == VersionState.ACTIVE && status.references() == 0;
  }

  /** Checks a state. The record is read after the state; it was written before the state. */
  private Optional<Violation> state(StateEntry state) {
    try {
      Optional<NumberRecord> record = catalog.findRecord(artifact, state.number());
      // rule: state-without-a-version-is-reported
      return record.filter(VersionCheck::mayHaveState).isPresent()
          ? Optional.empty()
          : Optional.of(
              violation(
                  Violation.Kind.STATE_WITHOUT_VERSION,
                  "state of version " + artifact + ":" + state.number(),
                  "a version, or no state",
                  state.status().state() + " and " + state.status().references() + " references"));
    } catch (UnreadableRecordException e) {
      findings.add(
          e); // a version was committed under the number, even if its record is damaged now
      return Optional.empty();
    }
  }

  /**
   * Returns whether a record may have a state. The state of a version stays when its record is set
   * aside.
   */
  private static boolean mayHaveState(NumberRecord record) {
    return record instanceof VersionRecord || record instanceof VersionEntry.SetAside;
  }

  public Stream<Violation> workingCopy() {
    return doubt
        .resolve(
            artifact + ":$LATEST",
            () -> catalog.findLatest(artifact),
            copy -> copy.map(WorkingCopy::version).map(bytes::of).orElse(List.of()))
        .stream();
  }

  /** Checks the idempotency keys. Call this after the numbers were checked. */
  public Stream<Violation> keys() {
    return Page.<IdempotencyRecord>stream(
            last -> catalog.keys(artifact, last == null ? null : last.key(), pageSize, findings))
        // rule: key-of-no-version-is-reported
        .filter(key -> !shortened(key.fingerprint()).equals(committed.get(key.version())))
        .flatMap(key -> key(key).stream());
  }

  /** Returns a hash of 64 bits. */
  private static Long shortened(Fingerprint fingerprint) {
    return fingerprint.value().chars().asLongStream().reduce(0, (hash, c) -> 31 * hash + c);
  }

  /**
   * Checks a key. The version is read after the key; a key is written with its version or later.
   */
  private Optional<Violation> key(IdempotencyRecord key) {
    String subject = artifact + " idempotency key " + key.key();
    try {
      Optional<Fingerprint> fingerprint =
          catalog
              // rule: version-of-a-key-is-read-anew
              .findRecord(artifact, key.version())
              .flatMap(NumberRecord::asVersion)
              .map(record -> Fingerprint.of(record.version()));
      if (fingerprint.isEmpty()) {
        return Optional.of(
            violation(
                Violation.Kind.KEY_WITHOUT_VERSION,
                subject,
                "version " + key.version(),
                "no such version"));
      }
      return fingerprint.get().equals(key.fingerprint())
          ? Optional.empty()
          : Optional.of(
              violation(
                  Violation.Kind.KEY_DIFFERS,
                  subject,
                  "version " + key.version() + " of fingerprint " + key.fingerprint(),
                  "fingerprint " + fingerprint.get()));
    } catch (UnreadableRecordException e) {
      findings.add(
          e); // a version was committed under the number, even if its record is damaged now
      return Optional.empty();
    }
  }

  private Violation violation(Violation.Kind kind, String subject, String expected, String actual) {
    return new Violation(kind, artifact, subject, expected, actual);
  }
}
