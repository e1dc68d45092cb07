package dev.versioned;

import dev.versioned.routing.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Follows an alias and routes by it, in memory.
 *
 * <p>Routing reads one immutable snapshot, which a background thread replaces: it never blocks,
 * locks, allocates or asks a clock. When the catalog cannot be reached, routing goes on by the last
 * snapshot, for as long as the process lives; {@link #staleness} tells since when. So it does when
 * the alias has been deleted. A revision older than the one at hand is ignored.
 *
 * <p>Thread-safe. After {@link #close} it still routes, and no longer follows.
 */
public final class LiveAlias implements AutoCloseable {
  private final AliasHandle handle;
  private final Artifact artifact;
  private volatile Snapshot snapshot;
  private volatile long refreshedNanos;
  private volatile @Nullable Future<?> task;

  /** What is routed by: one revision, and the versions it stands for. */
  private record Snapshot(Alias alias, Router<Version> router, @Nullable Version latest) {}

  private LiveAlias(AliasHandle handle, Artifact artifact, Snapshot snapshot) {
    this.handle = handle;
    this.artifact = artifact;
    this.snapshot = snapshot;
    this.refreshedNanos = System.nanoTime();
  }

  static LiveAlias watch(
      AliasHandle handle, Engine engine, ArtifactName artifactName, Duration interval) {
    Artifact artifact = new Artifact(artifactName, engine);
    LiveAlias live = new LiveAlias(handle, artifact, snapshotOf(artifact, handle.read()));
    live.task = engine.refresher().every(interval, live::refreshQuietly);
    return live;
  }

  private static Snapshot snapshotOf(Artifact artifact, Alias alias) {
    Version latest =
        alias.routing().primary() == Latest.LATEST ? artifact.resolve(Latest.LATEST) : null;
    Router<Version> router =
        Router.of(
            alias.slots(),
            alias.slotHash(),
            target -> latest == null ? alias.versions().get(target) : latest);
    return new Snapshot(alias, router, latest);
  }

  /**
   * Routes at random, by the weights.
   *
   * @return the version to use for this request
   */
  public Version route() {
    return snapshot.router().route();
  }

  /**
   * Routes by a key: the same key goes to the same version, as long as the weights give it to that
   * one.
   *
   * @param key any text, such as a user's id
   * @return the version to use for this key
   */
  public Version route(CharSequence key) {
    return snapshot.router().route(key);
  }

  /**
   * Returns the alias by which is routed.
   *
   * @return the alias as it was at the last refresh
   */
  public Alias alias() {
    return snapshot.alias();
  }

  /**
   * Returns how long ago the alias was last read successfully.
   *
   * @return the age of what is routed by
   */
  public Duration staleness() {
    return Duration.ofNanos(System.nanoTime() - refreshedNanos);
  }

  /**
   * Reads the alias now, instead of waiting for the background thread.
   *
   * @return the alias by which is routed from now on
   * @throws BackendException if the catalog cannot be reached; routing goes on as before
   */
  public Alias refresh() {
    long started = System.nanoTime();
    Optional<Alias> found = handle.find();
    if (found.isEmpty()) {
      Log.LIVE.warn("alias {} has been deleted; routing goes on by {}", handle, alias());
      return alias();
    }
    Alias alias = found.get();
    Snapshot known = snapshot;
    // A revision never changes; only $LATEST may have, under the same revision.
    if (alias.revision() != known.alias().revision() || known.latest() != null) {
      install(snapshotOf(artifact, alias));
    }
    refreshedNanos = started;
    return alias();
  }

  private synchronized void install(Snapshot next) {
    if (next.alias().revision() >= snapshot.alias().revision()) {
      snapshot = next;
    }
  }

  private void refreshQuietly() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // The schedule would end with the exception, and the alias would never be followed again.
      Log.LIVE.warn("alias {} could not be read; routing goes on by {}", handle, alias(), e);
    }
  }

  /** Stops following the alias. */
  @Override
  public void close() {
    Future<?> running = task;
    if (running != null) {
      running.cancel(false);
    }
  }
}
