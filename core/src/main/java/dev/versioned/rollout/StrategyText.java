package dev.versioned.rollout;

import dev.versioned.internal.Kinds;
import dev.versioned.model.Weight;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of strategies, and the limits of their values. */
final class StrategyText {
  private static final String CODE_DEPLOY = "CodeDeployDefault.Lambda";
  private static final Duration LONGEST = Duration.ofDays(366);

  private static final String NUMBER = "([0-9]{1,3}(?:\\.[0-9]{1,2})?)";
  private static final String NUMBER_LIST =
      "[0-9]{1,3}(?:\\.[0-9]{1,2})?(?:And[0-9]{1,3}(?:\\.[0-9]{1,2})?)*";
  private static final String DURATION = "([0-9]{1,8})(Second|Minute|Hour|Day)s?";
  private static final Pattern NAME =
      Pattern.compile(
          "(?:AllAtOnce|(?:Canary"
              + NUMBER
              + "Percent|(Linear|Exponential)"
              + NUMBER
              + "PercentEvery)"
              + DURATION
              + ")(?:Bake"
              + DURATION
              + ")?(?:WaitAt("
              + NUMBER_LIST
              + ")Percent)?");

  /** AWS's own names; AppConfig's deployment time is divided into equal intervals. */
  static final Map<String, RolloutStrategy> PREDEFINED = predefined();

  private StrategyText() {}

  private static Map<String, RolloutStrategy> predefined() {
    Map<String, RolloutStrategy> names = new LinkedHashMap<>();
    for (String name :
        List.of(
            "Canary10Percent5Minutes",
            "Canary10Percent10Minutes",
            "Canary10Percent15Minutes",
            "Canary10Percent30Minutes",
            "Linear10PercentEvery1Minute",
            "Linear10PercentEvery2Minutes",
            "Linear10PercentEvery3Minutes",
            "Linear10PercentEvery10Minutes",
            "AllAtOnce")) {
      names.put(name, ofForm(name));
      names.put(CODE_DEPLOY + name, ofForm(name));
    }
    names.put(
        "AppConfig.Linear20PercentEvery6Minutes",
        ofForm("Linear20PercentEvery6MinutesBake30Minutes"));
    // A growth factor of 10 over 20 minutes: 10, 20, 40, 80 and 100 %, 4 minutes each.
    names.put(
        "AppConfig.Canary10Percent20Minutes",
        ofForm("Exponential10PercentEvery4MinutesBake10Minutes"));
    names.put("AppConfig.AllAtOnce", ofForm("AllAtOnceBake10Minutes"));
    names.put(
        "AppConfig.Linear50PercentEvery30Seconds",
        ofForm("Linear50PercentEvery30SecondsBake1Minute"));
    return Collections.unmodifiableMap(names);
  }

  static RolloutStrategy parse(String text) {
    RolloutStrategy predefined = PREDEFINED.get(text);
    return predefined != null ? predefined : ofForm(text);
  }

