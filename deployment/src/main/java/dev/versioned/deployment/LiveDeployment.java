package dev.versioned.deployment;

import dev.versioned.AliasHandle;
import dev.versioned.LiveAlias;
import dev.versioned.OutcomeCounter;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.model.Alias;
import dev.versioned.model.BackendException;
import dev.versioned.model.Latest;
import dev.versioned.model.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the versions that an alias routes to, inside this process: a move of the alias swaps them
 * while requests are served, without a restart.
 *
 * <p>A version is fetched, loaded and warmed up before the first request is routed to it. If that
 * fails, requests continue with the revision before, and it is tried again. A version that gets no
 * traffic any more is closed when its last user has left, or after a deadline. So a request never
 * waits for a load, never meets a version that is closed, and stays with one version until it ends.
 *
 * <p>Thread-safe. {@code use} takes no lock, allocates nothing and reads no clock, except where
 * {@linkplain LiveDeploymentBuilder#countOutcomes outcomes are counted}. After {@link #close},
 * {@code use} is refused.
 *
 * @param <T> what a version is loaded as
 */
public final class LiveDeployment<T> implements AutoCloseable {
  private final AliasHandle handle;
  private final Room<T> room;
  private final Duration drain;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("versioned-deployment"));
  private final LoadedVersions<T> loaded;
  private final Retirement<T> retirement;
  private final Loading<T> loading;
  private final ClosedVersions leaks;
  private final FailedLoads failures;
  private final @Nullable ShadowTraffic<T> shadow;
  private final LiveAlias alias;
  private final @Nullable OutcomeCounter outcomes;

  /** Held while the routing's needs are applied, so that an older state never comes last. */
  private final Lock changing = new ReentrantLock();

  private volatile boolean closed;

  LiveDeployment(LiveDeploymentBuilder<T> builder) {
    this.handle = builder.alias;
    this.drain = builder.drain;
    this.failures = new FailedLoads(handle, builder.rollBack);
    this.leaks = new ClosedVersions(builder.leaks, handle.listener());
    this.retirement = new Retirement<>(drain, threads, this::closeRetired);
    this.loaded = new LoadedVersions<>(retirement::add);
    this.loading = new Loading<>(builder.cache, builder.loader, builder.warmUps, threads, loaded);
    this.room = new Room<>(builder.maxLive, loaded, retirement, loading);
    this.shadow = builder.shadow.map(s -> new ShadowTraffic<>(s, threads)).orElse(null);
    try {
      this.alias =
          handle.watch(
              options -> {
                builder.addTo(options);
                options.prepareAll(this::prepare).onChange((before, after) -> changed());
              });
    } catch (RuntimeException | Error e) {
      loaded.clear();
      threads.shutdown();
      throw e;
    }
    this.outcomes = builder.countsOutcomes ? alias.outcomes() : null;
    changed();
  }

  /**
   * Returns a builder.
   *
   * @param alias the alias whose versions are run; its repository must stay open
   * @param cache keeps the versions' files on disk, and pins those that are loaded
   * @param loader makes an object of a version's file
   * @param <T> what a version is loaded as
   * @return a builder
   */
  public static <T> LiveDeploymentBuilder<T> builder(
      AliasHandle alias, ArtifactCache cache, VersionLoader<T> loader) {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(loader, "loader");
    return new LiveDeploymentBuilder<>(alias, cache, loader);
  }

  /**
   * Uses the version that a key is routed to, as {@link LiveAlias#route(CharSequence)} chooses it.
   *
   * @param key any text, such as a user's id
   * @param use what to do with the version
   * @param <R> the answer
   * @param <X> what the use may throw
   * @return the answer
   * @throws X what the use throws
   * @throws BackendException if the alias has not been read for longer than its options allow
   * @throws IllegalStateException if this deployment is closed
   */
  public <R, X extends Throwable> R use(CharSequence key, Use<? super T, ? extends R, X> use)
      throws X {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(use, "use");
    while (true) {
      Loaded<T> version = find(alias.route(key));
      int stripe = version.users().enter();
      if (stripe >= 0) {
        return finish(version, stripe, use);
      }
    }
  }

  /**
   * Uses a version that is chosen at random, by the weights, as {@link LiveAlias#route()} does.
   *
   * @param use what to do with the version
   * @param <R> the answer
   * @param <X> what the use may throw
   * @return the answer
   * @throws X what the use throws
   * @throws BackendException if the alias has not been read for longer than its options allow
   * @throws IllegalStateException if this deployment is closed
   */
  public <R, X extends Throwable> R use(Use<? super T, ? extends R, X> use) throws X {
    Objects.requireNonNull(use, "use");
    while (true) {
      Loaded<T> version = find(alias.route());
      int stripe = version.users().enter();
      if (stripe >= 0) {
        return finish(version, stripe, use);
      }
    }
  }

  private <R, X extends Throwable> R finish(
      Loaded<T> version, int stripe, Use<? super T, ? extends R, X> use) throws X {
    R answer;
    try {
      answer = version.call(use, outcomes);
    } finally {
      version.users().leave(stripe);
    }
    if (shadow != null) {
      shadow.offer(use, answer);
    }
    return answer;
  }

  private Loaded<T> find(Version version) {
    Loaded<T> found = loaded.find(version);
    return found != null ? found : findAgain(version);
  }

  /**
   * A request that was routed just before two swaps may find its version gone: it is routed by the
   * present revision, whose versions are all loaded.
   */
  private Loaded<T> findAgain(Version gone) {
    Version last = gone;
    for (int attempt = 0; !closed; attempt++) {
      Version version = alias.route();
      Loaded<T> found = loaded.find(version);
      if (found != null) {
        return found;
      }
      if (attempt > 0 && version.equals(last)) {
        // Only if another thread's preparation was overtaken: then this request loads it.
        prepare(Set.of(version));
      }
      last = version;
    }
    throw new IllegalStateException("Cannot use " + handle + ": its deployment is closed");
  }

  private void prepare(Set<Version> versions) {
    List<Version> missing = loaded.missing(versions);
    if (missing.isEmpty()) {
      return;
    }
    try {
      room.make(versions, missing, routedTo(alias));
      loading.all(missing);
    } catch (VersionNotReadyException e) {
      failures.failed(e);
      throw e;
    }
  }

  /**
   * Closes what the alias does not need any more. It takes the alias as it is now: a change may be
   * reported while the constructor runs, and is then found by the constructor's own call.
   */
  private void changed() {
    changing.lock();
    try {
      LiveAlias following = alias;
      if (following == null) {
        return;
      }
      Alias now = following.alias();
      loaded.change(routedTo(following));
      if (shadow != null) {
        shadow.candidates(now, loaded.all());
      }
    } finally {
      changing.unlock();
    }
  }

  /** Returns what requests may be routed to; nothing during the first read. */
  private static List<Version> routedTo(@Nullable LiveAlias following) {
    if (following == null) {
      return List.of();
    }
    Alias now = following.alias();
    List<Version> all = new ArrayList<>(now.versions().values());
    following.status().pinned().ifPresent(all::add);
    if (now.routing().primary() == Latest.LATEST) {
      all.add(following.route());
    }
    return all;
  }

  private void closeRetired(Loaded<T> version) {
    loading.closeQuietly(version);
    leaks.watch(version.version(), version.classLoader());
  }

  /**
   * Returns the alias that is followed, for its revision and its staleness.
   *
   * @return the alias; do not close it
   */
  public LiveAlias liveAlias() {
    return alias;
  }

  /**
   * Returns what this process runs now.
   *
   * @return the versions in memory
   */
  public DeploymentStatus status() {
    List<DeploymentStatus.Running> running = new ArrayList<>();
    for (Loaded<T> version : loaded.all()) {
      running.add(running(version, false));
    }
    for (Loaded<T> version : retirement.leaving()) {
      running.add(running(version, true));
    }
    return new DeploymentStatus(
        alias.alias(),
        running,
        shadow == null ? ShadowReport.NONE : shadow.report(),
        leaks.count());
  }

  private DeploymentStatus.Running running(Loaded<T> version, boolean leaving) {
    return new DeploymentStatus.Running(
        version.version(), leaving, version.users().count(), version.took());
  }

  /**
   * Stops following the alias, and closes all versions, each when its last user has left, or after
   * the time that {@link LiveDeploymentBuilder#drainAtMost} allows. Returns when they are closed.
   */
  @Override
  public void close() {
    closed = true;
    alias.close();
    loaded.clear();
    try {
      // Twice: an object that is slow to close is not waited for any longer.
      retirement.await(drain.multipliedBy(2).plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  /** Returns artifact and alias as {@code checkout:LIVE}. */
  @Override
  public String toString() {
    return handle.toString();
  }
}
