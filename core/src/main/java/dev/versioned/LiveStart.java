package dev.versioned;

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
 * @param handle reads the alias
 * @param artifact whose alias it is
 * @param file where a state may be kept
 * @param limit how old that may be
 * @param refresher reads in its threads
 * @param reads what is said of reads that fail
 */
record LiveStart(
    AliasHandle handle,
    Artifact artifact,
    Optional<AliasFile> file,
    Optional<Duration> limit,
    Refresher refresher,
    Outage.Reads reads) {

  LiveSnapshot read() {
    long started = System.nanoTime();
    Optional<AliasFile.State> kept = file.flatMap(f -> f.read(artifact.name(), handle.name()));
    try {
      Supplier<LiveSnapshot> reading = () -> LiveSnapshot.of(handle.read(), artifact, started);
      LiveSnapshot read = kept.isPresent() ? soon(reading) : reading.get();
      file.ifPresent(f -> f.write(read.alias(), read.latest()));
      return read;
    } catch (NotFoundException e) {
      throw e;
    } catch (ArtifactException | IllegalArgumentException e) {
      return byState(kept.orElseThrow(() -> e), started, e);
    }
  }

  private LiveSnapshot byState(AliasFile.State state, long started, RuntimeException reason) {
    Duration age = Duration.between(state.readAt(), Instant.now());
    if (limit.isPresent() && age.compareTo(limit.get()) > 0) {
      throw reason;
    }
    reads.failed(reason);
    Log.LIVE.info("routing starts by the kept state of {}, read {} ago", state.alias(), age);
    return LiveSnapshot.of(state.alias(), state.latest(), started - Math.max(0, age.toNanos()));
  }

  /** Reads, but gives up if no answer comes: there is something else to begin with. */
  private LiveSnapshot soon(Supplier<LiveSnapshot> reading) {
    try {
      return refresher.within(WatchOptions.START_PATIENCE, reading::get);
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
