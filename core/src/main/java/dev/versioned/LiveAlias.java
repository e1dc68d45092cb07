package dev.versioned;

import dev.versioned.internal.live.AliasFollower;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.LiveStatus;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Follows an alias and routes by it, in memory.
 *
 * <p>Routing reads one immutable snapshot, which a background thread replaces: it never blocks,
 * locks, allocates or reads a clock. If the catalog cannot be reached, or the alias was deleted,
 * routing continues with the last snapshot, for as long as the process lives or {@link
 * WatchOptions#staleAfter} allows; {@link #staleness} returns its age. With {@link
 * WatchOptions#keepIn} a process can even start during an outage. A revision older than the current
 * one is ignored.
 *
 * <p>Thread-safe. After {@link #close}, or when the repository is closed, it still routes, but no
 * longer follows the alias; {@link WatchOptions#staleAfter} then has no effect.
 */
public final class LiveAlias implements AutoCloseable {
  private final AliasFollower follower;
  private final OutcomeCounter outcomes;

  LiveAlias(AliasFollower follower) {
    this.follower = follower;
    this.outcomes = new OutcomeCounter(follower.outcomes());
  }

  /**
   * Routes at random, by the weights.
   *
   * @return the version to use for this request
   * @throws BackendException if the alias has not been read for longer than {@link
   *     WatchOptions#staleAfter} allows
   */
  public Version route() {
    return follower.route();
  }

  /**
   * Routes by a key: the same key goes to the same version, as long as the weights assign it to
   * that version.
   *
   * @param key any text, such as a user's id
   * @return the version to use for this key
   * @throws BackendException if the alias has not been read for longer than {@link
   *     WatchOptions#staleAfter} allows
   */
  public Version route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return follower.route(key);
  }

  /**
   * Routes by a key, as {@link #route(CharSequence)} does, and says why the request goes there: for
   * logs, traces and people.
   *
   * @param key any text, such as a user's id
   * @return the version, and what decided
   * @throws BackendException if the alias has not been read for longer than {@link
   *     WatchOptions#staleAfter} allows
   */
  public RoutingDecision decide(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return follower.decide(key);
  }

  /**
   * Routes all requests of this process to one version, whatever the alias says, until {@link
   * #unpin}: to debug, or to reproduce a request. The version is prepared first, if {@link
   * WatchOptions#prepare} is set. The alias is still followed. Nothing is stored: other processes,
   * and this one after a restart, are not pinned, and the version may be deleted.
   *
   * @param version a version of the artifact
   * @throws dev.versioned.model.NotFoundException if it is a number, and no such version exists
   * @throws IllegalArgumentException if it is a version of another artifact or repository
   * @throws dev.versioned.model.UntrustedVersionException if it is not signed as the repository's
   *     policy demands
   * @throws RuntimeException if the preparation throws it; routing continues as before
   */
  public void pin(VersionRef version) {
    Objects.requireNonNull(version, "version");
    follower.pin(Optional.of(version));
  }

  /** Routes by the alias again, if this process was {@linkplain #pin pinned}. */
  public void unpin() {
    follower.pin(Optional.empty());
  }

  /**
   * Returns how far this process follows the alias.
   *
   * @return the revisions seen and routed by, since when, and the last error
   */
  public LiveStatus status() {
    return follower.status();
  }

  /**
   * Returns the alias revision currently used for routing.
   *
   * @return the alias as it was when last read
   */
  public Alias alias() {
    return follower.alias();
  }

  /**
   * Returns how long ago the alias was last read successfully, by this process or, if it was
   * started from a file, by the previous process.
   *
   * @return the age of the revision used for routing
   */
  public Duration staleness() {
    return follower.staleness();
  }

  /**
   * Returns how many reads of the alias by the background thread have failed since it is followed:
   * for metrics.
   *
   * @return the number of failed reads
   */
  public long refreshFailures() {
    return follower.refreshFailures();
  }

  /**
   * Reads the alias now, instead of waiting for the background thread; prepares its versions, if
   * {@link WatchOptions#prepare} is set.
   *
   * @return the alias revision used for routing from now on
   * @throws BackendException if the catalog cannot be reached; routing continues as before
   * @throws RuntimeException if the preparation throws it; routing continues as before
   */
  public Alias refresh() {
    return follower.refresh();
  }

  /**
   * Reports now how far this process follows the alias, instead of waiting for the background
   * thread: for processes that live for less than a minute, and for tests. Does nothing without
   * {@link WatchOptions#report()}, and in a large fleet if the process is not of its sample.
   *
   * @throws BackendException if the catalog cannot be reached, or refuses
   */
  public void report() {
    follower.reportNow();
  }

  /**
   * Returns the counter of what becomes of this process's requests. It counts nothing without
   * {@link WatchOptions#countOutcomes}.
   *
   * @return the counter, always the same one
   */
  public OutcomeCounter outcomes() {
    return outcomes;
  }

  /** Stops following the alias. */
  @Override
  public void close() {
    follower.close();
  }
}
