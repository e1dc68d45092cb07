package dev.versioned.internal.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When one of the processes of a host reads an alias for all of them. They share the time at which
 * the next read is due. The first process that looks after that time takes the turn: it sets the
 * next time, and reads. A process that dies, hangs or fails in its turn loses that turn only.
 */
public final class HostPace {
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);
  private static final int LOOKS = 10;

  private final Duration interval;
  private final Duration period;
  private final RandomGenerator random;

  /**
   * Draws the pace of one process.
   *
   * @param interval how often the alias is read on this host
   */
  public HostPace(Duration interval, RandomGenerator random) {
    this.interval = interval;
    this.period = Duration.ofNanos(Pace.period(interval, random));
    this.random = random;
  }

  /**
   * What a process does that looks.
   *
   * @param reads whether it takes the turn
   * @param due when the next turn is due, if that changes
   */
  public record Turn(boolean reads, Optional<Instant> due) {
    private static final Turn NONE = new Turn(false, Optional.empty());
  }

  /** Returns how often a process looks whether a turn is due, and what others have read. */
  public static Duration look(Duration interval) {
    Duration part = interval.dividedBy(LOOKS);
    return part.compareTo(MOST_BETWEEN_LOOKS) < 0 ? part : MOST_BETWEEN_LOOKS;
  }

  /** Returns how long a process waits for what the others do before it reports that, or reads. */
  Duration patience() {
    Duration twice = interval.multipliedBy(2);
    return twice.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : twice;
  }

  Duration interval() {
    return interval;
  }

  Duration period() {
    return period;
  }

  /**
   * Returns what a process does that looks now.
   *
   * @param due when the next turn is due; empty if no process has said so
   * @param failed whether this process failed in its last turn: it then lets others go first
   */
  public Turn at(Instant now, Optional<Instant> due, boolean failed) {
    // rule: turns-of-hosts-are-spread
    if (isMissed(now, due)) {
      // No process has looked for a while: all hosts may have started, or continued, at once.
      return new Turn(false, Optional.of(soon(now)));
    }
    Instant mine = failed ? due.orElseThrow().plus(interval.dividedBy(2)) : due.orElseThrow();
    // rule: one-turn-an-interval
    if (now.isBefore(mine)) {
      return Turn.NONE;
    }
    return new Turn(true, Optional.of(now.plus(period)));
  }

  private boolean isMissed(Instant now, Optional<Instant> due) {
    return due.isEmpty()
        || Duration.between(due.get(), now).compareTo(interval) > 0
        // The clock went back.
        || Duration.between(now, due.get()).compareTo(interval) > 0;
  }

  private Instant soon(Instant now) {
    return now.plusNanos(random.nextLong(period.toNanos()) + 1);
  }
}
