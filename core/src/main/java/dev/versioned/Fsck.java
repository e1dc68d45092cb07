package dev.versioned;

import dev.versioned.internal.catalog.Aside;
import dev.versioned.internal.catalog.AsideRequest;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.maintenance.AliasCheck;
import dev.versioned.internal.maintenance.AttestationCheck;
import dev.versioned.internal.maintenance.Depth;
import dev.versioned.internal.maintenance.Doubt;
import dev.versioned.internal.maintenance.Findings;
import dev.versioned.internal.maintenance.LabelCheck;
import dev.versioned.internal.maintenance.VersionCheck;
import dev.versioned.internal.place.Holding;
import dev.versioned.maintenance.BindingState;
import dev.versioned.maintenance.SetAside;
import dev.versioned.maintenance.Violation;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableRecordException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Checks that a repository keeps its promises, and reports every violation. Changes only records
 * that it is asked to set aside.
 *
 * <p>The promises: every version that can be read or restored, and the working copy, has its bytes,
 * with the recorded size and, if requested, the recorded digest; every alias points to active
 * versions, contains exact copies of their records, and has slots that match its weights; the
 * reference count of every version is the number of aliases that point to it; every ledger is a
 * chain without gaps that ends with its alias; every number in use was reserved, and every
 * idempotency key belongs to an existing version. Objects that nothing refers to are not
 * violations: {@link Gc} removes them.
 *
 * <p>May run while the repository is in use. A suspected violation is read again, and reported only
 * if nothing has changed; if the state keeps changing, it is {@link Violation.Kind#UNSETTLED}.
 * Ledgers without an alias, not even a deleted one, are not found.
 *
 * <p>Immutable and thread-safe.
 */
public final class Fsck {
  private final Engine engine;
  private final Optional<ArtifactName> only;
  private final Depth depth;

  Fsck(Engine engine) {
    this(engine, Optional.empty(), Depth.SIZES);
  }

  private Fsck(Engine engine, Optional<ArtifactName> only, Depth depth) {
    this.engine = engine;
    this.only = only;
    this.depth = depth;
  }

  /**
   * Returns a check of one artifact only.
   *
   * @param artifact the artifact
   * @return a check of the same depth
   */
  public Fsck only(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return new Fsck(engine, Optional.of(artifact), depth);
  }

  /**
   * Returns a check that also reads all bytes and compares their digests.
   *
   * @return the deeper check
   */
  public Fsck verifyingDigests() {
    return new Fsck(engine, only, Depth.DIGESTS);
  }

  /**
   * Lazily checks the artifacts, one after another.
   *
   * @return every violation; none if all promises are kept
   * @throws BackendException if a store refuses or fails; may also be thrown while the stream is
   *     read
   */
  public Stream<Violation> violations() {
    BindingState state = engine.open().binding().state();
    return artifacts().flatMap(artifact -> check(artifact, state));
  }

  /**
   * Sets aside a record that cannot be read, so that its alias, number, working copy or key can be
   * used again. Its item is kept unchanged, in the partition {@code ASIDE#} with the artifact's
   * name, and is replaced in the same transaction:
   *
   * <ul>
   *   <li>an alias keeps its routing and loses its rollout, if only the rollout cannot be read;
   *       otherwise it is deleted, its revisions continue, and it can be created again;
   *   <li>a version number no longer holds a version and is never given again; its bytes stay;
   *   <li>the working copy is removed;
   *   <li>an idempotency key is free again;
   *   <li>the labels of a version are removed;
   *   <li>a row of a ledger is removed, which is a {@link Violation.Kind#LEDGER_GAP} from then on;
   *   <li>the counter of an artifact continues after the highest number that has an item or bytes.
   * </ul>
   *
   * <p>A record that can be read is not changed.
   *
   * @param record the record, as {@link Violation#subject()} of {@link
   *     Violation.Kind#RECORD_UNREADABLE} and {@link UnreadableRecordException#record()} name it
   * @return the key of its original item, and the state of the record now
   * @throws IllegalArgumentException if fsck uses no such name for a record, or the record can be
   *     read
   * @throws NotFoundException if the record does not exist
   * @throws UnreadableRecordException if a newer version of the library wrote it
   * @throws BackendException if the table belongs to another place of bytes, see {@link
   *     RepositoryBinding}, or a store refuses or fails
   */
  public SetAside setAside(String record) {
    Objects.requireNonNull(record, "record");
    // rule: record-is-set-aside-in-its-own-place
    engine.open().place().checkItems();
    Aside aside =
        engine
            .catalog()
            .setAside(
                new AsideRequest(
                    record,
                    highestNumberWithBytes(record),
                    engine.settings().actor(),
                    engine.settings().environment().ids().get(),
                    engine.settings().environment().now()));
    return new SetAside(aside.record(), aside.keptAt(), aside.outcome());
  }

  private long highestNumberWithBytes(String record) {
    return Catalog.counterOf(record)
        .map(artifact -> Holding.highestNumberWithBytes(engine.blobs(), artifact))
        .orElse(0L);
  }

  private Stream<ArtifactName> artifacts() {
    return only.map(Stream::of)
        .orElseGet(
            () ->
                Stream.concat(engine.catalog().allArtifacts(), engine.blobs().artifacts())
                    .distinct());
  }

  private Stream<Violation> check(ArtifactName artifact, BindingState state) {
    Findings findings = new Findings(artifact);
    Doubt doubt = new Doubt(artifact, engine.settings().environment(), findings);
    int pageSize = engine.settings().pageSize();
    VersionCheck versions =
        new VersionCheck(
            engine.blobs(), engine.catalog(), artifact, pageSize, doubt, findings, depth);
    AliasCheck aliases =
        new AliasCheck(engine.resolver(), engine.catalog(), artifact, pageSize, doubt, findings);
    AttestationCheck attestations =
        new AttestationCheck(engine.catalog(), artifact, pageSize, findings);
    return Stream.<Supplier<Stream<Violation>>>of(
            () -> place(artifact, state),
            versions::numbers,
            versions::workingCopy,
            versions::keys,
            versions::states,
            () -> LabelCheck.labels(engine.catalog(), artifact, pageSize, findings),
            aliases::aliases,
            aliases::moves,
            attestations::attestations,
            () -> findings.violations().stream())
        .flatMap(Supplier::get);
  }

  /**
   * Reports an artifact whose bytes belong to another table, or whose table belongs to another
   * place of bytes.
   */
  private static Stream<Violation> place(ArtifactName artifact, BindingState state) {
    return state.standing() == BindingState.Standing.FOREIGN
        ? Stream.of(
            new Violation(
                Violation.Kind.PLACE_OF_OTHERS,
                artifact,
                "artifact " + artifact,
                "a table and a place of bytes that belong together",
                state.detail()))
        : Stream.empty();
  }
}
