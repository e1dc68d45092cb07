package dev.versioned.micrometer;

import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The last known state of each rollout that this process moved. */
final class RolloutMeters {
  private final Series<Last> all;

  /** A state, or none if the alias has no rollout. */
  private record Now(Optional<Rollout.State> state, int step, double weight) {
    static final Now NONE = new Now(Optional.empty(), 0, 0);

    Now in(Rollout.State changed) {
      return new Now(Optional.of(changed), step, weight);
    }
  }

  private static final class Last {
    private volatile Now now = Now.NONE;

    synchronized void change(UnaryOperator<Now> next) {
      now = next.apply(now);
    }
  }

  RolloutMeters(SeriesFactory factory) {
    this.all =
        new Series<>(
            factory.meters(),
            factory.most(),
            Last::new,
            (tags, now) -> registry -> register(registry, tags, now));
  }

  void moved(LedgerEntry entry) {
    switch (entry.action()) {
      case ROLLOUT_START -> of(entry).change(now -> Now.NONE.in(Rollout.State.RUNNING));
      case ROLLOUT_PAUSE -> of(entry).change(now -> now.in(Rollout.State.PAUSED));
      case ROLLOUT_RESUME -> of(entry).change(now -> now.in(Rollout.State.RUNNING));
      // By hand: a rollout that was under way is over.
      case MOVE, DELETE -> of(entry).change(now -> now.state().isPresent() ? Now.NONE : now);
      default -> {
        // The rollout continues as it was.
      }
    }
  }

  void changed(LedgerEntry entry, Optional<Rollout> rollout) {
    Now next =
        rollout
            .filter(one -> one.state() != Rollout.State.SUPERSEDED)
            .map(
                one ->
                    new Now(
                        Optional.of(one.state()),
                        one.step(),
                        (double) one.weight().basisPoints() / Weight.FULL))
            .orElse(Now.NONE);
    of(entry).change(now -> next);
  }

  private Last of(LedgerEntry entry) {
    return all.of(EventMeters.alias(entry.artifact(), entry.alias()));
  }

  private static void register(MeterRegistry registry, Tags tags, Last now) {
    Gauge.builder("versioned.rollout.step", now, state -> state.now.step())
        .description("Steps that the last rollout has made")
        .tags(tags)
        .register(registry);
    Gauge.builder("versioned.rollout.weight", now, state -> state.now.weight())
        .description("Share of the new version in the last rollout, 0 to 1")
        .tags(tags)
        .register(registry);
    for (Rollout.State state : Rollout.State.values()) {
      Gauge.builder(
              "versioned.rollout.state",
              now,
              current -> current.now.state().filter(state::equals).isPresent() ? 1 : 0)
          .description("1 for the state of the last rollout, 0 for all others")
          .tags(tags.and("state", text(state)))
          .register(registry);
    }
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
