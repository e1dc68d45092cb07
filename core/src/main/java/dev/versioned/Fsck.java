package dev.versioned;

import dev.versioned.internal.catalog.Aside;
import dev.versioned.internal.catalog.AsideRequest;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.maintenance.AliasCheck;
import dev.versioned.internal.maintenance.Depth;
import dev.versioned.internal.maintenance.Doubt;
import dev.versioned.internal.maintenance.Findings;
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
 * Proves that a repository keeps its promises, and reports every violation. Changes nothing but
 * what it is asked to set aside.
 *
 * <p>Every version that can be read or restored, and the working copy, has its bytes, with the size
 * recorded and, if asked for, the digest; every alias points to active versions, carries their very
 * records, and has slots as its weights; every version counts as many references as aliases point
 * to it; every ledger is a chain without gaps that ends with its alias; no number is in use that
 * was not given, and no idempotency key stands for a version that does not exist. Objects that
 * nothing refers to are no violation: they are {@link Gc}'s.
 *
 * <p>May run while the repository is in use. What looks wrong is read again, and reported only if
 * nothing has changed meanwhile; what never stands still is {@link Violation.Kind#UNSETTLED}.
 * Ledgers of which there is no alias, not even a deleted one, are not found.
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
   * @return a check as close as this one
   */
  public Fsck only(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return new Fsck(engine, Optional.of(artifact), depth);
  }

  /**
   * Returns a check that also reads all bytes and compares their digests.
   *
   * @return the closer check
   */
  public Fsck verifyingDigests() {
    return new Fsck(engine, only, Depth.DIGESTS);
  }

  /**
   * Checks, lazily, artifact by artifact.
   *
   * @return every violation; none if all promises are kept
   * @throws BackendException if a store refuses or fails, also while the stream is read
   */
  public Stream<Violation> violations() {
    BindingState state = engine.open().binding().state();
    return artifacts().flatMap(artifact -> check(artifact, state));
  }

  /**
   * Sets a record aside that cannot be read, so that what it stood for can be used again. Its item
   * is kept as it is, under the partition {@code ASIDE#} with the artifact's name, and replaced in
   * the same transaction:
   *
   * <ul>
   *   <li>an alias keeps its routing and loses its rollout, if only the rollout cannot be read;
   *       else it is deleted, its revisions continue, and it can be created again;
   *   <li>a version number holds no version any more and is never given again; its bytes stay;
   *   <li>the working copy is removed;
   *   <li>an idempotency key is free again;
   *   <li>a row of a ledger is removed, which is a {@link Violation.Kind#LEDGER_GAP} from then on;
   *   <li>the counter of an artifact continues after the highest number that has an item or bytes.
   * </ul>
   *
   * <p>Nothing happens to a record that can be read by then.
   *
   * @param record the record, as {@link Violation#subject()} of {@link
   *     Violation.Kind#RECORD_UNREADABLE} and {@link UnreadableRecordException#record()} name it
   * @return where its item is kept, and what replaced it
   * @throws IllegalArgumentException if fsck names no record like that, or it can be read
   * @throws NotFoundException if there is no such record
   * @throws UnreadableRecordException if a newer version of the library wrote it
   * @throws BackendException if a store refuses or fails
   */
  public SetAside setAside(String record) {
    Objects.requireNonNull(record, "record");
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
    AliasCheck aliases = new AliasCheck(engine.catalog(), artifact, pageSize, doubt, findings);
    return Stream.<Supplier<Stream<Violation>>>of(
            () -> place(artifact, state),
            versions::numbers,
            versions::workingCopy,
            versions::keys,
            versions::states,
            aliases::aliases,
            () -> findings.violations().stream())
        .flatMap(Supplier::get);
  }

  /** Where the bytes of every artifact belong to other items, or the other way round. */
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
