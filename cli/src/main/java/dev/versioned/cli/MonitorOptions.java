package dev.versioned.cli;

import dev.versioned.AliasHandle;
import dev.versioned.gates.Bound;
import dev.versioned.gates.CloudWatchAlarms;
import dev.versioned.gates.HttpCheck;
import dev.versioned.gates.OutcomeGates;
import dev.versioned.gates.PrometheusQuery;
import dev.versioned.gates.Verdict;
import dev.versioned.rollout.HealthGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The services that a rollout asks about the new version; all must find it healthy. */
final class MonitorOptions {
  /** The value of the header Authorization, which must not be on a command line. */
  static final String AUTHORIZATION = "VERSIONED_GATE_AUTHORIZATION";

  @Option(
      names = "--alarm",
      paramLabel = "NAME",
      description = {
        "A CloudWatch alarm that must not be in the state ALARM, asked at every tick; up to 10 times.",
        "INSUFFICIENT_DATA, and an alarm that does not exist, are not enough data."
      })
  List<String> alarms = new ArrayList<>();

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = {
        "The Prometheus server that is asked --query at every tick.",
        "VERSIONED_GATE_AUTHORIZATION, if set, is sent as its header Authorization, and to --http."
      })
  @Nullable String prometheus;

  @Option(
      names = "--query",
      paramLabel = "PROMQL",
      description = {
        "The query; {artifact}, {alias}, {version} and {from} between quotes stand for the rollout's.",
        "Each value must keep --at-most or --at-least, else be 1, as comparisons with bool are. No"
            + " result is not enough data."
      })
  @Nullable String query;

  @Option(
      names = "--at-most",
      paramLabel = "NUMBER",
      description = "The largest value of --query with which the version is healthy.")
  @Nullable Double atMost;

  @Option(
      names = "--at-least",
      paramLabel = "NUMBER",
      description = "The smallest value of --query with which the version is healthy.")
  @Nullable Double atLeast;

  @Option(
      names = "--http",
      paramLabel = "URL",
      description = {
        "An address that is read at every tick: a status of 200 to 299 is healthy, any other not.",
        "The same names as in --query are replaced. A JSON answer"
            + " {\"health\": \"not-enough-data\", \"reason\": \"…\"} decides."
      })
  @Nullable String http;

  @Option(
      names = "--outcomes",
      description = {
        "Compare what became of the requests of both versions, as the processes that count it report"
            + " it: the rollout goes back if the new one fails more.",
        "A ticker does so for a rollout that is started with --gate outcomes."
      })
  boolean outcomes;

  @Option(
      names = "--outcome-rules",
      paramLabel = "RULES",
      description = {
        "How --outcomes compares, with commas, such as margin=0.001,least=1000,p99=1.2.",
        "alpha, margin and groups are those of the test, least the least requests of each version,"
            + " p99 (or p50, p99.9 ...) how many times the old latency the new one may be, shares by"
            + " which part the requests may differ from the weights; by-step compares each step alone."
      })
  @Nullable String outcomeRules;

  @Option(
      names = "--unreadable",
      paramLabel = "VERDICT",
      defaultValue = "not-enough-data",
      description =
          "What an alarm, a query or an address that cannot be read means: not-enough-data or"
              + " unhealthy. Default: not-enough-data.")
  String unreadable;

  /**
   * Returns the gates.
   *
   * @throws IllegalArgumentException if options do not fit together
   */
  List<HealthGate> gates(AliasHandle alias, Session session) {
    check();
    Verdict unread = verdict();
    Optional<String> authorization = session.environment(AUTHORIZATION);
    List<HealthGate> gates = new ArrayList<>();
    if (!alarms.isEmpty()) {
      gates.add(
          CloudWatchAlarms.builder(session.cloudWatch(), alarms.toArray(String[]::new))
              .whenUnreadable(unread)
              .build());
    }
    if (prometheus != null && query != null) {
      PrometheusQuery.Builder asked =
          PrometheusQuery.builder(prometheus, query, bound()).whenUnreadable(unread);
      authorization.ifPresent(value -> asked.header("Authorization", value));
      gates.add(asked.build());
    }
    if (outcomes) {
      gates.add(OutcomeGates.gate(alias, outcomeRules == null ? "" : outcomeRules));
    }
    if (http != null) {
      HttpCheck.Builder read = HttpCheck.builder(http).whenUnreadable(unread);
      authorization.ifPresent(value -> read.header("Authorization", value));
      gates.add(read.build());
    }
    return gates;
  }

  private void check() {
    if ((prometheus == null) != (query == null)) {
      throw new IllegalArgumentException(
          "Cannot use --prometheus without --query, nor --query without --prometheus");
    }
    if (outcomeRules != null && !outcomes) {
      throw new IllegalArgumentException(
          "Cannot use --outcome-rules without --outcomes: they say how it compares");
    }
    if (query == null && (atMost != null || atLeast != null)) {
      throw new IllegalArgumentException(
          "Cannot use --at-most or --at-least without --query: they bound its value");
    }
    if (atMost != null && atLeast != null) {
      throw new IllegalArgumentException(
          "Cannot use --at-most and --at-least together: write one bound into the query");
    }
  }

  private Bound bound() {
    if (atMost != null) {
      return Bound.atMost(atMost);
    }
    return atLeast == null ? Bound.isTrue() : Bound.atLeast(atLeast);
  }

  private Verdict verdict() {
    return switch (unreadable) {
      case "not-enough-data" -> Verdict.NOT_ENOUGH_DATA;
      case "unhealthy" -> Verdict.UNHEALTHY;
      default ->
          throw new IllegalArgumentException(
              "Cannot use --unreadable "
                  + unreadable
                  + ": it is not-enough-data or unhealthy; what cannot be read is never healthy");
    };
  }
}
