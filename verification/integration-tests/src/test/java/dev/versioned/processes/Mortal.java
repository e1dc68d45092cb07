package dev.versioned.processes;

import dev.versioned.ArtifactRepository;
import dev.versioned.processes.Journal.Kind;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.testkit.EndpointAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A process that plays a {@link Role} until it is killed; the servers are configured in its
 * environment.
 */
final class Mortal {
  /** Several threads, so that a kill interrupts several actions. */
  private static final int THREADS = 3;

  private Mortal() {}

  public static void main(String[] args) {
    Thread watch = new Thread(Mortal::endWithTheParent, "parent");
    watch.setDaemon(true);
    watch.start();
    Role role = Role.valueOf(args[0]);
    Journal journal = new Journal(Path.of(args[1]));
    String name = args[2];
    Random random = new Random(Long.parseLong(args[3]));
    EndpointAws aws = EndpointAws.fromEnvironment();
    ArtifactRepository repository =
        S3DynamoRepository.builder()
            .bucket(name)
            .table(name)
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .settings(s -> s.withActor("pid-" + ProcessHandle.current().pid()))
            // The publisher of this content may have been killed.
            .settings(s -> s.withPublishWait(Duration.ofMillis(500)))
            .build();
    journal.endHalfLine();
    journal.write(Kind.READY);
    role.begin(new Role.Hands(repository, journal, random));
    for (int i = 0; i < THREADS; i++) {
      Role.Hands hands = new Role.Hands(repository, journal, new Random(random.nextLong()));
      new Thread(() -> play(role, hands)).start();
    }
  }

  private static void play(Role role, Role.Hands hands) {
    try {
      while (true) {
        hands.attempt(() -> role.act(hands));
      }
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /** Ends with its parent: without it, nothing would kill this process. */
  private static void endWithTheParent() {
    ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
    Runtime.getRuntime().halt(2);
  }
}
