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
 * The first snapshot of a live alias: of the alias as it is stored, or of the state that the last
 * process kept if the catalog cannot be reached, or its record cannot be used.
 *
 * @param source reads the alias
 * @param kept where a state may have been kept
 * @param file where the state is kept
 * @param limit how old that state may be
 * @param scheduler provides the threads that read
 * @param reads logs reads that fail
 */
record InitialSnapshot(
    AliasSource source,
    Optional<AliasFile> kept,
    Optional<AliasFile> file,
    Optional<Duration> limit,
    RefreshScheduler scheduler,
    Outage.Reads reads) {

  /** How long a start waits for the catalog if it has a kept state. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  RoutingSnapshot read() {
    long started = System.nanoTime();
    Optional<AliasFile.State> before = kept.flatMap(f -> f.read(source.artifact(), source.name()));
    before.ifPresent(state -> source.resolver().aliasTrust().offer(state.entry()));
    try {
      Supplier<RoutingSnapshot> reading = () -> RoutingSnapshot.of(source.read(), source, started);
      RoutingSnapshot read = before.isPresent() ? soon(reading) : reading.get();
      file.ifPresent(f -> f.write(read));
      return read;
    } catch (NotFoundException e) {
      throw e;
    } catch (ArtifactException | IllegalArgumentException e) {
      return byState(before.orElseThrow(() -> e), started, e);
    }
  }

  private RoutingSnapshot byState(AliasFile.State state, long started, RuntimeException reason) {
    Duration age = Duration.between(state.readAt(), Instant.now());
    if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
      throw reason;
    }
    // rule: kept-state-is-trusted-by-its-own-signatures
    source.resolver().checkToRoute(state.entry(), state.latest());
    reads.failed(reason);
    Log.LIVE.info("routing starts with the kept state of {}, read {} ago", state.alias(), age);
    return RoutingSnapshot.of(
        state.alias(), state.overrides(), state.latest(), started - Math.max(0, age.toNanos()));
  }

  /** Reads, but gives up early if no answer comes, since a kept state exists. */
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
