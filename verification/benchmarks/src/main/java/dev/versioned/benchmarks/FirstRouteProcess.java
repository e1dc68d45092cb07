package dev.versioned.benchmarks;

import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.s3dynamo.S3DynamoRepository;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The main method of a process that routes once, as an application does that starts. */
final class FirstRouteProcess {
  static final String ARTIFACT = "first-route";
  static final String ALIAS = "LIVE";

  /** What it reports the duration of. */
  static final List<String> PARTS =
      List.of("clients and repository", "the first read of the alias", "the first route");

  /** Nothing listens there. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  private FirstRouteProcess() {}

  /**
   * Takes a way, the endpoint of DynamoDB, a table and a state file; prints nanoseconds, part by
   * part.
   */
  public static void main(String[] args) {
    // As the environment of an application says it.
    System.setProperty("aws.region", Servers.REGION);
    boolean down = args[0].equals(FirstRoute.DOWN);
    URI endpoint = URI.create(down ? NOWHERE : args[1]);
    if (args[0].equals(FirstRoute.SDK)) {
      read(endpoint, args[2]);
    } else {
      route(endpoint, args);
    }
  }

  /** Nothing but the builder names an endpoint, as on AWS nothing does; nothing calls S3. */
  private static void route(URI endpoint, String[] args) {
    long start = System.nanoTime();
    try (ArtifactRepository repository =
        S3DynamoRepository.builder().bucket(args[2]).table(args[2]).endpoint(endpoint).build()) {
      long opened = System.nanoTime();
      try (LiveAlias live =
          repository
              .artifact(ARTIFACT)
              .alias(ALIAS)
              .watch(
                  watch -> {
                    if (args[0].equals(FirstRoute.KEPT) || args[0].equals(FirstRoute.DOWN)) {
                      watch.keepIn(Path.of(args[3]));
                    }
                  })) {
        long followed = System.nanoTime();
        String version = live.route().number().toString();
        print(version, start, opened, followed, System.nanoTime());
      }
    }
  }

  private static void read(URI endpoint, String table) {
    long start = System.nanoTime();
    try (DynamoDbClient client = DynamoDbClient.builder().endpointOverride(endpoint).build()) {
      long opened = System.nanoTime();
      Map<String, AttributeValue> alias =
          client
              .getItem(
                  r ->
                      r.tableName(table)
                          .key(
                              Map.of(
                                  "pk", AttributeValue.fromS("ALIASES#" + ARTIFACT),
                                  "sk", AttributeValue.fromS(ALIAS))))
              .item();
      long read = System.nanoTime();
      print(Integer.toString(alias.size()), start, opened, read, System.nanoTime());
    }
  }

  private static void print(String routed, long... times) {
    StringBuilder line = new StringBuilder();
    for (int i = 1; i < times.length; i++) {
      line.append(times[i] - times[i - 1]).append('\t');
    }
    System.out.println(line + routed);
  }
}
