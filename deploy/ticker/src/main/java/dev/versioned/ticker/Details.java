package dev.versioned.ticker;

import dev.versioned.maintenance.Failure;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Violation;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The details of events, with the names that the command's JSON has. */
final class Details {
  /** An event has a limited size: of a list it holds the beginning, and the count. */
  static final int MOST = 20;

  /** As the reason of a ledger's row. */
  private static final int LONGEST_TEXT = 1024;

  private Details() {}

  static Map<String, Object> of(RolloutStatus status) {
    Rollout rollout = status.rollout();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("id", rollout.id());
    detail.put("artifact", status.alias().artifact().value());
    detail.put("alias", status.alias().name().value());
    detail.put("revision", status.alias().revision());
    detail.put("state", rollout.state().name());
    detail.put("version", rollout.plan().version().toString());
    detail.put("from", rollout.from().toString());
    if (!status.hasMovedSince()) {
      detail.put("percent", BigDecimal.valueOf(rollout.weight().basisPoints(), 2));
    }
    detail.put("strategy", rollout.plan().strategy().toString());
    detail.put("gate", rollout.plan().gate());
    detail.put("step", rollout.step());
    detail.put("steps", rollout.plan().strategy().steps());
    detail.put("dueAt", rollout.dueAt().toString());
    detail.put("startedAt", rollout.startedAt().toString());
    detail.put("changedAt", rollout.changedAt().toString());
    detail.put("reason", cut(rollout.reason()));
    detail.put("routing", status.alias().routing().toString());
    return detail;
  }

  static Map<String, Object> of(PruneReport report) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("kept", report.kept());
    detail.put("deleted", report.deleted().size());
    detail.put("deletedBytes", report.deletedBytes());
    detail.put("versions", first(report.deleted().stream().map(Object::toString).toList()));
    detail.put("cameIntoUse", report.cameIntoUse().size());
    failures(detail, report.failures());
    return detail;
  }

  static Map<String, Object> of(GcReport report) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.putAll(of(report.total()));
    Map<String, Object> reasons = new LinkedHashMap<>();
    report.tallies().forEach((reason, tally) -> reasons.put(reason.name(), of(tally)));
    detail.put("reasons", reasons);
    detail.put("foreign", report.foreign());
    failures(detail, report.failures());
    return detail;
  }

  private static Map<String, Object> of(GcReport.Tally tally) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("removed", tally.removed());
    detail.put("removedBytes", tally.removedBytes());
    detail.put("spared", tally.spared());
    detail.put("failed", tally.failed());
    return detail;
  }

  static Map<String, Object> of(Violation violation) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("kind", violation.kind().name());
    detail.put("artifact", violation.artifact().value());
    detail.put("subject", cut(violation.subject()));
    detail.put("expected", cut(violation.expected()));
    detail.put("actual", cut(violation.actual()));
    detail.put("remedy", violation.kind().remedy());
    return detail;
  }

  private static void failures(Map<String, Object> detail, List<Failure> failures) {
    detail.put("failed", failures.size());
    detail.put(
        "failures", first(failures.stream().map(failure -> cut(failure.toString())).toList()));
  }

  private static List<String> first(List<String> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** Returns an error as its name and its message. */
  static Map<String, Object> of(Throwable error) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("error", error.getClass().getSimpleName());
    detail.put("message", cut(String.valueOf(error.getMessage())));
    return detail;
  }

  static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : String.format(Locale.ROOT, "%.1023s…", text);
  }
}
