package dev.versioned.ticker;

import dev.versioned.ArtifactRepository;
import dev.versioned.Fsck;
import dev.versioned.Gc;
import dev.versioned.gates.OutcomeGates;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.PruneReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.maintenance.Violation;
import dev.versioned.rollout.HealthGates;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.TickReport;
import dev.versioned.rollout.TickResult;
import dev.versioned.rollout.TickedAlias;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the tasks, each once, and sends their events. */
final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger("dev.versioned.ticker");

  /** How late a step may be before its missing gate is reported: its own process may be ticking. */
  private static final Duration OVERDUE = Duration.ofMinutes(5);

  private final ArtifactRepository repository;
  private final TickerSettings settings;
  private final HealthGates gates;
  private final Events events;
  private final Clock clock;

  Tasks(
      ArtifactRepository repository,
      TickerSettings settings,
      HealthGates gates,
      Events events,
      Clock clock) {
    this.repository = repository;
    this.settings = settings;
    OutcomeGates outcomes = OutcomeGates.of(repository);
    this.gates = name -> gates.find(name).or(() -> outcomes.find(name));
    this.events = events;
    this.clock = clock;
  }

  /**
   * Does a task.
   *
   * @param limit how long it may begin anything new
   * @return its answer
   * @throws TaskFailedException if a part of it failed, after the rest was done and reported
   */
  Map<String, Object> run(Task task, Duration limit) {
    Run run = new Run(task);
    switch (task) {
      case TICK -> run.tick(limit);
      case PRUNE -> run.prune();
      case GC -> run.gc();
      case FSCK -> run.fsck();
    }
    run.answer.put("eventsLost", run.lost);
    if (!run.problem.isEmpty()) {
      throw new TaskFailedException(run.problem);
    }
    return run.answer;
  }

  /** Reports a task that was not done. */
  void failed(Task task, RuntimeException error) {
    Map<String, Object> detail = new LinkedHashMap<>(Details.of(error));
    detail.put("task", task.toString());
    events.send(new Event(Event.Type.TASK_FAILURE, placed(detail)));
  }

  private Map<String, Object> placed(Map<String, ?> rest) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("bucket", settings.bucket());
    detail.put("prefix", settings.prefix());
    detail.put("table", settings.table());
    detail.putAll(rest);
    return detail;
  }

  /** One run of a task. */
  private final class Run {
    final Map<String, Object> answer = new LinkedHashMap<>();
    int lost;
    String problem = "";

    Run(Task task) {
      answer.put("task", task.toString());
    }

    private void send(Event.Type type, Map<String, ?> detail) {
      if (!events.send(new Event(type, placed(detail)))) {
        lost++;
      }
    }

    void tick(Duration limit) {
      TickReport report =
          repository.rolloutTicker().withGates(gates).withLimit(limit).run(this::ticked);
      answer.put("rollouts", report.aliases().size());
      for (TickResult.Outcome outcome : TickResult.Outcome.values()) {
        long count = report.ticks().stream().filter(tick -> tick.outcome() == outcome).count();
        if (count > 0) {
          answer.put(outcome.name(), count);
        }
      }
      answer.put(
          "withoutGate",
          report.withoutGate().stream().limit(Details.MOST).map(Object::toString).toList());
      answer.put("complete", report.isComplete());
      if (!report.isComplete()) {
        LOG.warn(
            "the time was over after {} rollouts; the next run goes on", report.aliases().size());
      }
      if (!report.failures().isEmpty()) {
        problem =
            "Cannot tick "
                + report.failures().size()
                + " of "
                + report.aliases().size()
                + " rollouts: "
                + report.failures().get(0);
      }
    }

    private void ticked(TickedAlias alias) {
      if (alias instanceof TickedAlias.Ticked ticked) {
        ticked(ticked.result());
      } else if (alias instanceof TickedAlias.WithoutGate without) {
        withoutGate(without);
      } else if (alias instanceof TickedAlias.Failed failed) {
        LOG.error("the tick of {}:{} failed", failed.artifact(), failed.alias(), failed.cause());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("artifact", failed.artifact().value());
        detail.put("alias", failed.alias().value());
        detail.putAll(Details.of(failed.cause()));
        send(Event.Type.TICK_FAILURE, detail);
      }
    }

    private void ticked(TickResult result) {
      if (result.outcome() != TickResult.Outcome.WAITED) {
        LOG.info("{}", result);
      }
      switch (result.outcome()) {
        case STEPPED -> send(Event.Type.STEP, of(result));
        case PROMOTED -> send(Event.Type.PROMOTION, of(result));
        case ROLLED_BACK -> send(Event.Type.ROLLBACK, of(result));
        case WAITED -> {
          boolean paused = result.status().rollout().state() == Rollout.State.PAUSED;
          if (!paused && !result.detail().isEmpty()) {
            send(Event.Type.WAITING, of(result));
          }
        }
        // What another process did, it reports.
        case OUTRUN, OVER -> {}
      }
    }

    private Map<String, Object> of(TickResult result) {
      Map<String, Object> detail = Details.of(result.status());
      detail.put("detail", Details.cut(result.detail()));
      return detail;
    }

    private void withoutGate(TickedAlias.WithoutGate without) {
      RolloutStatus status = without.status();
      Rollout rollout = status.rollout();
      boolean overdue = !clock.instant().isBefore(rollout.dueAt().plus(OVERDUE));
      if (overdue && rollout.state() != Rollout.State.PAUSED) {
        LOG.warn("{}", without);
        Map<String, Object> detail = Details.of(status);
        detail.put("detail", Details.cut(without.reason()));
        send(Event.Type.WITHOUT_GATE, detail);
      }
    }

    void prune() {
      if (settings.retention().isEmpty()) {
        LOG.info("nothing is pruned: no variable VERSIONED_PRUNE_ is set");
        answer.put("pruned", false);
        return;
      }
      Retention retention = settings.retention().get();
      PruneReport report = repository.prune(retention).run();
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("retention", retention.toString());
      detail.putAll(Details.of(report));
      answer.put("pruned", true);
      finish(Event.Type.PRUNE, detail);
      if (!report.failures().isEmpty()) {
        problem =
            "Cannot delete " + report.failures().size() + " versions: " + report.failures().get(0);
      }
    }

    void gc() {
      Gc gc = repository.gc();
      if (settings.gracePeriod().isPresent()) {
        gc = gc.withGracePeriod(settings.gracePeriod().get());
      }
      if (settings.undeleteWindow().isPresent()) {
        gc = gc.withUndeleteWindow(settings.undeleteWindow().get());
      }
      GcReport report = gc.run();
      finish(Event.Type.GC, Details.of(report));
      if (!report.failures().isEmpty()) {
        problem =
            "Cannot remove or list "
                + report.failures().size()
                + " things: "
                + report.failures().get(0);
      }
    }

    void fsck() {
      Fsck fsck = repository.fsck();
      List<Map<String, Object>> first = new ArrayList<>();
      long count = 0;
      try (Stream<Violation> violations =
          (settings.verifyDigests() ? fsck.verifyingDigests() : fsck).violations()) {
        for (Violation violation : (Iterable<Violation>) violations::iterator) {
          LOG.error("{}", violation);
          count++;
          if (first.size() < Details.MOST) {
            first.add(Details.of(violation));
          }
        }
      }
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("violated", count);
      detail.put("violations", first);
      finish(Event.Type.FSCK, detail);
      if (count > 0) {
        problem = "The repository has " + count + " violations: " + first.get(0);
      }
    }

    private void finish(Event.Type type, Map<String, Object> detail) {
      LOG.info("{}: {}", type, detail);
      answer.putAll(detail);
      send(type, detail);
    }
  }
}
