package dev.versioned.internal.live;

import dev.versioned.event.Event;
import dev.versioned.internal.Log;
import dev.versioned.internal.settings.Settings;
import dev.versioned.model.Alias;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Reports what happens to one live alias: to the log, its listeners, and as events. */
final class LiveChanges {
  private final List<BiConsumer<? super Alias, ? super Alias>> listeners;
  private final Settings settings;
  private final AtomicBoolean stale = new AtomicBoolean();

  LiveChanges(List<BiConsumer<? super Alias, ? super Alias>> listeners, Settings settings) {
    this.listeners = listeners;
    this.settings = settings;
  }

  /** Reports that another routing is used from now on. */
  void changed(Alias before, Alias after) {
    Log.LIVE.info("alias {}:{} routes by {}", after.artifact(), after.name(), after);
    for (BiConsumer<? super Alias, ? super Alias> listener : listeners) {
      try {
        listener.accept(before, after);
      } catch (RuntimeException | Error e) {
        Log.LIVE.warn("a listener to alias {}:{} failed", after.artifact(), after.name(), e);
      }
    }
    settings.events().report(new Event.Swapped(settings.environment().now(), before, after));
  }

  /** Reports that the alias could not be read, once until it is read again. */
  void stale(Alias known, Duration staleness, Throwable reason) {
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

  /** Records that the alias was read. */
  void fresh() {
    stale.set(false);
  }
}
