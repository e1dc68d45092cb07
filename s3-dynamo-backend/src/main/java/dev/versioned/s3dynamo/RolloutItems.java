package dev.versioned.s3dynamo;

import dev.versioned.Target;
import dev.versioned.VersionNumber;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;

/** How rollouts are stored: as a part of their alias. */
final class RolloutItems {
  static final ItemSchema<Rollout> ROLLOUT =
      ItemSchema.of(Rollout.class, RolloutItems::rollout)
          .text(Attributes.ROLLOUT_ID, Rollout::id)
          .text(Attributes.VERSION, rollout -> rollout.plan().version())
          .text(Attributes.STRATEGY, rollout -> rollout.plan().strategy())
          .text(Attributes.NOT_ENOUGH_DATA, rollout -> rollout.plan().notEnoughData())
          .text(Attributes.FROM, Rollout::from)
          .number(Attributes.FROM_REVISION, Rollout::fromRevision)
          .number(Attributes.FROM_ROLLBACK_REVISION, Rollout::fromRollbackRevision)
          .text(Attributes.STATE, Rollout::state)
          .number(Attributes.STEP, rollout -> (long) rollout.step())
          .text(Attributes.DUE_AT, Rollout::dueAt)
          .text(Attributes.STARTED_AT, Rollout::startedAt)
          .text(Attributes.CHANGED_AT, Rollout::changedAt)
          .text(Attributes.REASON, Rollout::reason)
          .build();

  private RolloutItems() {}

  private static Rollout rollout(Fields fields) {
    return new Rollout(
        fields.text(Attributes.ROLLOUT_ID),
        new RolloutPlan(
            VersionNumber.parse(fields.text(Attributes.VERSION)),
            RolloutStrategy.parse(fields.text(Attributes.STRATEGY)),
            NotEnoughDataPolicy.parse(fields.text(Attributes.NOT_ENOUGH_DATA))),
        Target.parse(fields.text(Attributes.FROM)),
        fields.number(Attributes.FROM_REVISION),
        fields.number(Attributes.FROM_ROLLBACK_REVISION),
        Rollout.State.valueOf(fields.text(Attributes.STATE)),
        Math.toIntExact(fields.number(Attributes.STEP)),
        fields.time(Attributes.DUE_AT),
        fields.time(Attributes.STARTED_AT),
        fields.time(Attributes.CHANGED_AT),
        fields.textOrEmpty(Attributes.REASON));
  }
}
