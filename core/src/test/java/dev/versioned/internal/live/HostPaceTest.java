package dev.versioned.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which process of a host reads, and when. */
class HostPaceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final HostPace pace = new HostPace(INTERVAL, new Random(1));

  private HostPace.Turn at(Duration afterDue, boolean failed) {
    return pace.at(NOW, Optional.of(NOW.minus(afterDue)), failed);
  }

  private static void assertWithinAnInterval(HostPace.Turn turn) {
    assertThat(turn.reads()).isFalse();
    assertThat(turn.due().orElseThrow()).isBetween(NOW, NOW.plus(INTERVAL));
  }

  @Test
  void turnIsTakenOnceDue() {
    assertThat(at(Duration.ofMillis(-1), false).reads()).isFalse();
    HostPace.Turn turn = at(Duration.ZERO, false);
    assertThat(turn.reads()).isTrue();
    assertThat(turn.due().orElseThrow())
        .isBetween(NOW.plus(INTERVAL.multipliedBy(9).dividedBy(10)), NOW.plus(INTERVAL));
  }

  @Test
  void processThatFailedLetsOthersGoFirst() {
    assertThat(at(Duration.ofSeconds(14), true).reads()).isFalse();
    assertThat(at(Duration.ofSeconds(15), true).reads()).isTrue();
  }

  @Test
  void firstTurnComesAfterARandomPartOfAnInterval() {
    assertWithinAnInterval(pace.at(NOW, Optional.empty(), false));
    assertWithinAnInterval(pace.at(NOW, Optional.empty(), true));
  }

  @Test
  void missedTurnsAreNotMadeUpForAtOnce() {
    assertWithinAnInterval(at(Duration.ofSeconds(31), false));
    assertWithinAnInterval(at(Duration.ofDays(1), true));
  }

  @Test
  void turnIsDueSoonAfterTheClockWentBack() {
    assertWithinAnInterval(at(Duration.ofHours(-1), false));
  }

  @Test
  void looksComeOftenEnough() {
    assertThat(HostPace.look(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(1));
    assertThat(HostPace.look(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(200));
    assertThat(HostPace.look(INTERVAL)).isEqualTo(Duration.ofMillis(500));
  }
}
