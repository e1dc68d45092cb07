package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.PublishResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Many concurrent publishers of 1 KiB: all on one artifact, compared with one artifact each. A
 * failure of any of them ends the run.
 */
final class Publishers {
  private static final String ONE = "on one artifact";
  private static final String MANY = "on an artifact each";
  private static final String BY_HAND = "the same calls by hand, on an artifact each";

  private final Servers servers;
  private final Results results;

  Publishers(Servers servers, Results results) {
    this.servers = servers;
    this.results = results;
  }

  /** One publish of one publisher. */
  @FunctionalInterface
  private interface Publish {
    void publish(byte[] bytes);
  }

  void run(Plan plan) throws Exception {
    for (int publishers : plan.publishers()) {
      ExecutorService threads = Executors.newFixedThreadPool(publishers);
      try (ArtifactRepository repository = servers.repository()) {
        run(plan, publishers, threads, repository);
      } finally {
        threads.shutdown();
      }
    }
  }

  private void run(
      Plan plan, int publishers, ExecutorService threads, ArtifactRepository repository)
      throws Exception {
    String scenario = publishers + " publishers of 1 KiB, " + servers;
    int each = plan.publishesEach() * Math.max(1, 8 / publishers);
    Alternating turns = new Alternating();
    turns.time(ONE, () -> all(threads, publishers, each, i -> by(repository.artifact("crowd"))));
    turns.time(
        MANY, () -> all(threads, publishers, each, i -> by(repository.artifact("crowd-" + i))));
    turns.time(
        BY_HAND,
        () ->
            all(
                threads,
                publishers,
                each,
                i -> new HandWritten(servers, "crowd-by-hand-" + i)::publish));
    Map<String, Times> times = turns.run(1, plan.publishRounds());
    results.addSpeeds(scenario, "publishes/s", (double) publishers * each, times);
    results.compareSpeeds(
        scenario, times, ONE, MANY, publishers == 64 ? Target.atLeast(0.8) : null);
    results.compareSpeeds(scenario, times, MANY, BY_HAND, null);
  }

  private static Publish by(Artifact artifact) {
    return bytes -> {
      PublishResult result = artifact.publish(Content.of(bytes));
      if (result.outcome() != PublishResult.Outcome.CREATED) {
        throw new IllegalStateException(result.version() + " is not new");
      }
    };
  }

  private static void all(
      ExecutorService threads, int publishers, int each, IntFunction<Publish> publisher)
      throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < publishers; i++) {
      Publish publish = publisher.apply(i);
      tasks.add(
          () -> {
            for (int n = 0; n < each; n++) {
              byte[] bytes = new byte[SmallPublishes.SIZE];
              ThreadLocalRandom.current().nextBytes(bytes);
              publish.publish(bytes);
            }
            return null;
          });
    }
    for (Future<Void> task : threads.invokeAll(tasks)) {
      task.get();
    }
  }
}
