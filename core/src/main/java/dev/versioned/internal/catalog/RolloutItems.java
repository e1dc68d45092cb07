package dev.versioned.internal.catalog;

import dev.versioned.model.Target;
import dev.versioned.model.VersionNumber;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;

/** Converts rollouts to a part of their alias's item and back. */
final class RolloutItems {
  private RolloutItems() {}

  static FieldsWriter write(Rollout rollout) {
    FieldsWriter fields =
        new FieldsWriter()
            .text(Attributes.ROLLOUT_ID, rollout.id())
            .text(Attributes.VERSION, rollout.plan().version())
            .text(Attributes.STRATEGY, rollout.plan().strategy())
            .text(Attributes.NOT_ENOUGH_DATA, rollout.plan().notEnoughData())
            .text(Attributes.GATE, rollout.plan().gate())
            .text(Attributes.FROM, rollout.from())
            .number(Attributes.FROM_REVISION, rollout.fromRevision())
            .number(Attributes.FROM_ROLLBACK_REVISION, rollout.fromRollbackRevision())
            .text(Attributes.STATE, rollout.state())
            .number(Attributes.STEP, rollout.step())
            .text(Attributes.DUE_AT, rollout.dueAt())
            .text(Attributes.STARTED_AT, rollout.startedAt())
            .text(Attributes.CHANGED_AT, rollout.changedAt())
            .text(Attributes.REASON, rollout.reason())
            .text(Attributes.STARTED_BY, rollout.startedBy());
    if (rollout.plan().approver() != RolloutPlan.Approver.ANYONE) {
      fields.text(Attributes.APPROVER, rollout.plan().approver());
    }
    return rollout.approvedStep() > 0
        ? fields.number(Attributes.APPROVED_STEP, rollout.approvedStep())
        : fields;
  }

  static Rollout read(StoredFields fields) {
    return new Rollout(
        fields.text(Attributes.ROLLOUT_ID),
        new RolloutPlan(
            VersionNumber.parse(fields.text(Attributes.VERSION)),
            RolloutStrategy.parse(fields.text(Attributes.STRATEGY)),
            NotEnoughDataPolicy.parse(fields.text(Attributes.NOT_ENOUGH_DATA)),
            fields.textOrEmpty(Attributes.GATE),
            fields.has(Attributes.APPROVER)
                ? RolloutPlan.Approver.valueOf(fields.text(Attributes.APPROVER))
                : RolloutPlan.Approver.ANYONE),
        Target.parse(fields.text(Attributes.FROM)),
        fields.revisionFrom(0, Attributes.FROM_REVISION),
        fields.revisionFrom(0, Attributes.FROM_ROLLBACK_REVISION),
        Rollout.State.valueOf(fields.text(Attributes.STATE)),
        Math.toIntExact(fields.number(Attributes.STEP)),
        fields.time(Attributes.DUE_AT),
        fields.time(Attributes.STARTED_AT),
        fields.time(Attributes.CHANGED_AT),
        fields.textOrEmpty(Attributes.REASON),
        fields.textOrEmpty(Attributes.STARTED_BY),
        Math.toIntExact(fields.numberOrZero(Attributes.APPROVED_STEP)));
  }
}
