package dev.versioned.micrometer;

import dev.versioned.LiveAlias;
import dev.versioned.model.Version;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Routes by an alias, and counts the requests of each version. It costs a look-up of the version
 * and an increment for each request; {@link LiveAlias#route} itself counts nothing.
 *
 * <p>Thread-safe.
 */
public final class CountedRoutes {
  private final LiveAlias live;
  private final Series<LongAdder> routes;

  /** The last version and its counter: most requests go to the version of the request before. */
  private volatile Last last;

  private record Last(Version version, LongAdder count) {}

  CountedRoutes(LiveAlias live, Series<LongAdder> routes) {
    this.live = live;
    this.routes = routes;
    Version first = live.route();
    this.last = new Last(first, counter(first));
  }

  /**
   * Routes at random, by the weights, as {@link LiveAlias#route()} does, and counts it.
   *
   * @return the version to use for this request
   * @throws dev.versioned.model.BackendException as {@link LiveAlias#route()} does
   */
  public Version route() {
    return counted(live.route());
  }

  /**
   * Routes by a key, as {@link LiveAlias#route(CharSequence)} does, and counts it.
   *
   * @param key any text, such as a user's id
   * @return the version to use for this key
   * @throws dev.versioned.model.BackendException as {@link LiveAlias#route(CharSequence)} does
   */
  public Version route(CharSequence key) {
    Objects.requireNonNull(key, "key");
    return counted(live.route(key));
  }

  @SuppressWarnings("ReferenceEquality") // fast: a revision's versions are the same objects
  private Version counted(Version version) {
    Last known = last;
    if (known.version() == version) {
      known.count().increment();
    } else {
      LongAdder count = counter(version);
      count.increment();
      last = new Last(version, count);
    }
    return version;
  }

  private LongAdder counter(Version version) {
    Tags tags = EventMeters.alias(version.artifact(), live.alias().name());
    return routes.of(tags.and("version", version.id().toString()));
  }
}
