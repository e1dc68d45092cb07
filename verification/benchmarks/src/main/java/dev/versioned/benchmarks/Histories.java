package dev.versioned.benchmarks;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.VersionNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Compares artifacts with few and with many versions: the same operations must take the same calls
 * and the same time.
 */
final class Histories {
  /** The number of versions on a page of a list. */
  static final int PAGE = 10;

  private final Servers servers;
  private final Results results;
  private final Map<Integer, String> names = new LinkedHashMap<>();

  Histories(Servers servers, Results results) {
    this.servers = servers;
    this.results = results;
  }

  /** An operation whose time must not depend on the number of versions. */
  @FunctionalInterface
  private interface Operation {
    void run(Artifact artifact, long versions);
  }

  void run(Plan plan) throws Exception {
    for (int versions : plan.histories()) {
      String name = String.format("history-%,d", versions).replace(',', '.');
      names.put(versions, name);
      StoredVersions.write(servers, ArtifactName.parse(name), versions);
      try (ArtifactRepository repository = servers.repository()) {
        Artifact artifact = repository.artifact(name);
        artifact.alias("LIVE").pointTo(VersionNumber.of(versions / 2));
      }
    }
    run("resolve a number", plan, Histories::resolveNumber);
    run("resolve an alias", plan, (artifact, versions) -> artifact.resolve("LIVE"));
    run("list the newest " + PAGE, plan, Histories::list);
    // Last, since it adds versions.
    run("publish 1 KiB", plan, Histories::publish);
  }

  private static void resolveNumber(Artifact artifact, long versions) {
    artifact.resolve(VersionNumber.of(ThreadLocalRandom.current().nextLong(versions) + 1));
  }

  private static void list(Artifact artifact, long versions) {
    if (artifact.versions().limit(PAGE).count() != PAGE) {
      throw new IllegalStateException("there are fewer versions than were written");
    }
  }

  private static void publish(Artifact artifact, long versions) {
    artifact.publish(Content.of(UUID.randomUUID().toString().repeat(28).substring(0, 1000)));
  }

  private void run(String operation, Plan plan, Operation action) throws Exception {
    String scenario = operation + ", " + servers;
    Alternating turns = new Alternating();
    try (ArtifactRepository repository = servers.repository()) {
      names.forEach(
          (versions, name) -> {
            Artifact artifact = repository.artifact(name);
            turns.time(contender(versions), () -> action.run(artifact, versions));
          });
      Map<String, Times> times = turns.run(plan.warmUps(), plan.historyRounds());
      results.addTimes(scenario, times);
      int fewest = plan.histories().get(0);
      for (int versions : plan.histories().subList(1, plan.histories().size())) {
        results.compareTimes(
            scenario, times, contender(versions), contender(fewest), Target.atMost(1.2));
      }
    }
    names.forEach(
        (versions, name) ->
            results
                .calls()
                .add(
                    new Results.Calls(
                        scenario,
                        contender(versions),
                        requestsOf(artifact -> action.run(artifact, versions), name))));
  }

  private static String contender(int versions) {
    return String.format("%,d versions", versions);
  }

  private List<String> requestsOf(java.util.function.Consumer<Artifact> action, String name) {
    SentRequests sent = new SentRequests();
    try (S3Client s3 = servers.s3(sent);
        DynamoDbClient dynamoDb = servers.dynamoDb(sent);
        ArtifactRepository repository = servers.repository(s3, dynamoDb)) {
      // The first write of a repository also checks that bucket and table belong together.
      repository.artifact("first-write").put(Content.of("x"));
      int before = sent.names().size();
      action.accept(repository.artifact(name));
      return sent.names().subList(before, sent.names().size());
    }
  }
}
