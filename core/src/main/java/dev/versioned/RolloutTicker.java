package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.record.AliasRef;
import dev.versioned.internal.rollout.NoGateException;
import dev.versioned.model.BackendException;
import dev.versioned.model.NotFoundException;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.HealthGates;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickReport;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickedAlias;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ticks every rollout of a repository that is under way, once in each run, for a scheduled job.
 *
 * <p>A ticker did not start the rollouts, so it asks the gate that the {@linkplain
 * RolloutPlan#withGate plan names}. It leaves a rollout as it is, and reports it, if the plan names
 * no gate or one that the ticker does not have: so it never moves traffic that another process's
 * gate has to judge. It runs no hooks.
 *
 * <p>Several runs may be made at the same time: at most one step is made, as by {@link
 * RolloutHandle#tick}. A rollout that has just been started may be found a run later. Immutable and
 * thread-safe.
 */
public final class RolloutTicker {
  private static final Duration NO_LIMIT = Duration.ofDays(36_500);

  private final Engine engine;
  private final HealthGates gates;
  private final Duration limit;

  RolloutTicker(Engine engine) {
    this(engine, name -> Optional.empty(), NO_LIMIT);
  }

  private RolloutTicker(Engine engine, HealthGates gates, Duration limit) {
    this.engine = engine;
    this.gates = gates;
    this.limit = limit;
  }

  /**
   * Returns a ticker that has gates. Without this, it ticks the rollouts {@linkplain
   * RolloutPlan#withoutGate without a gate} only.
   *
   * @param known looks up a gate by the name in the plan; if it throws, the rollout is left as it
   *     is
   * @return the changed ticker
   */
  public RolloutTicker withGates(HealthGates known) {
    return new RolloutTicker(engine, Objects.requireNonNull(known, "known"), limit);
  }

  /**
   * Returns a ticker whose runs begin no tick after a time. A tick that has begun is completed. The
   * order of the ticks is random, so that it is not always the same rollouts that are left out.
   *
   * @param time how long after its start a run may begin a tick; default: no limit
   * @return the changed ticker
   * @throws IllegalArgumentException if it is negative
   */
  public RolloutTicker withLimit(Duration time) {
    Objects.requireNonNull(time, "time");
    if (time.isNegative()) {
      throw new IllegalArgumentException("Cannot tick within " + time + ": it is negative");
    }
    return new RolloutTicker(engine, gates, time.compareTo(NO_LIMIT) > 0 ? NO_LIMIT : time);
  }

  /**
   * Ticks each rollout under way once; see {@link #run(Consumer)}.
   *
   * @return the result
   * @throws BackendException if the list of rollouts cannot be read
   */
  public TickReport run() {
    return run(ticked -> {});
  }

  /**
   * Ticks each rollout under way once. The failure of one tick is reported, and does not stop the
   * others. A rollout that ended before its tick is not reported.
   *
   * @param listener called after each tick, on this thread, with the same values as are in the
   *     report; if it throws, the run ends with that exception
   * @return the result
   * @throws BackendException if the list of rollouts cannot be read
   */
  public TickReport run(Consumer<? super TickedAlias> listener) {
    Objects.requireNonNull(listener, "listener");
    long start = System.nanoTime();
    List<AliasRef> aliases = shuffled(engine.open().listing().rollouts().toList());
    List<TickedAlias> done = new ArrayList<>();
    for (AliasRef alias : aliases) {
      if (System.nanoTime() - start >= limit.toNanos() || Thread.currentThread().isInterrupted()) {
        return new TickReport(done, false);
      }
      TickedAlias ticked = tick(alias);
      if (ticked != null) {
        done.add(ticked);
        listener.accept(ticked);
      }
    }
    return new TickReport(done, true);
  }

  private List<AliasRef> shuffled(List<AliasRef> listed) {
    List<AliasRef> aliases = new ArrayList<>(listed);
    RandomGenerator random = engine.settings().environment().random().get();
    for (int i = aliases.size() - 1; i > 0; i--) {
      Collections.swap(aliases, i, random.nextInt(i + 1));
    }
    return aliases;
  }

  /** Ticks one rollout; returns null if it is over, or its alias was deleted. */
  private @Nullable TickedAlias tick(AliasRef alias) {
    try {
      TickResult result =
          engine.rollouts(alias.artifact(), alias.name()).tick(this::ask, RolloutHooks.none());
      return result.outcome() == TickResult.Outcome.OVER ? null : new TickedAlias.Ticked(result);
    } catch (NoGateException e) {
      return new TickedAlias.WithoutGate(e.status(), String.valueOf(e.getMessage()));
    } catch (NotFoundException e) {
      return null;
    } catch (RuntimeException e) {
      return new TickedAlias.Failed(alias.artifact(), alias.name(), e);
    }
  }

  /**
   * Asks the gate of the rollout that this tick has seen: another one may have been started since
   * the aliases were listed.
   */
  private Health ask(RolloutStatus status) throws Exception {
    String name = status.rollout().plan().gate();
    if (name.equals(RolloutPlan.NO_GATE)) {
      return Health.healthy();
    }
    // rule: unnamed-gate-is-no-open-gate
    if (name.isEmpty()) {
      throw new NoGateException(status, "its plan names no gate");
    }
    return find(name, status).check(status);
  }

  private HealthGate find(String name, RolloutStatus status) {
    try {
      Optional<HealthGate> gate = gates.find(name);
      if (gate.isPresent()) {
        return gate.get();
      }
    } catch (RuntimeException e) {
      throw new NoGateException(status, "the lookup of the gate " + name + " failed: " + e);
    }
    throw new NoGateException(status, "this ticker has no gate " + name);
  }
}
