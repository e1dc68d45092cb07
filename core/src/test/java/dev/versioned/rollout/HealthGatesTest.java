package dev.versioned.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Gates that are made of other gates. */
class HealthGatesTest {
  private static final Duration MOMENT = Duration.ofMillis(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final HealthGate GOOD = status -> Health.healthy("0.1 %");
  private static final HealthGate BAD = status -> Health.unhealthy("3 %");
  private static final HealthGate UNKNOWN = status -> Health.notEnoughData("12 of 100");
  private static final HealthGate BROKEN =
      status -> {
        throw new IOException("no route to host");
      };

  private final RolloutWorld world = new RolloutWorld(2);
  private final AtomicInteger calls = new AtomicInteger();
  private final HealthGate counted = one -> Health.healthy("call " + calls.incrementAndGet());
  private final CountDownLatch end = new CountDownLatch(1);
  private final RolloutStatus status =
      world
          .live
          .rollout()
          .start(RolloutWorld.number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));

  /** Waits for the end, whatever interrupts it. */
  private Health ignoreInterrupts(RolloutStatus seen) {
    calls.incrementAndGet();
    boolean ended = false;
    while (!ended) {
      try {
        end.await();
        ended = true;
      } catch (InterruptedException e) {
        assertThat(ended).isFalse();
      }
    }
    return Health.healthy("at " + seen.rollout().step());
  }

  private HealthGate cached(HealthGate gate, Duration longest) {
    return new CachedGate(gate, longest, world.clock);
  }

  @Test
  void oneHealthyGateIsEnough() throws Exception {
    HealthGate any = HealthGate.anyOf(BAD, BROKEN, GOOD, counted);
    assertThat(any.check(status)).isEqualTo(Health.healthy("0.1 %"));
    assertThat(calls).as("calls after the healthy one").hasValue(0);
  }

  @Test
  void gateWithoutDataMayStillBeHealthy() throws Exception {
    assertThat(HealthGate.anyOf(UNKNOWN, BAD, BROKEN).check(status))
        .isEqualTo(
            Health.notEnoughData(
                "12 of 100; the gate failed: java.io.IOException: no route to host"));
  }

  @Test
  void allUnhealthyGatesGiveTheirReasons() throws Exception {
    HealthGate none = HealthGate.anyOf(HealthGate.named("a", BAD), HealthGate.named("b", BAD));
    assertThat(none.check(status)).isEqualTo(Health.unhealthy("a: 3 %; b: 3 %"));
  }

  @Test
  void anyOfNeedsAGateAndNoNullAnswer() {
    assertThatIllegalArgumentException().isThrownBy(HealthGate::anyOf);
    assertThatThrownBy(() -> HealthGate.anyOf(one -> null, GOOD).check(status))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("the health gate returned null");
  }

  @Test
  void interruptedGateIsNotTakenForOneWithoutData() {
    HealthGate interrupted =
        one -> {
          throw new InterruptedException("stop");
        };
    assertThatThrownBy(() -> HealthGate.anyOf(interrupted, GOOD).check(status))
        .isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> HealthGate.allOf(interrupted, BAD).check(status))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void failedGateHidesNoUnhealthyOne() throws Exception {
    assertThat(HealthGate.allOf(BROKEN, UNKNOWN, BAD).check(status))
        .isEqualTo(Health.unhealthy("3 %"));
    assertThatThrownBy(() -> HealthGate.allOf(GOOD, BROKEN, UNKNOWN).check(status))
        .isInstanceOf(IOException.class);
  }

  @Test
  void allThatIsMissingIsNamed() throws Exception {
    HealthGate all =
        HealthGate.allOf(HealthGate.named("a", UNKNOWN), GOOD, HealthGate.named("b", UNKNOWN));
    assertThat(all.check(status)).isEqualTo(Health.notEnoughData("a: 12 of 100; b: 12 of 100"));
  }

