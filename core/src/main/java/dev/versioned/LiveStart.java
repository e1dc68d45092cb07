package dev.versioned;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What a live alias begins with: the alias as it is, or the state that the last process kept if the
 * catalog cannot be reached.
 *
 * @param handle reads the alias
 * @param artifact whose alias it is
 * @param file where a state may be kept
 * @param limit how old that may be
 * @param executor reads beside
 */
record LiveStart(
    AliasHandle handle,
    Artifact artifact,
    Optional<AliasFile> file,
    Optional<Duration> limit,
    Executor executor) {

  LiveSnapshot read() {
    long started = System.nanoTime();
    Optional<AliasFile.State> kept = file.flatMap(f -> f.read(artifact.name(), handle.name()));
    try {
      Supplier<LiveSnapshot> reading = () -> LiveSnapshot.of(handle.read(), artifact, started);
      LiveSnapshot read = kept.isPresent() ? soon(reading) : reading.get();
      file.ifPresent(f -> f.write(read.alias(), read.latest()));
      return read;
    } catch (BackendException e) {
      AliasFile.State state = kept.orElseThrow(() -> e);
      Duration age = Duration.between(state.readAt(), Instant.now());
      if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
        throw e;
      }
      Log.LIVE.warn("alias {} cannot be read; routing starts by {}", handle, state.alias(), e);
      return LiveSnapshot.of(state.alias(), state.latest(), started - Math.max(0, age.toNanos()));
    }
  }

  /** Reads, but gives up if no answer comes: there is something else to begin with. */
  private LiveSnapshot soon(Supplier<LiveSnapshot> reading) {
    CompletableFuture<LiveSnapshot> read = CompletableFuture.supplyAsync(reading, executor);
    try {
      return read.get(WatchOptions.START_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw BackendException.passing(
          "Cannot read alias " + handle + ": no answer within " + WatchOptions.START_PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.passing(
          "Cannot read alias " + handle + ": the thread was interrupted", e);
    }
  }
}
