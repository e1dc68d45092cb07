package dev.versioned.deployment;

import dev.versioned.model.Alias;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives some requests to a version without traffic, on other threads, and compares answers. */
final class ShadowTraffic<T> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.deployment");

  private final Shadow<T> shadow;
  private final int share;
  private final Executor executor;
  private final Semaphore places;
  private final LongAdder equal = new LongAdder();
  private final LongAdder different = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  /** The version without traffic; null if all have some. */
  private volatile @Nullable Loaded<T> candidate;

  ShadowTraffic(Shadow<T> shadow, Executor executor) {
    this.shadow = shadow;
    this.share = shadow.share().basisPoints();
    this.executor = executor;
    this.places = new Semaphore(shadow.mostAtOnce());
  }

  /** Chooses the newest version that the alias names without traffic. */
  void candidates(Alias alias, List<Loaded<T>> loaded) {
    Loaded<T> found = null;
    for (Loaded<T> version : loaded) {
      if (version.version().id() instanceof VersionNumber number
          && alias.versions().containsKey(number)
          && alias.routing().weightOf(number).basisPoints() == 0
          && (found == null || number.compareTo(found.version().number()) > 0)) {
        found = version;
      }
    }
    candidate = found;
  }

  /** Gives a request to the version without traffic, if it is one of the share. */
  void offer(Use<? super T, ?, ?> use, @Nullable Object answer) {
    Loaded<T> version = candidate;
    if (version == null || ThreadLocalRandom.current().nextInt(Weight.FULL) >= share) {
      return;
    }
    // rule: shadow-traffic-is-bounded
    if (!places.tryAcquire()) {
      skipped.increment();
      return;
    }
    try {
      executor.execute(() -> run(version, use, answer));
    } catch (RejectedExecutionException e) {
      places.release();
      LOG.debug("the deployment is closed", e);
    }
  }

  private void run(Loaded<T> version, Use<? super T, ?, ?> use, @Nullable Object answer) {
    try {
      int stripe = version.users().enter();
      if (stripe < 0) {
        return;
      }
      try {
        compare(version.call(use), answer);
      } finally {
        version.users().leave(stripe);
      }
    } catch (Throwable e) {
      failed.increment();
      LOG.debug("{} failed for a request in its shadow", version, e);
    } finally {
      places.release();
    }
  }

  private void compare(@Nullable Object own, @Nullable Object other) {
    (shadow.equal().test(other, own) ? equal : different).increment();
  }

  ShadowReport report() {
    return new ShadowReport(equal.sum(), different.sum(), failed.sum(), skipped.sum());
  }
}
