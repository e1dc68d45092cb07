package dev.versioned.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.versioned.LiveAlias;
import dev.versioned.model.LiveStatus;
import dev.versioned.model.RoutingDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reports as events how far the aliases are followed: it reads memory, once a second. */
final class Monitor {
  private static final long MILLIS = 1_000;

  private final FlagSet flags;
  private final EventProvider provider;
  private final Map<String, Routed> last = new HashMap<>();
  private Health health = Health.READY;
  private @Nullable ScheduledExecutorService thread;

  /** How far all aliases are followed: that of the worst. */
  private enum Health {
    READY,
    STALE,
    ERROR
  }

  /** By what a process routes. */
  private record Routed(long revision, String pinned) {
    static Routed of(LiveStatus status) {
      return new Routed(
          status.routed(), status.pinned().map(version -> version.id().toString()).orElse(""));
    }
  }

  Monitor(FlagSet flags, EventProvider provider) {
    this.flags = flags;
    this.provider = provider;
  }

  synchronized void start() {
    stop();
    last.clear();
    flags.followed().forEach((key, live) -> last.put(key, Routed.of(live.status())));
    // What the SDK reports when the provider is initialized.
    health = Health.READY;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "versioned-openfeature");
              made.setDaemon(true);
              return made;
            });
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  /** Reports what has changed since the last time. */
  synchronized void look() {
    if (thread == null) {
      return;
    }
    List<String> changed = new ArrayList<>();
    List<String> late = new ArrayList<>();
    Health worst = Health.READY;
    for (Map.Entry<String, LiveAlias> flag : flags.followed().entrySet()) {
      LiveStatus status = flag.getValue().status();
      Routed routed = Routed.of(status);
      if (!routed.equals(last.put(flag.getKey(), routed))) {
        changed.add(flag.getKey());
      }
      Health one = health(flag.getValue());
      if (one != Health.READY) {
        late.add(flag.getKey() + ": " + status.lastError().orElse("it is not read any more"));
      }
      worst = one.compareTo(worst) > 0 ? one : worst;
    }
    if (!changed.isEmpty()) {
      provider.emitProviderConfigurationChanged(
          ProviderEventDetails.builder().flagsChanged(changed).build());
    }
    if (worst != health) {
      health = worst;
      report(String.join("; ", late));
    }
  }

  private static Health health(LiveAlias live) {
    try {
      return live.decide("").reason() == RoutingDecision.Reason.STALE ? Health.STALE : Health.READY;
    } catch (RuntimeException e) {
      // It may no longer be routed by.
      return Health.ERROR;
    }
  }

  private void report(String message) {
    ProviderEventDetails.ProviderEventDetailsBuilder<?, ?> details = ProviderEventDetails.builder();
    switch (health) {
      case READY -> provider.emitProviderReady(details.message("all aliases are read").build());
      case STALE -> provider.emitProviderStale(details.message(message).build());
      case ERROR ->
          provider.emitProviderError(details.message(message).errorCode(ErrorCode.GENERAL).build());
    }
  }
}
