package dev.versioned.deployment;

import dev.versioned.AliasHandle;
import dev.versioned.WatchOptions;
import dev.versioned.cache.ArtifactCache;
import dev.versioned.deployment.leak.LeakFinder;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds a {@link LiveDeployment}. Not thread-safe.
 *
 * @param <T> what a version is loaded as
 */
public final class LiveDeploymentBuilder<T> {
  final AliasHandle alias;
  final ArtifactCache cache;
  final VersionLoader<T> loader;
  final List<WarmUp<? super T>> warmUps = new ArrayList<>();
  Consumer<WatchOptions> watch = options -> {};
  int maxLive = 8;
  Duration drain = Duration.ofSeconds(30);
  boolean rollBack;
  boolean countsOutcomes;
  Optional<Shadow<T>> shadow = Optional.empty();
  Consumer<LeakFinder.Builder> leaks = options -> {};

  LiveDeploymentBuilder(AliasHandle alias, ArtifactCache cache, VersionLoader<T> loader) {
    this.alias = alias;
    this.cache = cache;
    this.loader = loader;
  }

  /**
   * Sets how the alias is followed: how often it is read, where its state is kept, which listeners
   * receive its changes. A preparation that is set here is replaced. Default: as {@link
   * AliasHandle#watch()}.
   *
   * @param options the options
   * @return this builder
   */
  public LiveDeploymentBuilder<T> watch(Consumer<WatchOptions> options) {
    this.watch = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Adds a warm-up, which each version must pass before it gets traffic, after those added before.
   *
   * @param warmUp warms a version up, or throws
   * @return this builder
   */
  public LiveDeploymentBuilder<T> warmUp(WarmUp<? super T> warmUp) {
    warmUps.add(Objects.requireNonNull(warmUp, "warmUp"));
    return this;
  }

  /**
   * Sets how many versions may be in memory at the same time, those that still have users included.
   * A revision that would need more is not used until there is room. Default: 8.
   *
   * @param maxLive at least 2: the version before and the one after
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public LiveDeploymentBuilder<T> maxLive(int maxLive) {
    if (maxLive < 2) {
      throw new IllegalArgumentException(
          "Cannot swap versions with at most " + maxLive + " in memory: it must be at least 2");
    }
    this.maxLive = maxLive;
    return this;
  }

  /**
   * Sets how long a version that gets no traffic any more waits for its last user. Then it is
   * closed anyway, and the stacks of the threads that use it are logged. Default: 30 seconds.
   *
   * @param longest how long
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public LiveDeploymentBuilder<T> drainAtMost(Duration longest) {
    Objects.requireNonNull(longest, "longest");
    if (longest.isNegative()) {
      throw new IllegalArgumentException("Cannot wait for users for " + longest);
    }
    this.drain = longest;
    return this;
  }

  /**
   * Aborts the rollout under way if this process cannot make its version ready. Default: the
   * process continues with the version before, and the rollout goes on. Use it where one process is
   * as good as all: one bad disk then stops the rollout everywhere. It needs the permissions of a
   * deployer.
   *
   * @return this builder
   */
  public LiveDeploymentBuilder<T> abortRolloutOnFailure() {
    this.rollBack = true;
    return this;
  }

  /**
   * Counts what becomes of the requests of each version while the alias splits its traffic between
   * two, for a gate that compares the versions: a use that throws is a failure, any other a
   * success, and each is as slow as the use took. The counts are added to the reports of this
   * process, as with {@link WatchOptions#countOutcomes}. Default: nothing is counted.
   *
   * <p>Outside of such a split, {@code use} is as fast as without. Within, it reads the clock
   * twice.
   *
   * @return this builder
   */
  public LiveDeploymentBuilder<T> countOutcomes() {
    this.countsOutcomes = true;
    return this;
  }

  /**
   * Gives a share of the requests also to a version that gets no traffic yet, and compares the
   * answers. Default: none.
   *
   * @param shadow which share, and how answers are compared
   * @return this builder
   */
  public LiveDeploymentBuilder<T> shadow(Shadow<T> shadow) {
    this.shadow = Optional.of(Objects.requireNonNull(shadow, "shadow"));
    return this;
  }

  /**
   * Sets how versions are found that stay in memory after they were closed: how long a class loader
   * may take to become unreachable, and whether a heap dump may be made to name what holds it. Each
   * leak is logged, written to the Flight Recorder, and reported as {@link
   * dev.versioned.event.Event.Leaked}. Default: as {@link LeakFinder} has it.
   *
   * @param options the options
   * @return this builder
   */
  public LiveDeploymentBuilder<T> leaks(Consumer<LeakFinder.Builder> options) {
    this.leaks = Objects.requireNonNull(options, "options");
    return this;
  }

  void addTo(WatchOptions options) {
    watch.accept(options);
    if (countsOutcomes) {
      options.countOutcomes();
    }
  }

  /**
   * Loads the versions that the alias routes to now, and follows it from now on.
   *
   * @return the deployment, ready for use; the caller closes it
   * @throws NotFoundException if the alias does not exist
   * @throws IllegalArgumentException if outcomes are counted, and the process does not report
   * @throws BackendException if it cannot be read, and no kept state exists
   * @throws VersionNotReadyException if a version cannot be made ready
   */
  public LiveDeployment<T> build() {
    return new LiveDeployment<>(this);
  }
}
