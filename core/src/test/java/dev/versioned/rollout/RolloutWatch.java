package dev.versioned.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.internal.record.AliasEntry;
import dev.versioned.model.LedgerEntry.Action;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees each revision of an alias when it is written, and checks what must be true of rollouts. */
final class RolloutWatch {
  private final Map<State, Integer> ends = new EnumMap<>(State.class);
  private final Set<Weight> weights = new HashSet<>();
  private AliasEntry.@Nullable Present last;
  private AliasEntry.@Nullable Present start;
  private Instant lastStep = Instant.MIN;
  private Duration pausedSince = Duration.ZERO;

  /** Begins with the alias as it is. */
  RolloutWatch(AliasEntry first) {
    last = (AliasEntry.Present) first;
  }

  /** How many rollouts came to each end. */
  Map<State, Integer> ends() {
    return ends;
  }

  void moved(AliasEntry after, Action action) {
    if (!(after instanceof AliasEntry.Present now)) {
      last = null;
      start = null;
      return;
    }
    Optional<Rollout> before = last == null ? Optional.empty() : last.rollout();
    boolean started = action == Action.ROLLOUT_START;
    if (started) {
      assertThat(before.map(Rollout::isOver).orElse(true)).as("one at a time").isTrue();
      start = last;
      weights.clear();
      weights.add(Weight.basisPoints(0));
      weights.addAll(now.rollout().orElseThrow().plan().strategy().weights());
      lastStep = Instant.MIN;
      pausedSince = Duration.ZERO;
    } else if (before.isPresent()) {
      Rollout rollout = now.rollout().orElseThrow();
      if (before.get().isOver()) {
        assertThat(rollout).as("what is over stays as it was").isEqualTo(before.get());
      } else {
        goesOn(action, before.get(), rollout, now);
      }
    } else {
      assertThat(now.rollout()).as("none before, and none started").isEmpty();
    }
    now.rollout().ifPresent(rollout -> serves(rollout, now));
    last = now;
  }

  private void serves(Rollout rollout, AliasEntry.Present now) {
    if (rollout.isOver()) {
      return;
    }
    Routing routing = now.alias().routing();
    VersionNumber version = rollout.plan().version();
    assertThat(weights).as("weights of the strategy").contains(routing.weightOf(version));
    assertThat(routing).isEqualTo(rollout.routing());
    if (start != null && rollout.step() > 0) {
      assertThat(now.rollbackRevision()).as("undone at once").isEqualTo(start.servingRevision());
    }
  }

  private void goesOn(Action action, Rollout before, Rollout now, AliasEntry.Present entry) {
    assertThat(now.id()).isEqualTo(before.id());
    switch (action) {
      case ROLLOUT_STEP -> stepped(before, now);
      case PROMOTE -> {
        if (now.state() == State.PROMOTED) {
          promoted(before, now, entry);
        } else {
          assertThat(now.state()).isEqualTo(State.SUPERSEDED);
        }
      }
      case ROLLBACK -> {
        if (now.state() == State.ROLLED_BACK) {
          back(now, entry);
        } else {
          assertThat(now.state()).isEqualTo(State.SUPERSEDED);
        }
      }
      case ROLLOUT_PAUSE -> assertThat(now.state()).isEqualTo(State.PAUSED);
      case ROLLOUT_RESUME -> {
        assertThat(before.state()).isEqualTo(State.PAUSED);
        pausedSince = pausedSince.plus(Duration.between(before.changedAt(), now.changedAt()));
      }
      case DESCRIBE -> assertThat(now).isEqualTo(before);
      default -> assertThat(now.state()).as("after %s", action).isEqualTo(State.SUPERSEDED);
    }
    if (now.isOver()) {
      ends.merge(now.state(), 1, Integer::sum);
    }
  }

  /** The time since the last step, without the time in which the rollout was paused. */
  private Duration sinceLastStep(Instant now) {
    return Duration.between(lastStep, now).minus(pausedSince);
  }

  private void stepped(Rollout before, Rollout now) {
    RolloutStrategy strategy = now.plan().strategy();
    assertThat(before.state()).isEqualTo(State.RUNNING);
    assertThat(now.step()).as("one step").isEqualTo(before.step() + 1);
    if (before.step() > 0) {
      assertThat(sinceLastStep(now.changedAt()))
          .as("one step in an interval")
          .isGreaterThanOrEqualTo(strategy.interval());
    }
    assertThat(now.state())
        .isEqualTo(now.step() == strategy.steps() ? State.BAKING : State.RUNNING);
    lastStep = now.changedAt();
    pausedSince = Duration.ZERO;
  }

  private void promoted(Rollout before, Rollout now, AliasEntry.Present entry) {
    assertThat(before.state()).isEqualTo(State.BAKING);
    assertThat(now.step()).isEqualTo(now.plan().strategy().steps());
    assertThat(sinceLastStep(now.changedAt()))
        .as("bake time")
        .isGreaterThanOrEqualTo(now.plan().strategy().bakeTime());
    assertThat(entry.alias().routing()).isEqualTo(Routing.to(now.plan().version()));
  }

  private void back(Rollout now, AliasEntry.Present entry) {
    assertThat(entry.alias().routing()).isEqualTo(Routing.to(now.from()));
    assertThat(start).isNotNull();
    assertThat(entry.servingRevision()).isEqualTo(start.servingRevision());
    assertThat(entry.rollbackRevision()).isEqualTo(start.rollbackRevision());
    assertThat(now.reason()).isNotEmpty();
  }
}