  private static RolloutStrategy ofForm(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      throw new IllegalArgumentException(
          "Cannot use '"
              + text
              + "' as a rollout strategy: write a name such as Canary10Percent5Minutes,"
              + " Linear10PercentEvery1Minute, Exponential10PercentEvery4Minutes or AllAtOnce, each"
              + " with a bake time if you want one (AllAtOnceBake10Minutes) and with the weights at"
              + " which it waits for an approval (Canary10Percent5MinutesWaitAt10Percent), or one of "
              + PREDEFINED.keySet().stream().filter(known -> known.contains(".")).toList());
    }
    RolloutStrategy steps = steps(name);
    String waits = name.group(8);
    return waits == null
        ? steps
        : steps.waitAt(
            Stream.of(waits.split("And")).map(StrategyText::share).toArray(Weight[]::new));
  }

  private static RolloutStrategy steps(Matcher name) {
    Duration bakeTime =
        name.group(6) == null ? Duration.ZERO : duration(name.group(6), name.group(7));
    if (name.group(4) == null) {
      return new RolloutStrategy.AllAtOnce(bakeTime);
    }
    Duration interval = duration(name.group(4), name.group(5));
    if (name.group(1) != null) {
      return new RolloutStrategy.Canary(share(name.group(1)), interval, bakeTime);
    }
    Weight share = share(name.group(3));
    return name.group(2).equals("Linear")
        ? new RolloutStrategy.Linear(share, interval, bakeTime)
        : new RolloutStrategy.Exponential(share, interval, bakeTime);
  }

  private static Weight share(String number) {
    return Weight.parse(number + "%");
  }

  private static Duration duration(String number, String unit) {
    long count = Long.parseLong(number);
    return switch (unit) {
      case "Second" -> Duration.ofSeconds(count);
      case "Minute" -> Duration.ofMinutes(count);
      case "Hour" -> Duration.ofHours(count);
      case "Day" -> Duration.ofDays(count);
      default -> throw new IllegalArgumentException("Cannot use '" + unit + "' as a unit of time");
    };
  }

  static String of(RolloutStrategy strategy) {
    if (strategy instanceof RolloutStrategy.WithWaits waiting) {
      return waiting.strategy()
          + "WaitAt"
          + waiting.waits().stream().map(StrategyText::number).collect(Collectors.joining("And"))
          + "Percent";
    }
    String bake = strategy.bakeTime().isZero() ? "" : "Bake" + text(strategy.bakeTime());
    if (strategy instanceof RolloutStrategy.Canary canary) {
      return "Canary" + percent(canary.share()) + text(canary.interval()) + bake;
    } else if (strategy instanceof RolloutStrategy.Linear linear) {
      return "Linear" + percent(linear.share()) + "Every" + text(linear.interval()) + bake;
    } else if (strategy instanceof RolloutStrategy.Exponential growing) {
      return "Exponential" + percent(growing.share()) + "Every" + text(growing.interval()) + bake;
    } else if (strategy instanceof RolloutStrategy.AllAtOnce) {
      return "AllAtOnce" + bake;
    }
    throw Kinds.unknown(strategy);
  }

  private static String percent(Weight weight) {
    return number(weight) + "Percent";
  }

  private static String number(Weight weight) {
    String text = weight.toString();
    return text.substring(0, text.length() - 1);
  }

  /** Writes a duration in the largest unit that divides it. */
  static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) {
      return counted(seconds / 86_400, "Day");
    } else if (seconds % 3_600 == 0) {
      return counted(seconds / 3_600, "Hour");
    } else if (seconds % 60 == 0) {
      return counted(seconds / 60, "Minute");
    }
    return counted(seconds, "Second");
  }

  private static String counted(long count, String unit) {
    return count + unit + (count == 1 ? "" : "s");
  }

  static void checkShare(Weight share) {
    if (share.basisPoints() == 0 || share.basisPoints() == Weight.FULL) {
      throw new IllegalArgumentException(
          "Cannot roll out in steps of "
              + share
              + ": a step must be more than 0% and less than 100%");
    }
  }

  static void checkWaits(RolloutStrategy strategy, SortedSet<Weight> waits) {
    if (waits.isEmpty() || !strategy.waits().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot add the waits " + waits + " to " + strategy + ": use waitAt");
    }
    List<Weight> weights = strategy.weights();
    // rule: wait-is-at-the-weight-of-a-step
    if (!weights.containsAll(waits)) {
      throw new IllegalArgumentException(
          "Cannot wait for an approval at "
              + waits
              + " in "
              + strategy
              + ": its steps have the weights "
              + weights);
    }
  }

  static void checkInterval(Duration interval) {
    if (interval.isZero()) {
      throw new IllegalArgumentException("Cannot roll out with no time between the steps");
    }
    checkDuration("an interval", interval);
  }

  static void checkBakeTime(Duration bakeTime) {
    checkDuration("a bake time", bakeTime);
  }

  static void checkDuration(String what, Duration duration) {
    if (duration.isNegative()
        || !duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))
        || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "Cannot roll out with "
              + what
              + " of "
              + duration
              + ": it must be whole seconds, and at most 366 days");
    }
  }

  /** Returns the weight of an existing step: the points, at most 100 %. */
  static Weight checkStep(RolloutStrategy strategy, int step, long points) {
    if (step < 1 || step > strategy.steps()) {
      throw new IllegalArgumentException(
          "Cannot return the weight of step "
              + step
              + " of "
              + strategy
              + ": it has steps 1 to "
              + strategy.steps());
    }
    return Weight.basisPoints((int) Math.min(points, Weight.FULL));
  }
}
