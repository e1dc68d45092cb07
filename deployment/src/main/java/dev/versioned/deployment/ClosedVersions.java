package dev.versioned.deployment;

import dev.versioned.deployment.leak.Leak;
import dev.versioned.deployment.leak.LeakFinder;
import dev.versioned.deployment.leak.LeakReport;
import dev.versioned.event.Event;
import dev.versioned.event.EventListener;
import dev.versioned.model.Version;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches that closed versions leave the memory, and reports those that do not. */
final class ClosedVersions {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.deployment");

  private final Consumer<LeakFinder.Builder> options;
  private final EventListener listener;
  private final AtomicLong leaked = new AtomicLong();

  ClosedVersions(Consumer<LeakFinder.Builder> options, EventListener listener) {
    this.options = options;
    this.listener = listener;
  }

  /** Watches a version that was closed, if it has a class loader of its own. */
  void watch(Version version, @Nullable ClassLoader classLoader) {
    if (classLoader == null) {
      return;
    }
    // Of its own, so that the report knows its version; all finders share one thread.
    LeakFinder.Builder builder = LeakFinder.builder(report -> report(version, report));
    options.accept(builder);
    builder.build().watch(classLoader, version.toString());
  }

  private void report(Version version, LeakReport report) {
    leaked.incrementAndGet();
    for (Leak leak : report.leaks()) {
      LOG.warn("{} is closed and still in memory: {}; {}", version, leak, leak.kind().remedy());
      listener.on(new Event.Leaked(Instant.now(), version, leak.kind().name(), leak.holder()));
    }
  }

  /** Returns how many closed versions were found in memory. */
  long count() {
    return leaked.get();
  }
}
