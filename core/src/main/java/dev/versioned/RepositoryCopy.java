package dev.versioned;

import dev.versioned.internal.archive.CopyRequest;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.model.AliasName;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.CorruptContentException;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.model.UnreadableRecordException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An export of a repository to a folder, an import of one, or a copy from one repository into
 * another: a backup, a restore, a promotion between accounts.
 *
 * <p>Everything of an artifact is copied: all version numbers with their records, states and bytes,
 * {@code $LATEST}, idempotency keys with their time of expiry, and the aliases with their ledgers.
 * Numbers without a version stay without one. What is not copied: records that were set aside,
 * uploads that are no version, and the objects of numbers that were given up. A rollout under way
 * is exported as it is, and imported as {@link dev.versioned.rollout.Rollout.State#SUPERSEDED}: the
 * alias keeps its routing, and only the repository where the rollout was started continues it.
 *
 * <p><b>In use.</b> The source may be in use meanwhile: of each artifact, what is copied is as it
 * was at one time. The target may be in use, too: no publisher gets a number of the import, and at
 * any time each version has its bytes, and each alias its ledger and its versions.
 *
 * <p><b>Verified.</b> All bytes are compared with the recorded digests, and all records are checked
 * as those of the table are, when they are exported and when they are imported: the folder may come
 * from anywhere, as long as no one changes it while it is read.
 *
 * <p><b>Nothing is overwritten.</b> What exists in the target and is equal is skipped. If something
 * is different, or the target has a number up to the last one that the source does not have, the
 * run is refused, before its first write unless others caused it meanwhile. So a run may be
 * repeated, and copies what is new since the last one. The state of a version that exists stays as
 * it is. A key that has expired is left out.
 *
 * <p><b>Resumable.</b> A run that was interrupted or killed at any time is continued by the same
 * call. An interrupted export leaves the folder without a manifest, or with the one before; an
 * import of it fails, or reads the export before. An interrupted import should be continued within
 * {@link Gc}'s grace period in the target: later, gc may have closed the numbers that were just
 * being written, and the import is refused.
 *
 * <p>Immutable and thread-safe.
 */
public final class RepositoryCopy {
  private final Function<CopyRequest, CopyReport> copy;
  private final CopyRequest request;

  RepositoryCopy(Function<CopyRequest, CopyReport> copy) {
    this(copy, new CopyRequest(Optional.empty(), "", Optional.empty(), report -> {}));
  }

  private RepositoryCopy(Function<CopyRequest, CopyReport> copy, CopyRequest request) {
    this.copy = copy;
    this.request = request;
  }

  /**
   * Returns a copy of these artifacts only.
   *
   * @param artifacts the artifacts, each of which must exist
   * @return the changed copy
   */
  public RepositoryCopy only(Collection<ArtifactName> artifacts) {
    Objects.requireNonNull(artifacts, "artifacts");
    Set<ArtifactName> wanted = Set.copyOf(artifacts);
    return new RepositoryCopy(
        copy,
        new CopyRequest(
            Optional.of(wanted), request.prefix(), request.aliases(), request.listener()));
  }

  /**
   * Returns a copy of one artifact only.
   *
   * @param artifact the artifact, which must exist
   * @return the changed copy
   */
  public RepositoryCopy only(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return only(Set.of(artifact));
  }

  /**
   * Returns a copy of the artifacts whose names start with a prefix.
   *
   * @param prefix what the names start with
   * @return the changed copy
   * @throws IllegalArgumentException if no artifact name can start with it
   */
  public RepositoryCopy startingWith(String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    return new RepositoryCopy(
        copy,
        new CopyRequest(
            request.artifacts(),
            ArtifactName.parse(prefix).value(),
            request.aliases(),
            request.listener()));
  }

  /**
   * Returns a copy of the versions and {@code $LATEST}, without any alias: a promotion between
   * accounts whose aliases are moved separately.
   *
   * @return the changed copy
   */
  public RepositoryCopy withoutAliases() {
    return withAliases(Set.of());
  }

  /**
   * Returns a copy with these aliases only, of each artifact, with their ledgers.
   *
   * @param aliases the aliases; an artifact need not have all of them
   * @return the changed copy
   */
  public RepositoryCopy withAliases(Collection<AliasName> aliases) {
    Objects.requireNonNull(aliases, "aliases");
    Set<AliasName> wanted = Set.copyOf(aliases);
    return new RepositoryCopy(
        copy,
        new CopyRequest(
            request.artifacts(), request.prefix(), Optional.of(wanted), request.listener()));
  }

  /**
   * Returns a copy that reports how far it has come, after each version and each artifact.
   *
   * @param listener receives the counts so far; called by several threads, but never by two at the
   *     same time; its exceptions are logged, and do not stop the copy
   * @return the changed copy
   */
  public RepositoryCopy onProgress(Consumer<CopyReport> listener) {
    Objects.requireNonNull(listener, "listener");
    return new RepositoryCopy(
        copy, new CopyRequest(request.artifacts(), request.prefix(), request.aliases(), listener));
  }

  /**
   * Runs the copy. What was complete when it fails stays, and the same call continues.
   *
   * @return what was written, and what existed
   * @throws AlreadyExistsException if the target has something different; nothing was overwritten
   * @throws NotFoundException if a named artifact does not exist in the source
   * @throws CorruptContentException if bytes are not those that a record says
   * @throws UnreadableContentException if the folder holds no complete export, or one that was
   *     changed, or the records of an artifact do not belong together
   * @throws UnreadableRecordException if a record in a repository cannot be read
   * @throws BackendException if a store refuses or fails; also, before anything is written, if the
   *     target's bytes and items belong to others, see {@link RepositoryBinding}
   * @throws UncheckedIOException if the folder cannot be read or written
   */
  public CopyReport run() {
    return copy.apply(request);
  }
}
