package dev.versioned.cli;

import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.time.Duration;
import java.time.Instant;

/** Rollouts as a list. */
final class RolloutTable {
  private RolloutTable() {}

  static Table<RolloutStatus> of(ListOptions list, Session session) {
    return new Table<RolloutStatus>()
        .left("ALIAS", s -> s.alias().artifact() + ":" + s.alias().name())
        .styled("STATE", s -> s.rollout().state().toString(), RolloutTable::style)
        .right("FROM", s -> s.rollout().from().toString())
        .right("TO", s -> s.rollout().plan().version().toString())
        .right("WEIGHT", s -> s.hasMovedSince() ? "-" : weight(s.rollout().weight()))
        .right("STEP", RolloutTable::step)
        .left("DUE", s -> due(s.rollout(), list, session))
        .wide("STRATEGY", s -> s.rollout().plan().strategy().toString())
        .wide("GATE", s -> s.rollout().plan().gate())
        .right("STARTED", s -> list.time(s.rollout().startedAt(), session))
        .wide("BY", s -> s.rollout().startedBy());
  }

  private static String weight(Weight weight) {
    return Fields.percent(weight).toPlainString() + "%";
  }

  private static String step(RolloutStatus status) {
    return status.rollout().step() + "/" + status.rollout().plan().strategy().steps();
  }

  private static String due(Rollout rollout, ListOptions list, Session session) {
    if (rollout.isAwaitingApproval()) {
      return "approval";
    }
    if (rollout.state() == Rollout.State.PAUSED || rollout.isOver()) {
      return "-";
    }
    if (list.isExact(session)) {
      return rollout.dueAt().toString();
    }
    Duration left = Duration.between(Instant.now(), rollout.dueAt());
    return left.isNegative() ? "now" : "in " + Human.duration(left);
  }

  static Style style(RolloutStatus status) {
    return switch (status.rollout().state()) {
      case RUNNING, BAKING, PAUSED -> Style.YELLOW;
      case PROMOTED -> Style.GREEN;
      case ROLLED_BACK, SUPERSEDED -> Style.RED;
    };
  }
}
