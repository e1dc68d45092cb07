package dev.versioned.gates;

import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.RolloutStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * A gate that asks for the states of 1 to 10 CloudWatch alarms, as a deployment group of CodeDeploy
 * has: metric alarms and composite ones, in one call of DescribeAlarms. Needs {@code
 * cloudwatch:DescribeAlarms}. Immutable; several threads may use it at the same time.
 *
 * <p>The client is the application's, with its timeouts and its region, and is not closed.
 */
public final class CloudWatchAlarms implements HealthGate {
  /** The most alarms of a gate. */
  public static final int MOST = 10;

  private static final int LONGEST_NAME = 255;

  private final CloudWatchClient client;
  private final List<String> names;
  private final Verdict whenInsufficientData;
  private final Verdict whenUnreadable;

  private CloudWatchAlarms(Builder builder) {
    client = builder.client;
    names = builder.names;
    whenInsufficientData = builder.whenInsufficientData;
    whenUnreadable = builder.whenUnreadable;
  }

  /**
   * Begins a gate.
   *
   * @param client the client
   * @param names the alarms' names
   * @return a builder
   * @throws IllegalArgumentException if there is no name, more than 10, the same one twice, or one
   *     that is empty or longer than 255 characters
   */
  public static Builder builder(CloudWatchClient client, String... names) {
    return new Builder(client, List.of(Objects.requireNonNull(names, "names")));
  }

  /**
   * Asks for the alarms' states.
   *
   * @param status the rollout; all rollouts have the same alarms
   * @return unhealthy if an alarm is in the state ALARM; else what was chosen if the states cannot
   *     be read or an alarm does not exist, or if an alarm has insufficient data, whichever is
   *     worse
   */
  @Override
  public Health check(RolloutStatus status) {
    Objects.requireNonNull(status, "status");
    DescribeAlarmsResponse answer;
    try {
      answer =
          client.describeAlarms(
              request ->
                  request
                      .alarmNames(names)
                      .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
    } catch (SdkException e) {
      return whenUnreadable.health("CloudWatch cannot be asked: " + why(e));
    }
    return judge(answer);
  }

  /**
   * The state of an alarm.
   *
   * @param value its state; UNKNOWN_TO_SDK_VERSION if it is none that is known
   * @param reason its reason
   */
  private record State(StateValue value, String reason) {}

  private Health judge(DescribeAlarmsResponse answer) {
    Map<String, State> states = new LinkedHashMap<>();
    answer
        .metricAlarms()
        .forEach(a -> states.put(a.alarmName(), new State(a.stateValue(), text(a.stateReason()))));
    answer
        .compositeAlarms()
        .forEach(a -> states.put(a.alarmName(), new State(a.stateValue(), text(a.stateReason()))));
    Health worst =
        Health.healthy("alarms " + Reason.shorten(names.toString()) + " are not in ALARM");
    for (String name : names) {
      Health health = judge(name, states.get(name));
      if (health instanceof Health.Unhealthy) {
        return health;
      } else if (health instanceof Health.NotEnoughData && worst instanceof Health.Healthy) {
        worst = health;
      }
    }
    return worst;
  }

  private Health judge(String name, @Nullable State state) {
    if (state == null) {
      return whenUnreadable.health("alarm " + Reason.shorten(name) + " does not exist");
    } else if (state.value == StateValue.OK) {
      return Health.healthy();
    } else if (state.value == StateValue.ALARM) {
      return Health.unhealthy("alarm " + Reason.shorten(name) + ": " + state.reason);
    } else if (state.value == StateValue.INSUFFICIENT_DATA) {
      return whenInsufficientData.health(
          "alarm " + Reason.shorten(name) + " has insufficient data: " + state.reason);
    }
    return whenUnreadable.health("alarm " + Reason.shorten(name) + " has no known state");
  }

  private static String text(@Nullable String reason) {
    return reason == null ? "no reason" : Reason.shorten(reason);
  }

  private static String why(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return Reason.shorten(
          service.awsErrorDetails().errorCode() + ": " + service.awsErrorDetails().errorMessage());
    }
    return Reason.shorten(String.valueOf(e.getMessage()));
  }

  /** Returns the alarms' names. */
  @Override
  public String toString() {
    return "CloudWatch alarms " + names;
  }

  /** Builds a gate. Not safe for use by several threads. */
  public static final class Builder {
    private final CloudWatchClient client;
    private final List<String> names;
    private Verdict whenInsufficientData = Verdict.NOT_ENOUGH_DATA;
    private Verdict whenUnreadable = Verdict.NOT_ENOUGH_DATA;

    private Builder(CloudWatchClient client, List<String> names) {
      this.client = Objects.requireNonNull(client, "client");
      this.names = names;
      if (names.isEmpty() || names.size() > MOST) {
        throw new IllegalArgumentException(
            "Cannot make a gate of "
                + names.size()
                + " alarms: name 1 to 10, or join more by a composite alarm");
      }
      Set<String> seen = new LinkedHashSet<>();
      for (String name : names) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !seen.add(name)) {
          throw new IllegalArgumentException(
              "Cannot use '"
                  + Reason.shorten(name)
                  + "' as an alarm's name: it is empty, over 255 characters, or given twice");
        }
      }
    }

    /**
     * Sets what an alarm with insufficient data counts as. Default: not enough data.
     *
     * @param verdict what it counts as
     * @return this builder
     */
    public Builder whenInsufficientData(Verdict verdict) {
      whenInsufficientData = Objects.requireNonNull(verdict, "verdict");
      return this;
    }

    /**
     * Sets what it counts as if the states cannot be read: the call fails or is denied, or an alarm
     * does not exist. Default: not enough data.
     *
     * @param verdict not enough data or unhealthy
     * @return this builder
     * @throws IllegalArgumentException if it is healthy
     */
    public Builder whenUnreadable(Verdict verdict) {
      whenUnreadable = Verdict.unreadable(verdict);
      return this;
    }

    /**
     * Makes the gate.
     *
     * @return the gate
     */
    public CloudWatchAlarms build() {
      return new CloudWatchAlarms(this);
    }
  }
}
