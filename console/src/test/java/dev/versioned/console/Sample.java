package dev.versioned.console;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.RolloutStrategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A repository in memory at a set time, with an artifact {@code app}. */
final class Sample {
  final Ticking clock = new Ticking();
  final ArtifactRepository repo =
      ArtifactRepository.of(
          new MemoryBlobStore(clock),
          new MemoryItemStore(),
          RepositorySettings.defaults().withClock(clock).withActor("ticker"));
  final Artifact app = repo.artifact("app");

  Console console() {
    return Console.builder(repo).clock(clock).build();
  }

  Console movable() {
    return Console.builder(repo).clock(clock).allowMoves().build();
  }

  /** Publishes versions of {@code app}. */
  Sample versions(int count) {
    for (int i = 1; i <= count; i++) {
      String text = "content " + i;
      app.publish(
          Content.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          options -> options.by("anna").description("build " + text).metadata("git.sha", "c0ffee"));
      clock.pass(Duration.ofHours(1));
    }
    return this;
  }

  /** Makes {@code LIVE} with a history, and a canary of version 2. */
  Sample live() {
    app.alias("LIVE").create(Routing.to(VersionNumber.of(1)), u -> u.by("anna").reason("first"));
    clock.pass(Duration.ofHours(3));
    return this;
  }

  /** Splits the traffic of {@code LIVE}. */
  Sample split() {
    app.alias("LIVE")
        .split(
            VersionNumber.of(1),
            VersionNumber.of(2),
            Weight.percent(10),
            u -> u.by("bob").reason("try the new prices"));
    clock.pass(Duration.ofMinutes(40));
    return this;
  }

  /** Starts a rollout to version 2, and makes steps with a gate that has numbers. */
  Sample rollout(int steps) {
    app.alias("LIVE")
        .rollout()
        .start(
            VersionNumber.of(2),
            RolloutStrategy.linear(Weight.percent(20), Duration.ofMinutes(10)),
            u -> u.by("bob").reason("new prices"));
    for (int i = 1; i <= steps; i++) {
      clock.pass(Duration.ofMinutes(11));
      int step = i;
      app.alias("LIVE")
          .rollout()
          .tick(
              status ->
                  Health.healthy(
                      "failures 1.2 % (12 of 1,000), before 1.0 % (90 of 9,000): difference -"
                          + 0.8 / step
                          + " % to "
                          + 1.6 / step
                          + " %, accepted 2 %; evidence 3 of 20"));
    }
    return this;
  }

  /** A clock that stands still until it is moved. */
  static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-05-01T08:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
