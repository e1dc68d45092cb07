package dev.versioned.ticker;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * The function: does one task for each invocation, whose input is {@code {"task": "tick"}}, or
 * {@code prune}, {@code gc} or {@code fsck}. Its settings are environment variables; {@code
 * deploy/README.md} lists them.
 *
 * <p>It ticks the rollouts {@linkplain dev.versioned.rollout.RolloutPlan#withoutGate without a
 * gate}, those whose gate one of the {@link HealthGates} on the class path knows, and those that
 * {@linkplain dev.versioned.gates.OutcomeGates compare outcomes}. Any number of invocations may run
 * at the same time; one that is killed is continued by the next.
 *
 * <p>Lambda makes one for each process, and keeps it.
 */
public final class TickerHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  /** What is left to report a task that the time limit interrupts. */
  private static final Duration RESERVE = Duration.ofSeconds(10);

  /** What a tick that has begun may take: a gate, and three calls of the table. */
  private static final Duration ONE_TICK = Duration.ofSeconds(10);

  private final Tasks tasks;

  /**
   * Connects to the repository and the event bus that the environment names.
   *
   * @throws IllegalArgumentException if a variable is missing, or has no valid value
   */
  public TickerHandler() {
    this(TickerSettings.of(System.getenv()));
  }

  private TickerHandler(TickerSettings settings) {
    this(
        new Tasks(
            settings.open(),
            settings,
            installed(),
            settings
                .eventBus()
                .<Events>map(bus -> new EventBridgeEvents(EventBridgeClient.create(), bus))
                .orElse(Events.NONE),
            Clock.systemUTC()));
  }

  /** Makes a handler over given stores. */
  TickerHandler(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Returns the gates of all providers on the class path, in the order in which they are found. */
  static HealthGates installed() {
    List<HealthGates> providers =
        ServiceLoader.load(HealthGates.class).stream().map(ServiceLoader.Provider::get).toList();
    return name -> {
      for (HealthGates provider : providers) {
        Optional<HealthGate> gate = provider.find(name);
        if (gate.isPresent()) {
          return gate;
        }
      }
      return Optional.empty();
    };
  }

  /**
   * Does the task.
   *
   * @param input has the task
   * @param context knows how much time is left
   * @return what was done
   * @throws IllegalArgumentException if the input names no task
   * @throws TaskFailedException if a part of the task failed, or fsck found violations, after the
   *     rest was done and the events were sent
   * @throws dev.versioned.model.ArtifactException if the task cannot be done
   */
  @Override
  public Map<String, Object> handleRequest(@Nullable Map<String, Object> input, Context context) {
    Task task = Task.of(input);
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    Duration limit = left.minus(ONE_TICK);
    try {
      return run(task, left, limit.isNegative() ? Duration.ZERO : limit);
    } catch (TaskFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      tasks.failed(task, e);
      throw e;
    }
  }

  private Map<String, Object> run(Task task, Duration left, Duration limit) {
    Interruption interruption = Interruption.after(left);
    try {
      return tasks.run(task, limit);
    } finally {
      interruption.end();
    }
  }
}
