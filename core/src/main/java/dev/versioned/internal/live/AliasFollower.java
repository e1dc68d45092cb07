package dev.versioned.internal.live;

import dev.versioned.internal.fleet.Fleets;
import dev.versioned.internal.fleet.OutcomeTally;
import dev.versioned.internal.fleet.Sampling;
import dev.versioned.internal.fleet.State;
import dev.versioned.internal.read.Resolver;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.LiveStatus;
import dev.versioned.model.Router;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.model.VersionRef;
import dev.versioned.spi.Consistency;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

// Over 300 lines: a method for each call of a live alias, and what installs its snapshots.
/** Follows one alias, as {@link dev.versioned.LiveAlias} promises. */
public final class AliasFollower implements AutoCloseable {
  private final AliasSource source;
  private final Optional<Expiry> expiry;
  private final Optional<AliasFile> file;
  private final Optional<HostReads> host;
  private final LiveChanges changes;
  private final Preparation preparation;
  private final Outage.Reads reads;
  private final ReadTurns turns;
  private final Consistency consistency;
  private final AtomicBoolean closedRepository;
  private final boolean countsOutcomes;
  private final OutcomeTally outcomes = new OutcomeTally();

  /** Not a monitor: a virtual thread may write the state to its file while it holds this. */
  private final Lock installing = new ReentrantLock();

  private volatile RoutingSnapshot snapshot;

  /** Changed while {@link #installing} is held. */
  private Optional<Version> pinned = Optional.empty();

  private final LongAdder refreshFailures = new LongAdder();
  private volatile long refreshedNanos;
  private volatile boolean closed;
  private volatile RefreshScheduler.@Nullable Following following;
  private volatile @Nullable Reporting reporting;

  private AliasFollower(
      AliasSource source,
      Settings settings,
      RefreshScheduler scheduler,
      AtomicBoolean closedRepository,
      WatchRequest request) {
    this.source = source;
    this.expiry =
        request.limit().map(longest -> new Expiry(longest, this::staleness, this::expire));
    this.file = request.file().map(path -> new AliasFile(path, source.resolver()));
    this.changes = new LiveChanges(request.listeners(), settings);
    this.preparation =
        new Preparation(
            request.preparation(),
            settings.environment().executor(),
            changes,
            this::isOver,
            request.interval());
    this.reads = scheduler.outage().of(source);
    this.turns = new ReadTurns(source, reads, changes);
    this.consistency = request.consistency();
    this.host =
        request
            .sharedOnHost()
            .map(folder -> HostReads.in(folder, source, turns, request.interval(), consistency));
    this.closedRepository = closedRepository;
    this.countsOutcomes = request.countsOutcomes();
    try {
      InitialSnapshot initial =
          new InitialSnapshot(
              source,
              file.or(() -> host.map(HostReads::kept)),
              file,
              request.limit(),
              scheduler,
              reads);
      this.snapshot = host.isPresent() ? host.get().first(initial::read) : initial.read();
      this.refreshedNanos = snapshot.readNanos();
      preparation.of(snapshot.versions());
      count(snapshot);
    } catch (RuntimeException | Error e) {
      reads.close();
      throw e;
    }
  }

  /** Reads the alias, and starts to follow it until it, or its repository, is closed. */
  public static AliasFollower start(
      ArtifactName artifact,
      AliasName name,
      Resolver resolver,
      Settings settings,
      RefreshScheduler scheduler,
      Fleets fleets,
      AtomicBoolean closedRepository,
      WatchRequest request) {
    AliasFollower follower =
        new AliasFollower(
            new AliasSource(artifact, name, resolver),
            settings,
            scheduler,
            closedRepository,
            request);
    follower.follow(scheduler, request.interval());
    request
        .reportsAs()
        .ifPresent(
            process ->
                follower.report(
                    fleets.reporter(
                        artifact,
                        name,
                        process + "#" + settings.environment().ids().get(),
                        Sampling.shortest(request.interval())),
                    scheduler,
                    settings.environment().executor()));
    return follower;
  }

  private void follow(RefreshScheduler scheduler, Duration interval) {
    following =
        scheduler.every(
            host.isPresent() ? HostPace.look(interval) : interval,
            new RefreshScheduler.Follower() {
              @Override
              public Runnable read() {
                Optional<RoutingSnapshot> next =
                    host.isPresent() ? host.get().next(() -> snapshot, regular()) : next(regular());
                return () -> next.ifPresent(AliasFollower.this::installWhenReady);
              }

              @Override
              public void failed(Throwable reason) {
                if (!isOver()) {
                  refreshFailures.increment();
                  reads.failed(reason);
                  changes.stale(alias(), staleness(), reason);
                }
              }
            });
    expiry.ifPresent(one -> one.start(scheduler));
  }

  private void report(Fleets.Reporter reporter, RefreshScheduler scheduler, Executor executor) {
    Supplier<State> state =
        () -> changes.state(snapshot, staleness()).withCounts(outcomes.counts());
    Reporting started = new Reporting(source.toString(), reporter, state, scheduler, executor);
    reporting = started;
    changes.alsoTell(started::changed);
    started.start();
  }

