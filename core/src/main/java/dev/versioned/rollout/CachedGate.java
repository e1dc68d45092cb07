package dev.versioned.rollout;

import dev.versioned.internal.NoHealthException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gate whose answer is kept for some time, for one step of one rollout. */
final class CachedGate implements HealthGate {
  private final HealthGate gate;
  private final Duration longest;
  private final Clock clock;

  /** The last answers, by the identifiers of their rollouts. */
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private record Answer(int step, Health health, Instant askedAt) {}

  CachedGate(HealthGate gate, Duration longest, Clock clock) {
    this.gate = gate;
    this.longest = longest;
    this.clock = clock;
  }

  @Override
  public Health check(RolloutStatus status) throws Exception {
    Rollout rollout = status.rollout();
    Instant now = clock.instant();
    // rule: cached-answer-ends-with-its-time
    answers.values().removeIf(answer -> isOver(answer, now));
    Answer known = answers.get(rollout.id());
    // rule: cached-answer-is-of-its-step-only
    if (known != null && known.step() == rollout.step()) {
      return known.health();
    }
    Health health = NoHealthException.check(gate.check(status));
    answers.put(rollout.id(), new Answer(rollout.step(), health, now));
    return health;
  }

  /** An answer of the future is over too: the clock was set back. */
  private boolean isOver(Answer answer, Instant now) {
    Duration age = Duration.between(answer.askedAt(), now);
    return age.isNegative() || age.compareTo(longest) >= 0;
  }
}
