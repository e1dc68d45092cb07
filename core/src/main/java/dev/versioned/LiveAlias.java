package dev.versioned;

import dev.versioned.routing.Router;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows an alias and routes by it, in memory.
 *
 * <p>Routing reads one immutable snapshot, which a background thread replaces: it never blocks,
 * locks, allocates or asks a clock. When the catalog cannot be reached, routing goes on by the last
 * snapshot, for as long as the process lives or {@link WatchOptions#staleAfter} allows; {@link
 * #staleness} tells since when. So it does when the alias has been deleted. With {@link
 * WatchOptions#keepIn} a process can even start during an outage. A revision older than the one at
 * hand is ignored.
 *
 * <p>Thread-safe. After {@link #close}, or when the repository is closed, it still routes, and no
 * longer follows; a limit then has no effect.
 */
public final class LiveAlias implements AutoCloseable {
  private final AliasHandle handle;
  private final Artifact artifact;
  private final Optional<Duration> limit;
  private final Optional<AliasFile> file;
  private final BiConsumer<? super Alias, ? super Alias> listener;
  private final Preparation preparation;
  private final Outage.Reads reads;
  private final AtomicBoolean closedRepository;

  /** One reads at a time, so that what is read later is never older. */
  private final Lock reading = new ReentrantLock();

  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile LiveSnapshot snapshot;
  private volatile long refreshedNanos;
  private volatile boolean closed;
  private volatile Refresher.@Nullable Following following;
  private volatile @Nullable Future<?> expiry;

  private LiveAlias(
      AliasHandle handle,
      Artifact artifact,
      Engine engine,
      WatchOptions options,
      Optional<AliasFile> file) {
    this.handle = handle;
    this.artifact = artifact;
    this.limit = options.limit();
    this.file = file;
    this.listener = options.listener();
    this.preparation =
        new Preparation(options.preparation(), engine.settings().seams().executor(), this::isOver);
    this.reads = engine.refresher().outage().of(handle);
    this.closedRepository = engine.closed();
    try {
      this.snapshot =
          new LiveStart(handle, artifact, file, limit, engine.refresher(), reads).read();
      this.refreshedNanos = snapshot.readNanos();
      preparation.of(snapshot.versions());
    } catch (RuntimeException | Error e) {
      reads.close();
      throw e;
    }
  }

  static LiveAlias watch(
      AliasHandle handle, Engine engine, ArtifactName artifact, WatchOptions options) {
    LiveAlias live =
        new LiveAlias(
            handle,
            new Artifact(artifact, engine),
            engine,
            options,
            options.file().map(AliasFile::new));
    live.follow(engine.refresher(), options.interval());
    return live;
  }

  private void follow(Refresher refresher, Duration interval) {
    following =
        refresher.every(
            interval,
            new Refresher.Follower() {
              @Override
              public Runnable read() {
                Optional<LiveSnapshot> next = next();
                return () -> next.ifPresent(LiveAlias.this::installWhenReady);
              }

              @Override
              public void failed(Throwable reason) {
                if (!isOver()) {
                  reads.failed(reason);
                }
              }
            });
    limit.ifPresent(longest -> expireInTime(refresher, longest));
  }

  /** By a timer of its own: a read that hangs tells nothing. */
  private void expireInTime(Refresher refresher, Duration longest) {
    if (closed) {
      return;
    }
    Duration left = longest.minus(staleness());
    if (left.isNegative()) {
      expire(longest);
    }
    // What is read after this cannot be stale before that.
    Duration next = left.isNegative() ? longest : left.plusNanos(1);
    expiry = refresher.after(next, () -> expireInTime(refresher, longest));
  }

  /**
   * Routes at random, by the weights.
   *
   * @return the version to use for this request
   * @throws BackendException if the alias could not be read for longer than {@link
   *     WatchOptions#staleAfter} allows
   */
  public Version route() {
    return router().route();
  }

  /**
   * Routes by a key: the same key goes to the same version, as long as the weights give it to that
   * one.
   *
   * @param key any text, such as a user's id
   * @return the version to use for this key
   * @throws BackendException if the alias could not be read for longer than {@link
   *     WatchOptions#staleAfter} allows
   */
  public Version route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return router().route(key);
  }

  private Router<Version> router() {
    Router<Version> router = snapshot.router();
    if (router == null) {
      throw BackendException.passing(
          "Cannot route by alias "
              + handle
              + ": it could not be read for "
              + staleness()
              + ", which is longer than allowed",
          null);
    }
    return router;
  }

  /**
   * Returns the alias by which is routed.
   *
   * @return the alias as it was when last read
   */
  public Alias alias() {
    return snapshot.alias();
  }

  /**
   * Returns how long ago the alias was last read successfully, by this process or, if it was
   * started from a file, by the one before.
   *
   * @return the age of what is routed by
   */
  public Duration staleness() {
    return Duration.ofNanos(System.nanoTime() - refreshedNanos);
  }

  /**
   * Reads the alias now, instead of waiting for the background thread; prepares its versions, if
   * {@link WatchOptions#prepare} says how.
   *
   * @return the alias by which is routed from now on
   * @throws BackendException if the catalog cannot be reached; routing goes on as before
   * @throws RuntimeException what the preparation throws; routing goes on as before
   */
  public Alias refresh() {
    next()
        .ifPresent(
            next -> {
              preparation.of(unprepared(next));
              install(next);
            });
    return alias();
  }

  /** Reads what is to be routed by next; empty if the alias is gone. */
  private Optional<LiveSnapshot> next() {
    takeTurn();
    try {
      long started = System.nanoTime();
      Optional<Alias> found = handle.find();
      noteWhether(found.isPresent());
      Optional<LiveSnapshot> next = found.map(alias -> next(alias, started));
      reads.succeeded();
      return next;
    } finally {
      reading.unlock();
    }
  }

  private LiveSnapshot next(Alias alias, long started) {
    LiveSnapshot known = snapshot;
    boolean same =
        alias.revision() == known.alias().revision()
            && known.latest().isEmpty()
            && known.router() != null;
    return same ? known.readAgain(started) : LiveSnapshot.of(alias, artifact, started);
  }

  private void takeTurn() {
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.passing(
          "Cannot read alias " + handle + ": the thread was interrupted", e);
    }
  }

  private void noteWhether(boolean present) {
    if (!present && !gone.getAndSet(true)) {
      Log.LIVE.warn("alias {} has been deleted; routing goes on by {}", handle, alias());
    } else if (present && gone.getAndSet(false)) {
      Log.LIVE.info("alias {} exists again", handle);
    }
  }

  /** The versions that the snapshot at hand does not route to. */
  private Set<Version> unprepared(LiveSnapshot next) {
    Set<Version> versions = next.versions();
    versions.removeAll(snapshot.versions());
    return versions;
  }

  private synchronized void install(LiveSnapshot next) {
    LiveSnapshot known = snapshot;
    if (closed || next.isOlderThan(known)) {
      return; // a newer one was ready first
    }
    snapshot = next;
    confirm(next.readNanos());
    boolean same = next.isSame(known);
    file.ifPresent(
        f -> {
          if (same) {
            f.touch(next.alias(), next.latest());
          } else {
            f.write(next.alias(), next.latest());
          }
        });
    if (!same) {
      tell(known.alias(), next.alias());
    }
  }

  /** The catalog was read then, whether or not what was found is routed by yet. */
  private synchronized void confirm(long readNanos) {
    if (readNanos - refreshedNanos > 0) {
      refreshedNanos = readNanos;
    }
  }

  private void tell(Alias before, Alias after) {
    try {
      listener.accept(before, after);
    } catch (RuntimeException | Error e) {
      Log.LIVE.warn("a listener to alias {} failed", handle, e);
    }
  }

  /** Preparing may take long: not in a thread that keeps other aliases up to date. */
  private void installWhenReady(LiveSnapshot next) {
    Set<Version> unprepared = unprepared(next);
    if (unprepared.isEmpty()) {
      install(next);
      return;
    }
    confirm(next.readNanos());
    preparation.start(next.alias(), alias(), unprepared, () -> install(next));
  }

  private boolean isOver() {
    return closed || closedRepository.get();
  }

  private synchronized void expire(Duration longest) {
    if (staleness().compareTo(longest) > 0) {
      snapshot = snapshot.stale();
    }
  }

  /** Stops following the alias. */
  @Override
  public void close() {
    closed = true;
    reads.close();
    if (following != null) {
      following.close();
    }
    if (expiry != null) {
      expiry.cancel(false);
    }
  }
}
