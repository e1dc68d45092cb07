package dev.versioned.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Makes series of counters and timers, which registries read: what is counted before is kept. */
record SeriesFactory(MeterSet meters, int most) {

  Series<LongAdder> counter(String name, String description) {
    return counter(name, description, null);
  }

  Series<LongAdder> bytes(String name, String description) {
    return counter(name, description, BaseUnits.BYTES);
  }

  private Series<LongAdder> counter(String name, String description, @Nullable String unit) {
    return new Series<>(
        meters,
        most,
        LongAdder::new,
        (tags, sum) ->
            registry ->
                FunctionCounter.builder(name, sum, LongAdder::sum)
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .register(registry));
  }

  Series<Elapsed> timer(String name, String description) {
    return new Series<>(
        meters,
        most,
        Elapsed::new,
        (tags, elapsed) ->
            registry ->
                FunctionTimer.builder(
                        name, elapsed, Elapsed::count, Elapsed::nanos, TimeUnit.NANOSECONDS)
                    .description(description)
                    .tags(tags)
                    .register(registry));
  }
}
