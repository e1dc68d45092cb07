package dev.versioned.rollout;

import static dev.versioned.rollout.RolloutWorld.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.RolloutHandle;
import dev.versioned.maintenance.Interposed;
import dev.versioned.model.BackendException;
import dev.versioned.model.UnknownOutcomeException;
import dev.versioned.rollout.TickResult.Outcome;
import dev.versioned.spi.ItemStore;
import org.junit.jupiter.api.Test;

/** Moves of a rollout whose replies are lost. */
class RolloutRepliesTest {
  @Test
  void stepWithALostReplyIsRecognized() {
    RolloutWorld world = new RolloutWorld(2);
    boolean[] lost = {false};
    ItemStore deaf =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (Interposed.isFor("move alias", arguments) && !lost[0]) {
                lost[0] = true;
                throw BackendException.unknownOutcome("Cannot hear the reply", null);
              }
              return result;
            });
    RolloutHandle rollout = world.over(deaf).artifact("checkout").alias("LIVE").rollout();
    for (int i = 0; i < 3; i++) {
      lost[0] = false;
      if (i == 0) {
        rollout.start(number(2), RolloutStrategy.allAtOnce());
      } else {
        assertThat(rollout.tick(HealthGate.open()).outcome())
            .isEqualTo(i == 1 ? Outcome.STEPPED : Outcome.PROMOTED);
      }
      assertThat(lost[0]).isTrue();
    }
    assertThat(world.live.read().revision()).isEqualTo(4);
  }

  @Test
  void unknownOutcomeIsResolvedByTheNextTick() {
    RolloutWorld world = new RolloutWorld(2);
    boolean[] deaf = {false};
    ItemStore store =
        Interposed.on(
            ItemStore.class,
            world.items,
            (method, arguments, call) -> {
              Object result = call.proceed();
              if (deaf[0] && Interposed.isFor("move alias", arguments)) {
                throw BackendException.unknownOutcome("Cannot hear the reply", null);
              }
              return result;
            });
    RolloutHandle rollout = world.over(store).artifact("checkout").alias("LIVE").rollout();
    rollout.start(number(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
    deaf[0] = true;
    assertThatThrownBy(() -> rollout.tick(HealthGate.open()))
        .isInstanceOf(UnknownOutcomeException.class);
    deaf[0] = false;
    TickResult next = rollout.tick(HealthGate.open());
    assertThat(next.outcome()).isEqualTo(Outcome.WAITED);
    assertThat(next.status().rollout().step()).isEqualTo(1);
  }
}
