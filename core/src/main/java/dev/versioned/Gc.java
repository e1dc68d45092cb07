package dev.versioned;

import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.maintenance.GcRequest;
import dev.versioned.internal.maintenance.Sweep;
import dev.versioned.maintenance.Failure;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.GcReport;
import dev.versioned.model.ArtifactException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.spi.ItemKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Frees bytes that nothing refers to: remains of crashed publishers, replaced working copies, and
 * deleted versions whose undelete window is over.
 *
 * <p>Bytes that a version, an alias or the working copy refers to are never removed, whatever the
 * clocks say: before any bytes are removed, a conditional write makes sure that nothing can ever
 * refer to them again. The <i>grace period</i> only protects running publishers from interference.
 * A publisher that takes longer takes a new number and continues, or, if its upload was aborted,
 * fails and may publish again. Ages are measured only by the blob store's clock, with one
 * exception: the time of a version's deletion comes from the deleter's clock. If that clock was
 * slow, {@link dev.versioned.Artifact#restore} becomes impossible too early, though never before
 * the window has passed since the bytes were written; if it was fast, bytes stay longer.
 *
 * <p>A run may be killed at any point, and several may run at the same time: the next run completes
 * an interrupted one.
 *
 * <p>Immutable and thread-safe.
 */
public final class Gc {
  private static final Duration GRACE_PERIOD = Duration.ofDays(1);
  private static final Duration UNDELETE_WINDOW = Duration.ofDays(30);

  private final Engine engine;
  private final GcRequest request;

  Gc(Engine engine) {
    this(engine, new GcRequest(Optional.empty(), GRACE_PERIOD, UNDELETE_WINDOW, false));
  }

  private Gc(Engine engine, GcRequest request) {
    this.engine = engine;
    this.request = request;
  }

  /**
   * Returns a collector of one artifact only.
   *
   * @param artifact the artifact
   * @return a collector with the same periods
   */
  public Gc only(ArtifactName artifact) {
    Objects.requireNonNull(artifact, "artifact");
    return new Gc(engine, request.only(artifact));
  }

  /**
   * Returns a collector that leaves alone bytes that were written, or begun, within this period.
   * The period should be longer than the slowest publish; with a shorter one, slow publishers have
   * to start over.
   *
   * @param gracePeriod how long, by the blob store's clock; default: 1 day
   * @return the changed collector
   * @throws IllegalArgumentException if it is negative
   */
  public Gc withGracePeriod(Duration gracePeriod) {
    Objects.requireNonNull(gracePeriod, "gracePeriod");
    return new Gc(engine, request.withGracePeriod(notNegative(gracePeriod)));
  }

  /**
   * Returns a collector that keeps the bytes of deleted versions this long.
   *
   * @param undeleteWindow how long after its deletion a version can be restored; default: 30 days
   * @return the changed collector
   * @throws IllegalArgumentException if it is negative
   */
  public Gc withUndeleteWindow(Duration undeleteWindow) {
    Objects.requireNonNull(undeleteWindow, "undeleteWindow");
    return new Gc(engine, request.withUndeleteWindow(notNegative(undeleteWindow)));
  }

  /**
   * Returns a collector that also removes the objects of numbers that were given up: objects of
   * other writers that a publish found under the key of its number. They may be versions that the
   * table forgot when it was restored to an earlier time; copy what you need of them first, see
   * {@link Fsck}.
   *
   * @return the changed collector
   */
  public Gc withGivenUp() {
    return new Gc(engine, request.withGivenUp());
  }

  /**
   * Returns how long new bytes are left alone.
   *
   * @return the grace period
   */
  public Duration gracePeriod() {
    return request.gracePeriod();
  }

  /**
   * Returns how long after its deletion a version can be restored.
   *
   * @return the undelete window
   */
  public Duration undeleteWindow() {
    return request.undeleteWindow();
  }

  /**
   * Returns whether objects of numbers that were given up are removed.
   *
   * @return false unless {@link #withGivenUp} was called
   */
  public boolean collectsGivenUp() {
    return request.givenUp();
  }

  /**
   * Lists the garbage that {@link #run} would remove, and changes nothing. Lists lazily, artifact
   * by artifact.
   *
   * @return the garbage of this moment
   * @throws BackendException if a store refuses or fails, which may also happen while the stream is
   *     read; immediately if bytes and items are not bound to each other, see {@link
   *     RepositoryBinding}
   */
  public Stream<Garbage> plan() {
    engine.open().binding().checkBound("collect garbage");
    Instant now = engine.blobs().now();
    return artifacts()
        .flatMap(artifact -> sweep(artifact, now, (key, why) -> {}, () -> {}))
        .map(Sweep.Piece::garbage);
  }

  /**
   * Finds the garbage and removes it, piece by piece. Failures are reported, and do not stop the
   * rest; an interrupt of the thread does, and is also reported.
   *
   * @return the result
   * @throws BackendException if the blob store does not return its time, bytes and items are not
   *     bound to each other, see {@link RepositoryBinding}, or they do not keep the promises that
   *     the library needs; nothing was done
   */
  public GcReport run() {
    engine.open().binding().checkBoundAndExamined("collect garbage");
    Instant now = engine.blobs().now();
    Run run = new Run();
    run.guard(
        "the list of artifacts",
        () -> {
          Iterator<ArtifactName> artifacts = artifacts().iterator();
          while (artifacts.hasNext()) {
            Run.checkInterrupt();
            ArtifactName artifact = artifacts.next();
            run.guard(
                "artifact " + artifact,
                () -> sweep(artifact, now, run, () -> run.foreign++).forEach(run::remove));
          }
        });
    return new GcReport(run.tallies, run.failures, run.foreign);
  }

  private static Duration notNegative(Duration period) {
    if (period.isNegative()) {
      throw new IllegalArgumentException(
          "Cannot collect with a negative grace period or undelete window");
    }
    return period;
  }

  private Stream<ArtifactName> artifacts() {
    return request.only().map(Stream::of).orElseGet(engine.blobs()::artifacts);
  }

  private Stream<Sweep.Piece> sweep(
      ArtifactName artifact, Instant now, Unreadable unreadable, Runnable foreign) {
    return new Sweep(
            engine.blobs(),
            engine.catalog(),
            request,
            artifact,
            now,
            engine.settings().pageSize(),
            unreadable,
            foreign)
        .pieces();
  }

  /** The result of a run so far. */
  private static final class Run implements Unreadable {
    final Map<Garbage.Reason, GcReport.Tally> tallies = new EnumMap<>(Garbage.Reason.class);
    final List<Failure> failures = new ArrayList<>();
    long foreign;

    static void checkInterrupt() {
      if (Thread.currentThread().isInterrupted()) {
        throw BackendException.transientFailure(
            "Cannot continue: the thread was interrupted", null);
      }
    }

    void remove(Sweep.Piece piece) {
      checkInterrupt();
      Garbage garbage = piece.garbage();
      try {
        count(
            garbage,
            piece.removal().getAsBoolean()
                ? new GcReport.Tally(1, garbage.sizeBytes(), 0, 0)
                : new GcReport.Tally(0, 0, 1, 0));
      } catch (ArtifactException e) {
        count(garbage, new GcReport.Tally(0, 0, 0, 1));
        failures.add(new Failure(garbage.key().value(), e));
      }
    }

    private void count(Garbage garbage, GcReport.Tally one) {
      tallies.merge(garbage.reason(), one, GcReport.Tally::plus);
    }

    @Override
    public void found(ItemKey key, UnreadableRecordException why) {
      Failure failure = new Failure(why.record(), why);
      if (failures.stream().noneMatch(f -> f.subject().equals(failure.subject()))) {
        failures.add(failure);
      }
    }

    void guard(String subject, Runnable work) {
      try {
        work.run();
      } catch (ArtifactException e) {
        failures.add(new Failure(subject, e));
      }
    }
  }
}
