package dev.versioned.internal.live;

import dev.versioned.event.Event;
import dev.versioned.internal.Log;
import dev.versioned.internal.PlainText;
import dev.versioned.internal.fleet.State;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.Alias;
import dev.versioned.model.LiveStatus;
import dev.versioned.model.RoutingDecision;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Reports what happens to one live alias: to the log, its listeners, and as events. */
final class LiveChanges {
  /** A report stays within one write unit. */
  private static final int LONGEST_REASON = 100;

  private static final int MOST_NOT_READY = 4;

  private final List<BiConsumer<? super Alias, ? super Alias>> listeners;
  private final Settings settings;
  private final AtomicBoolean stale = new AtomicBoolean();

  private volatile long seen;
  private volatile Instant since;
  private volatile Optional<String> lastReadError = Optional.empty();
  private volatile NotReady notReady = new NotReady(0, new TreeMap<>(), "");
  private volatile Runnable reporting = () -> {};

  /**
   * The versions that could not be prepared.
   *
   * @param revision the revision that they are of
   * @param versions the versions, with short reasons
   * @param reason why
   */
  private record NotReady(long revision, SortedMap<VersionNumber, String> versions, String reason) {

    /** Returns whether it still matters: another revision, which is ready, may have followed. */
    boolean isAfter(Alias routed) {
      return revision > routed.revision();
    }
  }

  LiveChanges(List<BiConsumer<? super Alias, ? super Alias>> listeners, Settings settings) {
    this.listeners = listeners;
    this.settings = settings;
    this.since = settings.environment().now();
  }

  /** Calls this, too, after each change. */
  void alsoTell(Runnable reporting) {
    this.reporting = reporting;
  }

  /** Reports that another routing is used from now on. */
  void changed(Alias before, Alias after) {
    Log.LIVE.info("alias {}:{} routes by {}", after.artifact(), after.name(), after);
    callListeners(before, after);
    settings.events().report(new Event.Swapped(settings.environment().now(), before, after));
    reporting.run();
  }

  /** Reports that all requests go to one version from now on, or by the weights again. */
  void pinned(Alias alias, Optional<Version> version) {
    if (version.isPresent()) {
      Log.LIVE.info("alias {} is pinned to version {}", alias, version.get().id());
    } else {
      Log.LIVE.info("alias {} is no longer pinned", alias);
    }
    callListeners(alias, alias);
  }

  private void callListeners(Alias before, Alias after) {
    since = settings.environment().now();
    for (BiConsumer<? super Alias, ? super Alias> listener : listeners) {
      try {
        listener.accept(before, after);
      } catch (RuntimeException | Error e) {
        Log.LIVE.warn("a listener to alias {}:{} failed", after.artifact(), after.name(), e);
      }
    }
  }

  /** Reports that the alias could not be read, once until it is read again. */
  void stale(Alias known, Duration staleness, Throwable reason) {
    lastReadError = Optional.of(Outage.oneLine(reason));
    // rule: stale-alias-is-reported-once
    if (!stale.getAndSet(true)) {
      settings
          .events()
          .report(
              new Event.Stale(
                  settings.environment().now(),
                  known.artifact(),
                  known.name(),
                  known.revision(),
                  staleness,
                  Outage.oneLine(reason)));
    }
  }

  /** Records that the alias was read, and what was found. */
  void read(Optional<Alias> found) {
    found.ifPresent(alias -> seen = alias.revision());
    stale.set(false);
    lastReadError = Optional.empty();
  }

  /** Records that the versions of a revision are not ready. */
  void notReady(Alias serving, Alias next, Set<Version> versions, Throwable reason, boolean first) {
    String line = Outage.oneLine(reason);
    SortedMap<VersionNumber, String> failed = new TreeMap<>();
    versions.stream()
        .filter(Version::isPublished)
        .limit(MOST_NOT_READY)
        .forEach(version -> failed.put(version.number(), PlainText.cut(line, LONGEST_REASON)));
    boolean news = !notReady.versions().equals(failed);
    notReady = new NotReady(next.revision(), failed, line);
    if (news) {
      reporting.run();
    }
    if (first) {
      settings
          .events()
          .report(new Event.NotReady(settings.environment().now(), serving, next, line));
    }
  }

  /** Returns what decides by a snapshot. */
  RoutingDecision.Reason reasonOf(RoutingSnapshot now) {
    if (now.pinned().isPresent()) {
      return RoutingDecision.Reason.PIN;
    }
    return stale.get() ? RoutingDecision.Reason.STALE : RoutingDecision.Reason.WEIGHT;
  }

  /** Returns what a report says of the process. */
  State state(RoutingSnapshot now, Duration staleness) {
    SortedSet<VersionNumber> ready = new TreeSet<>();
    now.versions().stream()
        .filter(Version::isPublished)
        .forEach(version -> ready.add(version.number()));
    NotReady failed = notReady;
    SortedMap<VersionNumber, String> missing = new TreeMap<>();
    // rule: only-failures-of-a-later-revision-are-reported
    if (failed.isAfter(now.alias())) {
      missing.putAll(failed.versions());
    }
    return new State(now.alias().epoch(), now.alias().revision(), ready, missing, staleness);
  }

  /** Returns how far the alias is followed. */
  LiveStatus status(RoutingSnapshot now, Duration staleness) {
    long routed = now.alias().revision();
    NotReady failed = notReady;
    Optional<String> error =
        lastReadError.or(
            () -> failed.isAfter(now.alias()) ? Optional.of(failed.reason()) : Optional.empty());
    return new LiveStatus(Math.max(seen, routed), routed, since, staleness, error, now.pinned());
  }
}
