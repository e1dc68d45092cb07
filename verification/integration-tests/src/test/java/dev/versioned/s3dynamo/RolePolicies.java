package dev.versioned.s3dynamo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The files of {@code deploy/iam}: the policy of each role, generated. */
final class RolePolicies {
  private static final Path FOLDER = Path.of("../../deploy/iam");

  private static final String REPORTER = "reporter.json";

  /** Writes what is generated, in place of comparing it. */
  static final boolean WRITE = Boolean.getBoolean("permissions.write");

  private RolePolicies() {}

  static String generated(Role role) {
    return Json.of(role.policy()) + "\n";
  }

  static String read(Role role) throws IOException {
    return Files.readString(file(role));
  }

  static void write(Role role) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(file(role), generated(role));
  }

  /** Returns what is generated of a reader that reports, and writes it if that is asked for. */
  static String generatedReporter() throws IOException {
    String generated = Json.of(Role.reporter()) + "\n";
    if (WRITE) {
      Files.writeString(FOLDER.resolve(REPORTER), generated);
    }
    return generated;
  }

  static String readReporter() throws IOException {
    return Files.readString(FOLDER.resolve(REPORTER));
  }

  /** Returns the statements on the bucket of a role's file. */
  static String ofS3(Role role, String bucket, String artifact) throws IOException {
    Map<String, Object> policy = new Yaml().load(read(role));
    List<?> s3 =
        ((List<?>) policy.get("Statement"))
            .stream().filter(one -> one.toString().contains("Resource=arn:aws:s3:::")).toList();
    policy.put("Statement", s3);
    return Json.of(policy)
        .replace(Role.PREFIX, "")
        .replace(Role.ARTIFACT, artifact)
        .replace(Role.BUCKET, bucket);
  }

  private static Path file(Role role) {
    return FOLDER.resolve(role.fileName() + ".json");
  }
}
