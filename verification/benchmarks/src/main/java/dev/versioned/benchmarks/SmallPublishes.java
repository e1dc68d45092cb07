package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** One publisher of 1 KiB: this library compared with the SDK alone. */
final class SmallPublishes {
  static final int SIZE = 1024;

  private static final String LIBRARY = "this library";
  private static final String SAME = "the same calls by hand";
  private static final String LEAST = "put object and put item by hand";
  private static final String OBJECT = "put object alone";
  private static final String ITEM = "put item alone";

  private final Random random = new Random();
  private final Servers servers;
  private final Results results;

  SmallPublishes(Servers servers, Results results) {
    this.servers = servers;
    this.results = results;
  }

  void run(Plan plan) throws Exception {
    String scenario = "publish of 1 KiB, " + servers;
    try (ArtifactRepository repository = servers.repository()) {
      Artifact artifact = repository.artifact("small");
      HandWritten same = new HandWritten(servers, "small-by-hand");
      HandWritten least = new HandWritten(servers, "small-least");
      Map<String, Times> times =
          new Alternating()
              .time(LIBRARY, () -> artifact.publish(Content.of(bytes())))
              .time(SAME, () -> same.publish(bytes()))
              .time(LEAST, () -> least.putObjectAndItem(bytes()))
              .time(OBJECT, () -> least.putObject(UUID.randomUUID().toString(), bytes()))
              .time(ITEM, () -> least.putItem(UUID.randomUUID().toString()))
              .run(plan.warmUps(), plan.publishes());
      results.addTimes(scenario, times);
      results.compareTimes(
          scenario,
          times,
          LIBRARY,
          SAME,
          servers.name().equals("MinIO") ? Target.atMost(1.10) : Target.atMost(1.15));
      results.compareTimes(scenario, times, LIBRARY, LEAST, null);
    }
  }

  private byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return bytes;
  }
}
