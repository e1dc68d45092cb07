package dev.versioned.processes;

import dev.versioned.AliasHandle;
import dev.versioned.ArtifactRepository;
import dev.versioned.LiveAlias;
import dev.versioned.WatchOptions;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.testkit.EndpointAws;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;

/**
 * A process with many followers of two aliases: each of DIRECT reads itself, those of SHARED share
 * their reads with the whole host. It prints when a follower routes by another revision, and when
 * the item of an alias is requested, until its input ends.
 */
final class FollowingProcess {
  static final Duration INTERVAL = Duration.ofSeconds(5);
  static final String DIRECT = "DIRECT";
  static final String SHARED = "SHARED";
  static final String READY = "ready";
  static final String ROUTES = "routes";
  static final String REQUESTS = "requests";

  private FollowingProcess() {}

  /** Prints each request of an alias's item. */
  private static final class Requests implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (context.request() instanceof GetItemRequest read) {
        print(REQUESTS, read.key().get("sk").s(), 0);
      }
    }
  }

  private static void print(String verb, String alias, long revision) {
    System.out.println(verb + " " + alias + " " + revision + " " + System.currentTimeMillis());
  }

  /** Takes the bucket, the number of followers of each alias, and the directory they share. */
  public static void main(String[] args) throws IOException {
    EndpointAws aws = EndpointAws.fromEnvironment();
    try (DynamoDbClient dynamoDb = aws.dynamoDbBuilder(new Requests()).build();
        ArtifactRepository repository =
            S3DynamoRepository.builder()
                .bucket(args[0])
                .table(args[0])
                .s3(aws.s3())
                .dynamoDb(dynamoDb)
                .build()) {
      List<LiveAlias> followers = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        followers.add(follow(repository, DIRECT, w -> {}));
        followers.add(follow(repository, SHARED, w -> w.sharedOnHost(Path.of(args[2]))));
      }
      System.out.println(READY + " " + followers.size());
      while (System.in.read() >= 0) {
        // Until the test ends.
      }
    }
    System.exit(0); // the clients have threads of their own
  }

  private static LiveAlias follow(
      ArtifactRepository repository, String name, Consumer<WatchOptions> options) {
    AliasHandle alias = repository.artifact("checkout").alias(name);
    return alias.watch(
        w -> {
          w.every(INTERVAL)
              .eventuallyConsistent()
              .onChange((before, after) -> print(ROUTES, name, after.revision()));
          options.accept(w);
        });
  }
}
