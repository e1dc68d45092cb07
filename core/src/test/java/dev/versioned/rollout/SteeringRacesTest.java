package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.RolloutHandle;
import dev.versioned.maintenance.Interposed;
import dev.versioned.model.RevisionConflictException;
import dev.versioned.model.Weight;
import dev.versioned.spi.ItemStore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Steps by hand while a tick of another process is faster. */
class SteeringRacesTest {
  private final RolloutWorld world = new RolloutWorld(2);
  private final RolloutHandle fast = world.live.rollout();

  /** Returns a handle before whose first write of the alias another change is made. */
  private RolloutHandle slow(Runnable before) {
    AtomicReference<Runnable> other = new AtomicReference<>(before);
    ItemStore store =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              if (Interposed.isFor("move alias", arguments)) {
                other.getAndSet(() -> {}).run();
              }
              return call.proceed();
            });
    return world.over(store).artifact("checkout").alias("LIVE").rollout();
  }

  @Test
  void advanceMakesNoStepThatItsCallerHasNotSeen() {
    fast.start(number(2), RolloutStrategy.parse("Linear25PercentEvery1Hour"));
    RolloutHandle slow = slow(() -> fast.tick(HealthGate.open()));
    assertThatThrownBy(slow::advance).isInstanceOf(RevisionConflictException.class);
    assertThat(fast.status().rollout().step()).isEqualTo(1);
  }

  @Test
  void approvalCountsForTheWeightThatWasSeen() {
    RolloutStrategy strategy =
        RolloutStrategy.parse("Linear25PercentEvery1Hour")
            .waitAt(Weight.percent(25), Weight.percent(50));
    fast.start(number(2), strategy);
    fast.advance();
    RolloutHandle slow =
        slow(
            () -> {
              fast.approve();
              fast.advance();
            });
    assertThatThrownBy(slow::approve).isInstanceOf(RevisionConflictException.class);
    assertThat(fast.status().rollout().isAwaitingApproval()).isTrue();
  }
}
