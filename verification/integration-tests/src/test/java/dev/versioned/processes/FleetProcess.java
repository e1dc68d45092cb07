package dev.versioned.processes;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.model.Version;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.testkit.EndpointAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with many followers of one alias, which refresh and report at each line that it reads.
 */
final class FleetProcess {
  static final String REPORTED = "reported";

  private FleetProcess() {}

  /** Takes the bucket, the name of the host, the number of followers, and a version it refuses. */
  public static void main(String[] args) throws IOException {
    EndpointAws aws = EndpointAws.fromEnvironment();
    try (ArtifactRepository repository =
        S3DynamoRepository.builder()
            .bucket(args[0])
            .table(args[0])
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()) {
      Artifact artifact = repository.artifact("checkout");
      List<LiveAlias> followers = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        String name = args[1] + "-" + i;
        followers.add(
            artifact
                .alias("LIVE")
                .watch(
                    w ->
                        w.every(Duration.ofSeconds(1))
                            .eventuallyConsistent()
                            .prepare(version -> prepare(version, args[3]))
                            .report(r -> r.as(name))));
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (lines.readLine() != null) {
        followers.forEach(FleetProcess::report);
        System.out.println(REPORTED);
      }
    }
    System.exit(0); // the clients have threads of their own
  }

  private static void prepare(Version version, String refused) {
    if (version.id().toString().equals(refused)) {
      throw new IllegalStateException("the disk is full");
    }
  }

  private static void report(LiveAlias live) {
    try {
      live.refresh();
    } catch (IllegalStateException e) {
      System.out.println("not ready: " + e.getMessage());
    }
    live.report();
  }
}
