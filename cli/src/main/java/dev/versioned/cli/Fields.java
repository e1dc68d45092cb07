package dev.versioned.cli;

import dev.versioned.model.Alias;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Routing;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.signing.Attestation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of {@code --output json}. Their names are stable: docs/cli.md lists them. */
final class Fields {
  private Fields() {}

  /** An object of names and values in turn. */
  static Map<String, Object> of(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  static Map<String, Object> of(Version version) {
    return of(
        "artifact",
        version.artifact(),
        "version",
        version.id().toString(),
        "digest",
        version.digest(),
        "sizeBytes",
        version.sizeBytes(),
        "contentType",
        version.contentType(),
        "fileName",
        version.fileName(),
        "description",
        version.description(),
        "metadata",
        version.metadata(),
        "createdAt",
        version.createdAt(),
        "createdBy",
        version.createdBy(),
        "key",
        version.key().value(),
        "uri",
        version.uri().toString());
  }

  static Map<String, Object> of(Attestation attestation) {
    return of(
        "predicateType",
        attestation.predicateType(),
        "digest",
        attestation.digest(),
        "keyIds",
        attestation.keyIds(),
        "attachedAt",
        attestation.attachedAt());
  }

  static Map<String, Object> of(VersionLabels labels) {
    return of(
        "artifact",
        labels.artifact(),
        "version",
        labels.number().toString(),
        "values",
        labels.values(),
        "revision",
        labels.revision(),
        "updatedAt",
        labels.updatedAt(),
        "updatedBy",
        labels.updatedBy());
  }

  static Map<String, Object> of(Alias alias) {
    return of(
        "artifact",
        alias.artifact(),
        "alias",
        alias.name(),
        "revision",
        alias.revision(),
        "routing",
        of(alias.routing()),
        "description",
        alias.description(),
        "updatedAt",
        alias.updatedAt(),
        "updatedBy",
        alias.updatedBy(),
        "freeze",
        alias
            .freeze()
            .map(one -> of("until", one.until(), "by", one.by(), "reason", one.reason()))
            .orElse(null),
        "overrideCount",
        alias.overrides().count());
  }

  static Map<String, Object> of(Routing routing) {
    List<Map<String, Object>> additional =
        routing.additional().entrySet().stream()
            .map(e -> of("version", e.getKey().toString(), "percent", percent(e.getValue())))
            .toList();
    return of(
        "primary",
        routing.primary().toString(),
        "percent",
        percent(routing.primaryWeight()),
        "additional",
        additional);
  }

  static Map<String, Object> of(LedgerEntry entry) {
    return of(
        "artifact",
        entry.artifact(),
        "alias",
        entry.alias(),
        "revision",
        entry.revision(),
        "action",
        entry.action(),
        "before",
        entry.before().map(Fields::of).orElse(null),
        "after",
        entry.after().map(Fields::of).orElse(null),
        "by",
        entry.by(),
        "reason",
        entry.reason(),
        "at",
        entry.at());
  }

  static Map<String, Object> of(RolloutStatus status) {
    Rollout rollout = status.rollout();
    boolean known = !status.hasMovedSince();
    return of(
        "id",
        rollout.id(),
        "artifact",
        status.alias().artifact(),
        "alias",
        status.alias().name(),
        "revision",
        status.alias().revision(),
        "state",
        rollout.state(),
        "over",
        rollout.isOver(),
        "version",
        rollout.plan().version().toString(),
        "from",
        rollout.from().toString(),
        "percent",
        known ? percent(rollout.weight()) : null,
        "strategy",
        rollout.plan().strategy(),
        "notEnoughData",
        rollout.plan().notEnoughData(),
        "gate",
        rollout.plan().gate(),
        "step",
        rollout.step(),
        "steps",
        rollout.plan().strategy().steps(),
        "dueAt",
        rollout.dueAt(),
        "startedAt",
        rollout.startedAt(),
        "changedAt",
        rollout.changedAt(),
        "reason",
        rollout.reason(),
        "startedBy",
        rollout.startedBy(),
        "approver",
        rollout.plan().approver(),
        "waits",
        rollout.plan().strategy().waits().stream().map(Fields::percent).toList(),
        "awaitingApproval",
        rollout.isAwaitingApproval(),
        "movedSince",
        status.hasMovedSince(),
        "routing",
        of(status.alias().routing()));
  }

  static BigDecimal percent(Weight weight) {
    BigDecimal percent = BigDecimal.valueOf(weight.basisPoints(), 2).stripTrailingZeros();
    return percent.scale() < 0 ? percent.setScale(0) : percent;
  }
}
