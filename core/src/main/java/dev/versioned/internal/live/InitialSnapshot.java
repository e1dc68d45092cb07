package dev.versioned.internal.live;

import dev.versioned.internal.Failures;
import dev.versioned.internal.Log;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What a live alias begins with: the alias as it is, or the state that the last process kept if the
 * catalog cannot be reached, or holds nothing that can be used.
 *
 * @param source reads the alias
 * @param file where a state may be kept
 * @param limit how old that may be
 * @param scheduler reads in its threads
 * @param reads what is said of reads that fail
 */
record InitialSnapshot(
    AliasSource source,
    Optional<AliasFile> file,
    Optional<Duration> limit,
    RefreshScheduler scheduler,
    Outage.Reads reads) {

  /** How long a start that has a state to go by waits for the catalog. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  RoutingSnapshot read() {
    long started = System.nanoTime();
    Optional<AliasFile.State> kept = file.flatMap(f -> f.read(source.artifact(), source.name()));
    try {
      Supplier<RoutingSnapshot> reading = () -> RoutingSnapshot.of(source.read(), source, started);
      RoutingSnapshot read = kept.isPresent() ? soon(reading) : reading.get();
      file.ifPresent(f -> f.write(read.alias(), read.latest()));
      return read;
    } catch (NotFoundException e) {
      throw e;
    } catch (ArtifactException | IllegalArgumentException e) {
      return byState(kept.orElseThrow(() -> e), started, e);
    }
  }

  private RoutingSnapshot byState(AliasFile.State state, long started, RuntimeException reason) {
    Duration age = Duration.between(state.readAt(), Instant.now());
    if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
      throw reason;
    }
    reads.failed(reason);
    Log.LIVE.info("routing starts by the kept state of {}, read {} ago", state.alias(), age);
    return RoutingSnapshot.of(state.alias(), state.latest(), started - Math.max(0, age.toNanos()));
  }

  /** Reads, but gives up if no answer comes: there is something else to begin with. */
  private RoutingSnapshot soon(Supplier<RoutingSnapshot> reading) {
    try {
      return scheduler.within(PATIENCE, reading::get);
    } catch (ExecutionException e) {
      throw Failures.rethrown(e);
    } catch (TimeoutException e) {
      throw BackendException.transientFailure(
          "Cannot read alias " + source + ": no answer within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot read alias " + source + ": the thread was interrupted", e);
    }
  }
}
