package dev.versioned.maintenance;

import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.NotFoundException;
import dev.versioned.RepositorySettings;
import dev.versioned.UnreadableRecordException;
import dev.versioned.internal.catalog.Aside;
import dev.versioned.internal.catalog.AsideRequest;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ItemStore;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a repository keeps its promises, and reports every violation. Changes nothing but
 * what it is asked to set aside.
 *
 * <p>Every version that can be read or restored, and the working copy, has its bytes, with the size
 * recorded and, if asked for, the digest; every alias points to active versions, carries their very
 * records, and has slots as its weights; every version counts as many references as aliases point
 * to it; every ledger is a chain without gaps that ends with its alias; no number is in use that
 * was not given, and no idempotency key stands for a version that is not there. Objects that
 * nothing refers to are no violation: they are {@link Gc}'s.
 *
 * <p>May run while the repository is in use. What looks wrong is read again, and reported only if
 * nothing has changed meanwhile; what never stands still is {@link Violation.Kind#UNSETTLED}.
 * Ledgers of which there is no alias, not even a deleted one, are not found.
 *
 * <p>Immutable and thread-safe.
 */
public final class Fsck {
  private final BlobStore blobs;
  private final Catalog catalog;
  private final Binding binding;
  private final RepositorySettings settings;
  private final @Nullable ArtifactName only;
  private final Depth depth;

  /** How closely to look at bytes. */
  enum Depth {
    SIZES,
    DIGESTS
  }

  private Fsck(
      BlobStore blobs,
      Catalog catalog,
      Binding binding,
      RepositorySettings settings,
      @Nullable ArtifactName only,
      Depth depth) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.binding = binding;
    this.settings = settings;
    this.only = only;
    this.depth = depth;
  }

  /**
   * Makes a check over two stores; applications get theirs from {@link
   * dev.versioned.ArtifactRepository#fsck()}.
   *
   * @param blobs keeps the bytes
   * @param items keeps versions and aliases
   * @param settings how to behave
   * @return a check of all artifacts, deleted ones included
   */
  public static Fsck over(BlobStore blobs, ItemStore items, RepositorySettings settings) {
    Objects.requireNonNull(blobs, "blobs");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(settings, "settings");
    Catalog catalog = new Catalog(items, settings.seams().executor());
    return new Fsck(
        blobs, catalog, Binding.over(blobs, items, settings), settings, null, Depth.SIZES);
  }

  /**
   * Returns a check of one artifact only.
   *
   * @param artifact the artifact
   * @return a check as close as this one
   */
  public Fsck only(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return new Fsck(blobs, catalog, binding, settings, artifact, depth);
  }

  /**
   * Returns a check that also reads all bytes and compares their digests.
   *
   * @return the closer check
   */
  public Fsck verifyingDigests() {
    return new Fsck(blobs, catalog, binding, settings, only, Depth.DIGESTS);
  }

  /**
   * Checks, lazily, artifact by artifact.
   *
   * @return every violation; none if all promises are kept
   * @throws BackendException if a store refuses or fails, also while the stream is read
   */
  public Stream<Violation> violations() {
    Binding.State state = binding.state();
    return artifacts().flatMap(artifact -> check(artifact, state));
  }

  /**
   * Sets a record aside that cannot be read, so that what it stood for can be used again. Its item
   * is kept as it is, under the partition {@code ASIDE#} with the artifact's name, and replaced in
   * the same transaction:
   *
   * <ul>
   *   <li>an alias keeps its routing and loses its rollout, if only the rollout cannot be read;
   *       else it is deleted, its revisions go on, and it can be created again;
   *   <li>a version number holds no version any more and is never given again; its bytes stay;
   *   <li>the working copy is removed;
   *   <li>an idempotency key is free again;
   *   <li>a row of a ledger is removed, which is a {@link Violation.Kind#LEDGER_GAP} from then on;
   *   <li>the counter of an artifact goes on after the highest number that has an item or bytes.
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
        catalog.setAside(
            new AsideRequest(
                record,
                highestNumberWithBytes(record),
                settings.actor(),
                settings.seams().ids().get(),
                settings.seams().now()));
    return new SetAside(aside.record(), aside.keptAt(), aside.outcome());
  }

  private long highestNumberWithBytes(String record) {
    return Catalog.counterOf(record)
        .map(
            artifact ->
                blobs
                    .list(artifact)
                    .map(blob -> Holding.of(artifact, blob))
                    .filter(Holding.Numbered.class::isInstance)
                    .mapToLong(holding -> ((Holding.Numbered) holding).number().value())
                    .max()
                    .orElse(0))
        .orElse(0L);
  }

  private Stream<ArtifactName> artifacts() {
    return Optional.ofNullable(only)
        .map(Stream::of)
        .orElseGet(() -> Stream.concat(catalog.allArtifacts(), blobs.artifacts()).distinct());
  }

  private Stream<Violation> check(ArtifactName artifact, Binding.State state) {
    Findings findings = new Findings(artifact);
    Doubt doubt = new Doubt(artifact, settings.seams(), findings);
    int pageSize = settings.pageSize();
    VersionCheck versions =
        new VersionCheck(blobs, catalog, artifact, pageSize, doubt, findings, depth);
    AliasCheck aliases = new AliasCheck(catalog, artifact, pageSize, doubt, findings);
    return Stream.<Supplier<Stream<Violation>>>of(
            () -> place(artifact, state),
            versions::numbers,
            versions::workingCopy,
            versions::keys,
            aliases::aliases,
            () -> findings.violations().stream())
        .flatMap(Supplier::get);
  }

  /** Where the bytes of every artifact belong to other items, or the other way round. */
  private static Stream<Violation> place(ArtifactName artifact, Binding.State state) {
    return state.standing() == Binding.Standing.FOREIGN
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
