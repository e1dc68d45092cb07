package dev.versioned.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The meters of all registries: one that is bound later gets the meters made before. */
final class MeterSet {
  private final List<Consumer<MeterRegistry>> meters = new ArrayList<>();
  private final List<MeterRegistry> registries = new ArrayList<>();

  synchronized void add(Consumer<MeterRegistry> meter) {
    meters.add(meter);
    registries.forEach(meter);
  }

  synchronized void bindTo(MeterRegistry registry) {
    if (!registries.contains(registry)) {
      registries.add(registry);
      meters.forEach(meter -> meter.accept(registry));
    }
  }
}
