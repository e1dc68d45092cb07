package dev.versioned.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.cli.Commands;
import dev.versioned.model.Digest;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
import dev.versioned.s3dynamo.admin.SetupReport.Finding;
import dev.versioned.s3dynamo.admin.SetupReport.Outcome;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.SharedLocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Applies the template and a synthesised one to LocalStack, and uses what they made. */
@Tag("full")
class LocalStackTemplateTest {
  /** LocalStack 4.14.0 creates the bucket and the table without these settings of the template. */
  private static final Set<String> IGNORED =
      Set.of(
          "lifecycle rule",
          "expiry of noncurrent versions",
          "point-in-time recovery",
          "deletion protection");

  private final LocalAws aws = SharedLocalAws.select();
  private final String id = "t" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    // Here and not before all: Surefire does not count tests that are skipped there.
    assumeTrue(
        aws.name().startsWith(LocalAwsKind.LOCALSTACK.toString()),
        () -> "the stack is " + aws.name() + ", the log says why");
    Files.writeString(directory.resolve("one.txt"), "one");
    Files.writeString(directory.resolve("two.txt"), "two");
    Files.writeString(directory.resolve("one.att"), provenance("one"));
    Files.writeString(
        directory.resolve("releases.yaml"),
        """
        environments:
          prd:
            artifacts:
              checkout:
                PARTNERS: 1
        """);
  }

  /** Provenance as a builder makes it, with a signature that no key has made. */
  private static String provenance(String content) {
    String statement =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
            + Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex()
            + "\"}}],\"predicateType\":\"https://slsa.dev/provenance/v1\",\"predicate\":{}}";
    return "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
        + Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8))
        + "\",\"signatures\":[{\"sig\":\"AAAA\"}]}";
  }

  @Test
  void everyCommandRunsOnWhatTheTemplateMakes() throws Exception {
    Map<String, String> outputs =
        create(
            Files.readString(Path.of("../cloudformation/versioned-repository.yaml")),
            Map.of("TableName", "table-" + id));
    use(outputs);
  }

  @Test
  void everyCommandRunsOnWhatTheConstructMakes() throws Exception {
    Node.assume();
    Map<String, String> outputs =
        create(Synthesised.template(directory.resolve("cdk.out"), "table-" + id), Map.of());
    Map<String, String> named = new TreeMap<>();
    outputs.forEach(
        (name, value) -> {
          for (String output : List.of("BucketName", "TableName", "JanitorRoleArn")) {
            if (name.contains(output)) {
              named.put(output, value);
            }
          }
        });
    use(named);
  }

  private void use(Map<String, String> outputs) {
    String bucket = outputs.get("BucketName");
    String table = outputs.get("TableName");
    SetupReport report =
        S3DynamoSetup.builder()
            .bucket(bucket)
            .table(table)
            .janitor(outputs.get("JanitorRoleArn"))
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()
            .check();
    Set<String> others = new TreeSet<>();
    for (Finding finding : report.findings()) {
      if (finding.outcome() == Outcome.WRONG) {
        others.add(finding.what().replaceAll(" of (bucket|table) .*", ""));
      } else if (finding.what().startsWith("TLS-only policy")) {
        assertThat(finding.note()).as("LocalStack is called so").contains("plain HTTP");
      } else {
        assertThat(finding.outcome()).as(finding.toString()).isEqualTo(Outcome.FOUND);
      }
    }
    Set<String> expected = new TreeSet<>(IGNORED);
    expected.addAll(List.of("binding", "examination")); // which the first init makes
    assertThat(expected).containsAll(others);
    assertThat(others).contains("binding");
    everyCommand(
        new Commands(
            directory,
            Map.of(
                "VERSIONED_BUCKET", bucket,
                "VERSIONED_TABLE", table,
                "VERSIONED_ENDPOINT_URL", aws.s3Endpoint().toString())),
        outputs);
  }

  /** Runs every command; one that is not here fails the test. */
  private static void everyCommand(Commands versioned, Map<String, String> outputs) {
    String janitor = outputs.get("JanitorRoleArn");
    versioned.run("init", "--janitor", janitor);
    versioned.run("init", "--check", "--janitor", janitor);
    versioned.run("doctor");
    versioned.run("whoami");
    versioned.run("publish", "checkout", "one.txt");
    versioned.run("put", "checkout", "two.txt");
    versioned.run("publish", "checkout");
    versioned.run("versions", "checkout");
    versioned.run("artifacts");
    versioned.run("show", "checkout", "1");
    versioned.run("uri", "checkout", "1");
    versioned.run("presign", "checkout", "1");
    versioned.run("label", "checkout", "1", "--add", "qa=passed");
    versioned.run("diff", "checkout", "1", "1");
    versioned.run("get", "checkout", "1", "-o", "got.txt");
    versioned.run("fetch", "checkout", "1", "--cache", "cache");
    versioned.run("alias", "point", "checkout", "LIVE", "1");
    versioned.run("alias", "split", "checkout", "LIVE", "1", "2=10%");
    versioned.run("route", "checkout", "LIVE", "--key", "someone");
    versioned.run("alias", "promote", "checkout", "LIVE");
    versioned.run("alias", "rollback", "checkout", "LIVE");
    versioned.run("alias", "show", "checkout", "LIVE");
    versioned.run("alias", "list", "checkout");
    versioned.run("alias", "history", "checkout", "LIVE");
    versioned.run("history", "--since", "1h");
    versioned.run(
        "alias",
        "freeze",
        "checkout",
        "LIVE",
        "--until",
        Instant.now().plusSeconds(3_600).toString());
    versioned.run("alias", "unfreeze", "checkout", "LIVE");
    versioned.run("alias", "override", "checkout", "LIVE", "user-42", "1");
    versioned.run("alias", "override", "checkout", "LIVE", "--clear-all");
    versioned.run("fleet", "checkout", "LIVE");
    versioned.run("console", "--port", "0", "--for", "1ms");
    rollouts(versioned);
    versioned.run("release", "schema");
    versioned.run("release", "plan", "releases.yaml", "--env", "prd");
    versioned.run("release", "apply", "releases.yaml", "--env", "prd", "--receipt", "receipt.json");
    versioned.run("release", "rollback", "receipt.json");
    versioned.run("key", "generate", "key.pem");
    versioned.run("sign", "checkout", "2", "--sign-key", "key.pem");
    versioned.run("verify", "checkout", "2", "--trust", "key.pem.pub");
    versioned.run("attestation", "checkout", "2");
    versioned.run("attach", "checkout", "1", "one.att");
    versioned.run("trust", "--root-key", "key.pem", "--serial", "1", "--key", "key.pem.pub");
    versioned.run("alias", "point", "checkout", "LIVE", "2", "--sign-key", "key.pem");
    versioned.run("alias", "renew", "checkout", "LIVE", "--sign-key", "key.pem");
    versioned.run("export", "backup");
    versioned.run("import", "backup");
    versioned.run(
        "copy", "--to-bucket", outputs.get("BucketName"), "--to-table", outputs.get("TableName"));
    versioned.run("alias", "delete", "checkout", "LIVE");
    versioned.run("delete", "checkout", "1");
    versioned.run("restore", "checkout", "1");
    versioned.run("prune", "checkout", "--keep-last", "5");
    versioned.run("gc");
    versioned.run("fsck");
    versioned.run(
        "import-python", "--from-bucket", outputs.get("BucketName"), "--from-prefix", "none");
    versioned.run("repository", "delete", "--dry-run");
    versioned.run("completion");
    Set<String> missing = new TreeSet<>(versioned.all());
    missing.removeAll(versioned.done());
    missing.remove("sandbox"); // has stores of its own
    assertThat(missing).as("commands that did not run against the template's stores").isEmpty();
  }

  private static void rollouts(Commands versioned) {
    String canary = "Canary10Percent30Minutes";
    versioned.run("alias", "point", "checkout", "LIVE", "1");
    versioned.run("rollout", "start", "checkout", "LIVE", "--to", "2", "--strategy", canary);
    versioned.run("rollout", "status", "checkout", "LIVE");
    versioned.run("rollout", "list");
    versioned.run("rollout", "tick", "checkout", "LIVE");
    versioned.run("rollout", "pause", "checkout", "LIVE");
    versioned.run("rollout", "resume", "checkout", "LIVE");
    versioned.run("rollout", "abort", "checkout", "LIVE");
    String waiting = "Linear20PercentEvery30MinutesWaitAt20Percent";
    versioned.run("rollout", "start", "checkout", "LIVE", "--to", "2", "--strategy", waiting);
    versioned.run("rollout", "advance", "checkout", "LIVE");
    versioned.run("rollout", "approve", "checkout", "LIVE");
    versioned.run("rollout", "advance", "checkout", "LIVE", "--to-end");
    versioned.run("alias", "rollback", "checkout", "LIVE");
    versioned.run("rollout", "run", "checkout", "LIVE", "--to", "2", "--strategy", "AllAtOnce");
  }

  /** Creates a stack, and returns its outputs. */
  private Map<String, String> create(String template, Map<String, String> parameters) {
    Map<String, String> outputs = new TreeMap<>();
    try (CloudFormationClient client =
        CloudFormationClient.builder()
            .endpointOverride(aws.s3Endpoint())
            .region(Region.of(aws.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(aws.accessKey(), aws.secretKey())))
            .build()) {
      client.createStack(
          r ->
              r.stackName(id)
                  .templateBody(template)
                  .capabilities(Capability.CAPABILITY_IAM)
                  .parameters(
                      parameters.entrySet().stream()
                          .map(
                              one ->
                                  Parameter.builder()
                                      .parameterKey(one.getKey())
                                      .parameterValue(one.getValue())
                                      .build())
                          .toList()));
      Stack stack =
          client
              .waiter()
              .waitUntilStackCreateComplete(r -> r.stackName(id))
              .matched()
              .response()
              .orElseThrow()
              .stacks()
              .get(0);
      for (Output output : stack.outputs()) {
        outputs.put(output.outputKey(), output.outputValue());
      }
    }
    return outputs;
  }
}
