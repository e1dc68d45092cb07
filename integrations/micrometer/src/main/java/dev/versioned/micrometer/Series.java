package dev.versioned.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One meter with its tags: a value for each combination. Past a number of combinations, artifact
 * and alias become {@code other}, so that no repository fills a registry.
 */
final class Series<T> {
  static final String OTHER = "other";

  private final MeterSet meters;
  private final int most;
  private final Supplier<T> fresh;
  private final Registration<T> registration;
  private final Map<Tags, T> all = new ConcurrentHashMap<>();

  @FunctionalInterface
  interface Registration<T> {
    Consumer<MeterRegistry> of(Tags tags, T value);
  }

  Series(MeterSet meters, int most, Supplier<T> fresh, Registration<T> registration) {
    this.meters = meters;
    this.most = most;
    this.fresh = fresh;
    this.registration = registration;
  }

  T of(Tags tags) {
    T known = all.get(tags);
    if (known != null) {
      return known;
    }
    // Several threads may pass at the same time: the bound is exceeded by their number at most.
    Tags bounded = all.size() < most ? tags : other(tags);
    return all.computeIfAbsent(
        bounded,
        key -> {
          T value = fresh.get();
          meters.add(registration.of(key, value));
          return value;
        });
  }

  private static Tags other(Tags tags) {
    return Tags.of(
        tags.stream()
            .map(
                tag ->
                    switch (tag.getKey()) {
                      case "artifact", "alias", "version" -> Tag.of(tag.getKey(), OTHER);
                      default -> tag;
                    })
            .toList());
  }
}
