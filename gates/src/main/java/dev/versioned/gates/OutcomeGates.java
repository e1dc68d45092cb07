package dev.versioned.gates;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The gates that compare the outcomes of a fleet, by a name that says how: {@code outcomes}, or
 * {@code outcomes:} and rules with commas, such as {@code outcomes:margin=0.001,p99=1.2}. So the
 * plan of a rollout names one, and any ticker can ask it.
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>{@code alpha=0.05}</td><td>{@link OutcomeGate.Builder#alpha}</td></tr>
 * <tr><td>{@code margin=0.001}</td><td>{@link OutcomeGate.Builder#margin}</td></tr>
 * <tr><td>{@code groups=10}</td><td>{@link OutcomeGate.Builder#groups}</td></tr>
 * <tr><td>{@code least=1000}</td><td>{@link OutcomeGate.Builder#leastRequests}</td></tr>
 * <tr><td>{@code p99=1.2}</td><td>{@link OutcomeGate.Builder#latencies}</td></tr>
 * <tr><td>{@code shares=0.1}</td><td>{@link OutcomeGate.Builder#sampleRatio}; a mismatch is not
 * enough data</td></tr>
 * <tr><td>{@code by-step}</td><td>{@link OutcomeGate.Builder#byStep}</td></tr>
 * </table>
 *
 * <p>Thread-safe.
 */
public final class OutcomeGates implements HealthGates {
  /** The name of the gate with the default rules. */
  public static final String NAME = "outcomes";

  private static final String PREFIX = NAME + ":";
  private static final Pattern QUANTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?)");

  private final FleetOutcomes outcomes;

  private OutcomeGates(FleetOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * Returns the gates of a repository's rollouts.
   *
   * @param repository the repository
   * @return the gates
   */
  public static OutcomeGates of(ArtifactRepository repository) {
    return new OutcomeGates(FleetOutcomes.of(repository));
  }

  /**
   * Makes the gate of an alias's rollouts.
   *
   * @param alias the alias
   * @param rules the rules with commas, such as {@code margin=0.001,p99=1.2}; empty for the default
   * @return the gate
   * @throws IllegalArgumentException if a rule is not known, or has no valid value
   */
  public static HealthGate gate(AliasHandle alias, String rules) {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(rules, "rules");
    return gate(
        FleetOutcomes.of(alias), rules.isEmpty() ? List.of() : List.of(rules.split(",", -1)));
  }

  /**
   * Looks up a gate.
   *
   * @param name {@code outcomes}, or {@code outcomes:} and rules
   * @return the gate; empty if the name is another
   * @throws IllegalArgumentException if a rule is not known, or has no valid value
   */
  @Override
  public Optional<HealthGate> find(String name) {
    Objects.requireNonNull(name, "name");
    if (name.equals(NAME)) {
      return Optional.of(gate(outcomes, List.of()));
    } else if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String rules = name.substring(PREFIX.length());
    return Optional.of(gate(outcomes, List.of(rules.split(",", -1))));
  }

  private static HealthGate gate(FleetOutcomes outcomes, List<String> all) {
    OutcomeGate.Builder builder =
        OutcomeGate.builder(all.contains("by-step") ? outcomes.sinceStep() : outcomes.sinceStart());
    List<String> seen = new ArrayList<>();
    for (String rule : all) {
      int is = rule.indexOf('=');
      String key = is < 0 ? rule : rule.substring(0, is);
      if (seen.contains(key)) {
        throw refused(rule, "it is given twice", null);
      }
      seen.add(key);
      try {
        add(builder, outcomes, key, is < 0 ? "" : rule.substring(is + 1));
      } catch (NumberFormatException e) {
        throw refused(rule, "its value is not a number", e);
      }
    }
    return builder.build();
  }

  private static void add(
      OutcomeGate.Builder builder, FleetOutcomes outcomes, String key, String value) {
    Matcher quantile = QUANTILE.matcher(key);
    if (quantile.matches()) {
      builder.latencies(Double.parseDouble(quantile.group(1)) / 100, Double.parseDouble(value));
      return;
    }
    switch (key) {
      case "alpha" -> builder.alpha(Double.parseDouble(value));
      case "margin" -> builder.margin(Double.parseDouble(value));
      case "groups" -> builder.groups(Long.parseLong(value));
      case "least" -> builder.leastRequests(Long.parseLong(value));
      case "shares" ->
          builder.sampleRatio(
              outcomes.requests(), Double.parseDouble(value), Verdict.NOT_ENOUGH_DATA);
      case "by-step" -> {
        if (!value.isEmpty()) {
          throw refused(key + "=" + value, "it has no value", null);
        }
        builder.byStep();
      }
      default ->
          throw refused(
              key, "the rules are alpha, margin, groups, least, p99, shares and by-step", null);
    }
  }

  private static IllegalArgumentException refused(
      String rule, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "Cannot compare outcomes by the rule '" + rule + "': " + why, cause);
  }
}