  @Test
  void namedGateGivesItsName() throws Exception {
    assertThat(HealthGate.named("errors", GOOD).check(status))
        .isEqualTo(Health.healthy("errors: 0.1 %"));
    assertThat(HealthGate.named("errors", HealthGate.open()).check(status))
        .isEqualTo(Health.healthy("errors"));
    assertThat(HealthGate.named("errors", BAD).check(status))
        .isEqualTo(Health.unhealthy("errors: 3 %"));
    assertThat(HealthGate.named("errors", UNKNOWN).check(status))
        .isEqualTo(Health.notEnoughData("errors: 12 of 100"));
    assertThatIllegalArgumentException().isThrownBy(() -> HealthGate.named(" ", GOOD));
  }

  @Test
  void gateThatIsLateIsInterrupted() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    HealthGate hangs =
        one -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
          return Health.healthy();
        };
    assertThat(HealthGate.withTimeout(hangs, MOMENT).check(status))
        .isEqualTo(Health.notEnoughData("the gate gave no answer within PT0.005S"));
    Waiting.until(interrupted::get);
  }

  @Test
  void lateGateCountsAsItIsTold() throws Exception {
    Health late = Health.unhealthy("too slow");
    assertThat(HealthGate.withTimeout(this::ignoreInterrupts, MOMENT, late).check(status))
        .isEqualTo(late);
    end.countDown();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HealthGate.withTimeout(GOOD, MOMENT, Health.healthy()))
        .withMessageStartingWith("Cannot count a late gate as healthy");
  }

  @Test
  void gateThatAnswersInTimeDecides() throws Exception {
    assertThat(HealthGate.withTimeout(BAD, DAY).check(status)).isEqualTo(Health.unhealthy("3 %"));
    assertThatThrownBy(() -> HealthGate.withTimeout(BROKEN, DAY).check(status))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> HealthGate.withTimeout(one -> null, DAY).check(status))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void timesAreLimited() {
    for (Duration wrong : new Duration[] {Duration.ofNanos(999_999), DAY.plusNanos(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HealthGate.withTimeout(GOOD, wrong))
          .withMessageStartingWith("Cannot limit the time of a gate: PT");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HealthGate.cachedFor(GOOD, wrong))
          .withMessageStartingWith("Cannot keep the answer of a gate: PT");
    }
  }

  @Test
  void interruptOfTheCallerEndsTheCall() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    HealthGate hangs =
        one -> {
          began.countDown();
          try {
            end.await();
          } finally {
            ended.set(true);
          }
          return Health.healthy();
        };
    FutureTask<Health> call =
        new FutureTask<>(() -> HealthGate.withTimeout(hangs, DAY).check(status));
    Thread caller = new Thread(call);
    caller.start();
    began.await();
    caller.interrupt();
    Waiting.until(ended::get);
    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void gateThatIgnoresInterruptsTakesFewThreads() throws Exception {
    HealthGate limited = HealthGate.withTimeout(this::ignoreInterrupts, MOMENT);
    for (int i = 0; i < 12; i++) {
      assertThat(limited.check(status)).isInstanceOf(Health.NotEnoughData.class);
    }
    assertThat(calls.get()).isLessThanOrEqualTo(8);
    end.countDown();
    Waiting.until(() -> answer(limited).equals(Health.healthy("at 0")));
  }

  private Health answer(HealthGate gate) {
    try {
      return gate.check(status);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void answerIsKeptForItsTime() throws Exception {
    HealthGate kept = cached(counted, Duration.ofMinutes(1));
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 1"));
    world.clock.advance(Duration.ofSeconds(59));
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 1"));
    world.clock.advance(Duration.ofSeconds(1));
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 2"));
  }

  @Test
  void answerCountsForItsStepOnly() throws Exception {
    HealthGate kept = cached(counted, DAY);
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 1"));
    RolloutStatus stepped = world.live.rollout().advance();
    assertThat(kept.check(stepped)).isEqualTo(Health.healthy("call 2"));
  }

  @Test
  void failureIsNotKept() throws Exception {
    HealthGate kept =
        HealthGate.cachedFor(
            one -> {
              if (calls.incrementAndGet() == 1) {
                throw new IOException("no route to host");
              }
              return Health.healthy("call " + calls.get());
            },
            DAY);
    assertThatThrownBy(() -> kept.check(status)).isInstanceOf(IOException.class);
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 2"));
    assertThat(kept.check(status)).isEqualTo(Health.healthy("call 2"));
  }
}
