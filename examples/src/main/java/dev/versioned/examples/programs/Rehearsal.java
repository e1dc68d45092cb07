package dev.versioned.examples.programs;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RolloutHandle;
import dev.versioned.model.Version;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows what a strategy would do, minute by minute, with an in-memory repository and a manual
 * clock; an application can test time-dependent behaviour in the same way.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** A clock that advances only when told. */
  public static final class HandClock extends Clock {
    private Instant now;

    /**
     * Creates a clock.
     *
     * @param now its initial time
     */
    public HandClock(Instant now) {
      this.now = now;
    }

    /**
     * Advances the clock.
     *
     * @param by the duration
     */
    public synchronized void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("an instant has no zone");
    }
  }

  /**
   * Rehearses a strategy with a version that stays healthy.
   *
   * @param strategy the strategy
   * @return one line per step, such as {@code after 5 min: 1=75% 2=25%}
   */
  public static List<String> of(RolloutStrategy strategy) {
    HandClock clock = new HandClock(Instant.EPOCH);
    try (ArtifactRepository repo = ArtifactRepository.inMemory(clock)) {
      Artifact app = repo.artifact("app");
      app.alias("LIVE").pointTo(app.publish(Content.of("old")).version());
      Version version = app.publish(Content.of("new")).version();
      RolloutHandle rollout = app.alias("LIVE").rollout();
      RolloutStatus status = rollout.start(version, strategy);
      List<String> steps = new ArrayList<>();
      String before = "";
      while (!status.rollout().isOver()) {
        status = rollout.tick(HealthGate.open()).status();
        String routing = status.alias().routing().toString();
        if (!routing.equals(before)) {
          steps.add("after %d min: %s".formatted(clock.instant().getEpochSecond() / 60, routing));
        }
        before = routing;
        clock.advance(Duration.ofMinutes(1));
      }
      return steps;
    }
  }
}
