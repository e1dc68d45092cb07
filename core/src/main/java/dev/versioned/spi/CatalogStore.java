package dev.versioned.spi;

import dev.versioned.AliasName;
import dev.versioned.ArtifactName;
import dev.versioned.BackendException;
import dev.versioned.IdempotencyKey;
import dev.versioned.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps versions, aliases and ledgers, and changes them by compare-and-swap.
 *
 * <p>The caller guarantees the rules: numbers come from {@link #reserve}, a committed version's
 * blob is whole, every {@link AliasMove} carries its ledger row and the references it gains and
 * releases. The store guarantees that each write happens whole or not at all, only if its condition
 * holds at that moment, and that every read sees every write finished before it, listing of
 * artifact names excepted.
 *
 * <p>A write may be applied and its reply lost; the caller then makes the same call again and knows
 * its own write by the attempt or move id in the result. Every method is thread-safe and throws
 * {@link BackendException} if the store refuses or fails; a write that failed so may nevertheless
 * have happened. {@code CatalogStoreContract} in the testkit tries all of this.
 */
public interface CatalogStore extends AutoCloseable {

  /**
   * How many versions one {@link AliasMove} alone may gain and release at least: what a store must
   * allow.
   */
  int VERSIONS_PER_MOVE = AliasMoveSet.ITEMS - 2;

  /**
   * Reserves the next version number.
   *
   * @param wish for what, and on what condition
   * @return the number, or why not
   */
  Reservation.Result reserve(Reservation wish);

  /**
   * Commits a version, and an idempotency key with it, if the number holds no entry and the key is
   * free, or has expired by the time the version was created.
   *
   * @param version the version, ACTIVE and without references
   * @param key what to record with it, in the same transaction; null for none
   * @return what came of it
   */
  CommitResult commit(VersionEntry.Committed version, @Nullable IdempotencyRecord key);

  /**
   * Records an idempotency key for a version that is there, if the key is free or has expired.
   *
   * @param key what to record
   * @param at the time by which an expired key is told
   * @return {@code Committed} or {@code KeyTaken}
   */
  CommitResult recordKey(IdempotencyRecord key, Instant at);

  /**
   * Looks an idempotency key up.
   *
   * @param artifact the artifact
   * @param key the key
   * @return what it stands for, expired or not
   */
  Optional<IdempotencyRecord> findKey(ArtifactName artifact, IdempotencyKey key);

  /**
   * Lists the idempotency keys of an artifact, expired ones too as long as they are there, in
   * ascending order of their text.
   *
   * @param artifact the artifact
   * @param after only keys after this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next keys
   */
  Page<IdempotencyRecord> keys(ArtifactName artifact, @Nullable IdempotencyKey after, int limit);

  /**
   * Looks a version number up.
   *
   * @param artifact the artifact
   * @param number the number
   * @return what is there
   */
  Optional<VersionEntry> findVersion(ArtifactName artifact, VersionNumber number);

  /**
   * Lists the entries of an artifact's version numbers, newest first.
   *
   * @param artifact the artifact
   * @param before only numbers below this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next entries
   */
  Page<VersionEntry> versions(ArtifactName artifact, @Nullable VersionNumber before, int limit);

  /**
   * Takes a version a step on in its life.
   *
   * @param change which step
   * @return what came of it
   */
  StateChange.Result changeState(StateChange change);

  /**
   * Puts a tombstone under a version number, if it holds no entry: from then on it cannot be
   * committed.
   *
   * @param artifact the artifact
   * @param number the number
   * @param at when
   * @return what is under the number now
   */
  VersionEntry abandon(ArtifactName artifact, VersionNumber number, Instant at);

  /**
   * Looks an artifact up.
   *
   * @param artifact the artifact
   * @return its record; also of a deleted artifact, whose numbers go on
   */
  Optional<ArtifactRecord> findArtifact(ArtifactName artifact);

  /**
   * Makes an artifact known, so that it is listed; one that is known stays as it is.
   *
   * @param artifact the artifact
   * @param at when
   * @return its record
   */
  ArtifactRecord register(ArtifactName artifact, Instant at);

  /**
   * Takes an artifact off the list, if the last number reserved is still the one given. Its record
   * stays, so that its numbers are never used again; {@link #reserve} and {@link #register} list it
   * again.
   *
   * @param artifact the artifact
   * @param lastNumber the last number that the caller has seen
   * @return false if the number was another, and nothing changed
   */
  boolean retire(ArtifactName artifact, long lastNumber);

  /**
   * Lists the names of the artifacts that are not retired, in ascending order. A name may come or
   * go some moments late.
   *
   * @param after only names after this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next names
   */
  Page<ArtifactName> artifacts(@Nullable ArtifactName after, int limit);

  /**
   * Lists the names of all artifacts that have a record or an alias, retired ones included, lazily,
   * each once, in no particular order. Every name that was there when the listing began is in it.
   * May read the whole catalog: for checks, not for serving.
   *
   * @return the names
   */
  Stream<ArtifactName> allArtifacts();

  /**
   * Reads the working copy and the newest ACTIVE version, side by side.
   *
   * @param artifact the artifact
   * @return what is there
   */
  LatestView latest(ArtifactName artifact);

  /**
   * Puts a working copy in the place of the last, if that is at the revision before and the upload
   * is not tombstoned.
   *
   * @param next the new working copy
   * @return what came of it
   */
  WorkingCopy.SwapResult swapLatest(WorkingCopy next);

  /**
   * Removes the working copy, if it is at the revision given.
   *
   * @param artifact the artifact
   * @param revision the revision it must be at
   * @return false if it was at another, and nothing changed; true also if there is none
   */
  boolean removeLatest(ArtifactName artifact, long revision);

  /**
   * Tombstones an upload of {@code $LATEST}, unless it is the working copy: from then on it cannot
   * become that.
   *
   * @param artifact the artifact
   * @param uploadId the upload
   * @param expiresAt when the tombstone itself may go: after the slowest put has failed
   * @return false if the upload is the working copy, and nothing changed
   */
  boolean abandonUpload(ArtifactName artifact, String uploadId, Instant expiresAt);

  /**
   * Looks an alias up.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @return the alias, or what stays of a deleted one
   */
  Optional<AliasEntry> findAlias(ArtifactName artifact, AliasName alias);

  /**
   * Lists the aliases of an artifact, deleted ones included, in ascending order of their names.
   *
   * @param artifact the artifact
   * @param after only names after this one; null for all
   * @param limit how many at most, 1 or more
   * @return the next aliases
   */
  Page<AliasEntry> aliases(ArtifactName artifact, @Nullable AliasName after, int limit);

  /**
   * Moves aliases, all in one transaction. If an alias is at another revision, that is told rather
   * than a version that is not ACTIVE.
   *
   * @param moves the moves, of up to {@link AliasMoveSet#ITEMS} items at least
   * @return what came of them
   */
  AliasMoveSet.Result moveAll(AliasMoveSet moves);

  /**
   * Moves one alias, as {@link #moveAll} does.
   *
   * @param move the move
   * @return what came of it
   */
  default AliasMove.Result move(AliasMove move) {
    AliasMoveSet.Result result = moveAll(new AliasMoveSet(List.of(move)));
    if (result instanceof AliasMoveSet.Refused refused) {
      return refused.why();
    }
    return result instanceof AliasMoveSet.Moved ? new AliasMove.Moved() : new AliasMove.Contended();
  }

  /**
   * Looks a row of a ledger up.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param revision the row's revision
   * @return the row
   */
  Optional<LedgerRow> findLedgerRow(ArtifactName artifact, AliasName alias, long revision);

  /**
   * Lists the ledger of an alias, newest first.
   *
   * @param artifact the artifact
   * @param alias the alias
   * @param before only revisions below this one; {@code Long.MAX_VALUE} for all
   * @param limit how many at most, 1 or more
   * @return the next rows
   */
  Page<LedgerRow> ledger(ArtifactName artifact, AliasName alias, long before, int limit);

  /** Releases what the store made itself; what it was given stays open. */
  @Override
  void close();
}
