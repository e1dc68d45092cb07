package dev.versioned.processes;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositoryCopy;
import dev.versioned.maintenance.CopyReport;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.testkit.EndpointAws;
import java.nio.file.Path;

/** A process that exports or imports a folder, prints how far it has come, and may be killed. */
final class CopyProcess {
  static final String DONE = "done ";

  private CopyProcess() {}

  public static void main(String[] args) {
    EndpointAws aws = EndpointAws.fromEnvironment();
    try (ArtifactRepository repository =
        S3DynamoRepository.builder()
            .bucket(args[1])
            .table(args[1])
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()) {
      Path folder = Path.of(args[2]);
      RepositoryCopy copy =
          args[0].equals("export") ? repository.exportTo(folder) : repository.importFrom(folder);
      CopyReport report = copy.onProgress(now -> System.out.println(now.bytes())).run();
      System.out.println(DONE + report);
    }
    System.exit(0); // the clients have threads of their own
  }
}
