package dev.versioned.internal.live;

import dev.versioned.internal.Log;
import dev.versioned.internal.host.HostLock;
import dev.versioned.model.BackendException;
import dev.versioned.model.Digest;
import dev.versioned.spi.Consistency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads an alias together with the other processes of this host that share a folder: one of them
 * reads it each interval, and all take what it has read. Strong and eventual reads are shared
 * separately. What cannot be shared is read by this process itself, at its own pace.
 *
 * <p>Used by one thread at a time, and closed by any.
 */
final class HostReads implements AutoCloseable {
  /** How long a start waits for the first read of another one. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final AliasSource source;
  private final ReadTurns reads;
  private final HostPace pace;
  private final Path startLock;
  private final Share strong;
  private final Share regular;

  private long lastNanos = System.nanoTime();
  private long ownNanos;
  private Optional<String> problem = Optional.empty();

  /** The turns at reading with one consistency, and what was read. */
  private record Share(HostTurns turns, SharedState state) {}

  private HostReads(
      AliasSource source,
      ReadTurns reads,
      Path folder,
      Duration interval,
      Consistency consistency) {
    this.source = source;
    this.reads = reads;
    this.pace = new HostPace(interval, ThreadLocalRandom.current());
    String name = name(source, interval);
    this.startLock = folder.resolve(name + ".start");
    this.strong = share(folder, name, Consistency.STRONG);
    this.regular =
        consistency == Consistency.STRONG ? strong : share(folder, name, Consistency.EVENTUAL);
    this.ownNanos = lastNanos;
  }

  /**
   * Makes the reads of one process.
   *
   * @param folder where the processes meet
   * @param consistency the consistency of the regular reads
   */
  static HostReads in(
      Path folder,
      AliasSource source,
      ReadTurns reads,
      Duration interval,
      Consistency consistency) {
    return new HostReads(source, reads, folder.toAbsolutePath().normalize(), interval, consistency);
  }

  /** Only processes that would read the same, and as often, share a file. */
  private static String name(AliasSource source, Duration interval) {
    String shared = source.resolver().place() + "\n" + source + "\n" + interval;
    return Digest.of(shared.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
  }

  private Share share(Path folder, String name, Consistency consistency) {
    String file = name + "." + consistency.name().toLowerCase(Locale.ROOT);
    HostTurns turns = new HostTurns(folder.resolve(file + ".lock"), pace);
    return new Share(turns, new SharedState(folder.resolve(file), source, turns));
  }

  /** Returns the file that a start may fall back to. */
  AliasFile kept() {
    return strong.state().file();
  }

  /**
   * Returns the first snapshot: a strong read of this process, or of another one of this host that
   * is younger than an interval. Processes that start at the same time wait for the first one.
   */
  RoutingSnapshot first(Supplier<RoutingSnapshot> reading) {
    try {
      return regular.turns().take() ? readFirst(reading, true) : firstOf(reading);
    } catch (IOException e) {
      alone(e);
      return reading.get();
    }
  }

  private RoutingSnapshot firstOf(Supplier<RoutingSnapshot> reading) throws IOException {
    Optional<RoutingSnapshot> running = strong.state().within(pace.interval());
    if (running.isPresent()) {
      return running.get();
    }
    Optional<HostLock> lock = startLock();
    try {
      Optional<RoutingSnapshot> first = strong.state().within(pace.interval());
      return first.isPresent() ? first.get() : readFirst(reading, false);
    } finally {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  /** Reads, in this process's turn or before the first one. */
  private RoutingSnapshot readFirst(Supplier<RoutingSnapshot> reading, boolean turn) {
    RoutingSnapshot read = reading.get();
    share(strong, read);
    if (turn && !regular.equals(strong)) {
      share(regular, read);
    }
    return read;
  }

  private Optional<HostLock> startLock() throws IOException {
    try {
      return Optional.of(HostTurns.lock(startLock, PATIENCE));
    } catch (TimeoutException e) {
      Log.LIVE.debug("another process has not read {} in time", source, e);
      return Optional.empty();
    }
  }

  /**
   * Returns the snapshot after the present one if this process has read it now, or another one
   * since the last call.
   *
   * @throws BackendException if the alias cannot be read, or no process of this host could read it
   *     for two intervals
   */
  Optional<RoutingSnapshot> next(Supplier<RoutingSnapshot> present, Consistency consistency) {
    Share share = consistency == Consistency.STRONG ? strong : regular;
    try {
      if (share.turns().take()) {
        return readFor(share, present, consistency);
      }
      Optional<RoutingSnapshot> found = share.state().look(present.get());
      if (found.isPresent()) {
        reads.readElsewhere(found.get().alias());
        succeeded();
        return found;
      }
    } catch (IOException e) {
      alone(e);
    }
    return isOwnReadDue() ? own(share, present, consistency) : Optional.empty();
  }

  /** Reads for this process alone, or reports that others could not, once each interval. */
  private Optional<RoutingSnapshot> own(
      Share share, Supplier<RoutingSnapshot> present, Consistency consistency) {
    if (isQuiet()) {
      try {
        // The others may have read, and have no room to write.
        share.state().probe();
      } catch (IOException e) {
        alone(e);
      }
    }
    // rule: what-cannot-be-shared-is-read-alone
    if (problem.isPresent()) {
      return reads.next(present, consistency);
    }
    if (isQuiet()) {
      throw BackendException.transientFailure(
          "Cannot read alias " + source + ": no process of this host could for " + quiet(), null);
    }
    return Optional.empty();
  }

  private Optional<RoutingSnapshot> readFor(
      Share share, Supplier<RoutingSnapshot> present, Consistency consistency) {
    boolean read = false;
    try {
      RoutingSnapshot before = present.get();
      Optional<RoutingSnapshot> next = reads.next(present, consistency);
      next.filter(one -> !one.isOlderThan(before)).ifPresent(one -> share(share, one));
      read = true;
      return next;
    } finally {
      share.turns().ended(!read);
    }
  }

  private void share(Share share, RoutingSnapshot read) {
    try {
      share.state().write(read);
      succeeded();
    } catch (IOException e) {
      alone(e);
    }
  }

  private void succeeded() {
    lastNanos = System.nanoTime();
    if (problem.isPresent()) {
      problem = Optional.empty();
      Log.LIVE.info("the reads of alias {} are shared again", source);
    }
  }

  /** Records that this process must read for itself until it has a state by the folder again. */
  private void alone(IOException e) {
    String reason = Outage.oneLine(e);
    if (problem.isEmpty()) {
      Log.LIVE.warn(
          "the reads of alias {} cannot be shared in {}, and this process reads for itself: {}",
          source,
          strong.state().path().getParent(),
          reason);
    }
    Log.LIVE.debug("the reads of alias {} cannot be shared", source, e);
    problem = Optional.of(reason);
  }

  private Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastNanos);
  }

  private boolean isQuiet() {
    return quiet().compareTo(pace.patience()) > 0;
  }

  private boolean isOwnReadDue() {
    long now = System.nanoTime();
    if (now - ownNanos < pace.period().toNanos()) {
      return false;
    }
    ownNanos = now;
    return true;
  }

  /** Ends the turns of this process; it changes no file after this. */
  @Override
  public void close() {
    strong.turns().close();
    regular.turns().close();
  }
}