  public Version route() {
    return router().route();
  }

  public Version route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return router().route(key);
  }

  public RoutingDecision decide(CharSequence key) {
    RoutingSnapshot now = snapshot;
    Router<Version> router = routerOf(now);
    int slot = router.slot(key);
    Optional<Version> overridden = router.overrideOf(key);
    return new RoutingDecision(
        overridden.orElseGet(() -> router.ownerOf(slot)),
        slot,
        now.alias().revision(),
        overridden.isPresent() ? RoutingDecision.Reason.OVERRIDE : changes.reasonOf(now));
  }

  /** Routes all requests to a version, once it is prepared; or by the weights again. */
  public void pin(Optional<VersionRef> pin) {
    Optional<Version> version = pin.map(source::versionToRoute);
    preparation.of(version.map(Set::of).orElse(Set.of()));
    installing.lock();
    try {
      pinned = version;
      RoutingSnapshot before = snapshot;
      snapshot = before.pinnedTo(version);
      count(snapshot);
      if (!before.pinned().equals(version)) {
        changes.pinned(before.alias(), version);
      }
    } finally {
      installing.unlock();
    }
  }

  public LiveStatus status() {
    return changes.status(snapshot, staleness());
  }

  /** Reports now, if this process reports and is of the sample. */
  public void reportNow() {
    Reporting started = reporting;
    if (started != null) {
      started.now();
    }
  }

  /** Returns what counts the outcomes of requests, if they are counted. */
  public OutcomeTally outcomes() {
    return outcomes;
  }

  private void count(RoutingSnapshot now) {
    if (countsOutcomes) {
      outcomes.follow(now.alias(), now.pinned());
    }
  }

  private Router<Version> router() {
    return routerOf(snapshot);
  }

  private Router<Version> routerOf(RoutingSnapshot now) {
    Router<Version> router = now.router();
    if (router == null) {
      throw BackendException.transientFailure(
          "Cannot route by alias "
              + source
              + ": it could not be read for "
              + staleness()
              + ", which is longer than allowed",
          null);
    }
    return router;
  }

  public Alias alias() {
    return snapshot.alias();
  }

  public Duration staleness() {
    return Duration.ofNanos(System.nanoTime() - refreshedNanos);
  }

  public long refreshFailures() {
    return refreshFailures.sum();
  }

  public Alias refresh() {
    next(Consistency.STRONG)
        .ifPresent(
            next -> {
              preparation.of(unprepared(next));
              install(next);
            });
    return alias();
  }

  private Optional<RoutingSnapshot> next(Consistency consistency) {
    return turns.next(() -> snapshot, consistency);
  }

  /** After a failed preparation the store decides: the alias may have been taken back. */
  private Consistency regular() {
    // rule: read-after-failed-preparation-is-strong
    if (preparation.failedAfter(alias())) {
      return Consistency.STRONG;
    }
    return consistency;
  }

  /** Returns the versions that the current snapshot does not route to. */
  private Set<Version> unprepared(RoutingSnapshot next) {
    Set<Version> versions = next.versions();
    versions.removeAll(snapshot.versions());
    return versions;
  }

  private void install(RoutingSnapshot next) {
    installing.lock();
    try {
      RoutingSnapshot known = snapshot;
      if (closed || next.isOlderThan(known)) {
        return; // a newer one was ready first
      }
      snapshot = next.pinnedTo(pinned);
      count(snapshot);
      confirm(next.readNanos());
      boolean same = next.routesLike(known);
      file.ifPresent(
          f -> {
            if (same) {
              f.touch(next);
            } else {
              f.write(next);
            }
          });
      if (!same) {
        changes.changed(known.alias(), next.alias());
      }
    } finally {
      installing.unlock();
    }
  }

  /** Records when the catalog was read, even if the snapshot is not installed yet. */
  private void confirm(long readNanos) {
    installing.lock();
    try {
      if (readNanos - refreshedNanos > 0) {
        refreshedNanos = readNanos;
      }
    } finally {
      installing.unlock();
    }
  }

  /** Prepares on another thread, since this one keeps other aliases up to date. */
  private void installWhenReady(RoutingSnapshot next) {
    Set<Version> unprepared = unprepared(next);
    if (unprepared.isEmpty()) {
      install(next);
      return;
    }
    confirm(next.readNanos());
    preparation.start(next.alias(), alias(), unprepared, () -> install(next));
  }

  private boolean isOver() {
    return closed || closedRepository.get();
  }

  private void expire(Duration longest) {
    installing.lock();
    try {
      if (staleness().compareTo(longest) > 0) {
        snapshot = snapshot.stale();
      }
    } finally {
      installing.unlock();
    }
  }

  /** Stops following the alias. */
  @Override
  public void close() {
    // Waits for a state that is being written: no file changes after this.
    installing.lock();
    try {
      closed = true;
    } finally {
      installing.unlock();
    }
    reads.close();
    if (following != null) {
      following.close();
    }
    if (reporting != null) {
      reporting.close();
    }
    expiry.ifPresent(Expiry::close);
    host.ifPresent(HostReads::close);
  }
}
