package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.model.ArtifactName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Lists 1,000 versions: the library, and the same requests by hand, which make no versions. */
final class Lists {
  private static final int VERSIONS = 1000;

  /** Lists in a round: systems count processor time in steps of 10 ms. */
  private static final int EACH = 20;

  private static final String NAME = "listed";
  private static final String LIBRARY = "this library";
  private static final String BY_HAND = "the same requests by hand, items not read";

  private final Servers servers;
  private final Results results;

  Lists(Servers servers, Results results) {
    this.servers = servers;
    this.results = results;
  }

  void run(Plan plan) throws Exception {
    StoredVersions.write(servers, ArtifactName.parse(NAME), VERSIONS);
    String scenario = "list " + VERSIONS + " versions, " + servers;
    Map<String, List<Long>> used = new LinkedHashMap<>();
    try (ArtifactRepository repository = servers.plainRepository()) {
      Artifact artifact = repository.artifact(NAME);
      Map<String, Times> times =
          new Alternating()
              .add(LIBRARY, () -> run(used, LIBRARY, () -> artifact.versions().count()))
              .add(BY_HAND, () -> run(used, BY_HAND, this::byHand))
              .run(warmUps(plan), rounds(plan));
      results.addTimes(scenario, times);
      results.compareTimes(scenario, times, LIBRARY, BY_HAND, null);
      Map<String, Times> counted = new LinkedHashMap<>();
      used.forEach((name, nanos) -> counted.put(name, Times.ofLast(rounds(plan), nanos)));
      results.addTimes(
          "the client's processor time, " + scenario, "µs/version", 1e3 * VERSIONS * EACH, counted);
      results.compareProcessorTimes(scenario, counted, LIBRARY, BY_HAND, null);
    }
  }

  private static int rounds(Plan plan) {
    return Math.max(1, plan.historyRounds() / EACH);
  }

  private static int warmUps(Plan plan) {
    return Math.max(1, plan.warmUps() / EACH);
  }

  /** Counts versions. */
  @FunctionalInterface
  private interface Listing {
    long count();
  }

  private static long run(Map<String, List<Long>> used, String who, Listing listing) {
    long start = System.nanoTime();
    long before = Processor.used();
    for (int i = 0; i < EACH; i++) {
      if (listing.count() != VERSIONS) {
        throw new IllegalStateException(who + " found fewer versions than were written");
      }
    }
    used.computeIfAbsent(who, name -> new ArrayList<>()).add(Processor.used() - before);
    return (System.nanoTime() - start) / EACH;
  }

  private long byHand() {
    long states = query("STATES#" + NAME);
    return states + query("VERSIONS#" + NAME);
  }

  private long query(String partition) {
    return servers
        .dynamoDb()
        .query(
            r ->
                r.tableName(servers.bucket())
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)))
                    .consistentRead(true)
                    .scanIndexForward(false)
                    .limit(VERSIONS))
        .count();
  }
}
