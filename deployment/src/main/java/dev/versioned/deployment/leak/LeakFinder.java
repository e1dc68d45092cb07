package dev.versioned.deployment.leak;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what keeps the classes of a closed version in memory. {@link #watch} waits for a grace
 * period; if the class loader is still reachable then, or its jar is still open, what holds it is
 * reported by kind and name.
 *
 * <p>Towards the end of the grace period the JVM is asked for three garbage collections ({@link
 * System#gc}) at most, shared by all class loaders that are watched then; with G1, {@code
 * -XX:+ExplicitGCInvokesConcurrent} keeps them from pausing the process. Threads and MBeans are
 * examined first. Only if they do not name a holder, a heap dump is written to the temporary
 * directory, readable by this user only, analysed, and deleted. <b>The process pauses while the
 * dump is written</b>, for a few seconds for each gigabyte of live objects, and its analysis keeps
 * one core busy for about a minute for each gigabyte; {@link Builder#heapDumpLimitBytes} bounds
 * both. One dump serves all class loaders that are due.
 *
 * <p>A class loader that is collected before its report is not reported, nor is one that is only
 * softly reachable, except through the JVM's caches of resource bundles and beans: these hold it
 * until memory is short, and can be cleared. A jar that is still open is noticed where {@code
 * /proc/self/fd} lists open files, that is on Linux.
 *
 * <p>Each leak is also emitted as the Java Flight Recorder event {@code
 * dev.versioned.LeakedVersion} with the fields {@code version}, {@code kind} and {@code holder}.
 *
 * <p>Thread-safe. All finders share one daemon thread, which runs only while something is watched;
 * there is no close method.
 */
public final class LeakFinder {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.leaks");

  private final Duration grace;
  private final long heapDumpLimitBytes;
  private final Consumer<LeakReport> listener;

  private LeakFinder(Builder builder) {
    this.grace = builder.grace;
    this.heapDumpLimitBytes = builder.heapDumpLimitBytes;
    this.listener = builder.listener;
  }

  /**
   * Returns a builder.
   *
   * @param listener receives each report, on the finder's thread, which it must not block; what it
   *     throws is logged
   * @return a builder
   */
  public static Builder builder(Consumer<LeakReport> listener) {
    return new Builder(Objects.requireNonNull(listener, "listener"));
  }

  /** Builds a finder. Not thread-safe. */
  public static final class Builder {
    private final Consumer<LeakReport> listener;
    private Duration grace = Duration.ofMinutes(1);
    private long heapDumpLimitBytes = 1L << 30;

    private Builder(Consumer<LeakReport> listener) {
      this.listener = listener;
    }

    /**
     * Sets how long a class loader may take to become unreachable. Default: one minute.
     *
     * @param grace how long
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer than a day
     */
    public Builder grace(Duration grace) {
      Objects.requireNonNull(grace, "grace");
      if (grace.isNegative() || grace.isZero() || grace.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            "Cannot wait for " + grace + ": the grace period must be positive, and at most a day");
      }
      this.grace = grace;
      return this;
    }

    /**
     * Sets up to how many bytes of heap in use a heap dump is written; 0 for never. Default: 1 GiB.
     * None is written either if the temporary directory has no room for it, or the heap no room for
     * its analysis, which needs up to as much memory again as is in use. Without one, holders other
     * than threads and MBeans are reported as {@link LeakKind#OTHER}.
     *
     * @param bytes at least 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder heapDumpLimitBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException(
            "Cannot limit heap dumps to " + bytes + " bytes: 0 switches them off");
      }
      this.heapDumpLimitBytes = bytes;
      return this;
    }

    /**
     * Builds the finder.
     *
     * @return a finder
     */
    public LeakFinder build() {
      return new LeakFinder(this);
    }
  }

  /**
   * Watches a class loader from now on. It is held weakly. Call it once nothing should use the
   * class loader any more.
   *
   * @param loader the class loader
   * @param name what reports call it, such as {@code checkout:7}
   */
  public void watch(ClassLoader loader, String name) {
    Objects.requireNonNull(loader, "loader");
    Objects.requireNonNull(name, "name");
    Watcher.INSTANCE.watch(
        new Watch(this, new WatchedLoader(loader), name, VersionFiles.of(loader)));
  }

  Duration grace() {
    return grace;
  }

  long heapDumpLimitBytes() {
    return heapDumpLimitBytes;
  }

  void report(LeakReport report) {
    try {
      LeakedVersionEvent.emit(report);
    } catch (LinkageError noFlightRecorder) {
      LOG.debug("This JVM has no Flight Recorder", noFlightRecorder);
    }
    try {
      listener.accept(report);
    } catch (RuntimeException failed) {
      LOG.warn("Cannot hand over a report: its listener failed; {}", report, failed);
    }
  }
}
