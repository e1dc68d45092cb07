package dev.versioned.s3dynamo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.contract.ContractStack;
import dev.versioned.model.Version;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import dev.versioned.s3dynamo.admin.SetupReport;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.SharedLocalAws;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Applies the CloudFormation template to LocalStack, and uses what it made. */
@Tag("full")
class LocalStackTemplateTest {
  @RegisterExtension static final ContractStack STACK = ContractStack.of(LocalAwsKind.LOCALSTACK);

  private static final Pattern OUTPUT =
      Pattern.compile("<OutputKey>(\\w+)</OutputKey>\\s*<OutputValue>([^<]+)</OutputValue>");

  /** LocalStack 4.14.0 creates the bucket and the table without these settings of the template. */
  private static final String IGNORED = "lifecycle rule|point-in-time recovery|deletion protection";

  private final LocalAws aws = SharedLocalAws.select();
  private final String id = "t" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir private Path directory;

  @Test
  void repositoryWorksOnWhatTheTemplateMakes() throws Exception {
    Map<String, String> outputs = create("TableName", "table-" + id);
    assertThat(outputs)
        .containsKeys(
            "ReaderRoleArn", "PublisherRoleArn", "DeployerRoleArn", "JanitorRoleArn", "BucketName");
    String bucket = outputs.get("BucketName");
    SetupReport report =
        S3DynamoSetup.builder()
            .bucket(bucket)
            .table(outputs.get("TableName"))
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()
            .apply();
    assertThat(report.isGood()).isTrue();
    assertThat(report.findings())
        .filteredOn(finding -> finding.outcome() != SetupReport.Outcome.FOUND)
        .allSatisfy(
            finding -> assertThat(finding.what()).matches("(" + IGNORED + "|binding) of .*"));
    try (ArtifactRepository repo =
        S3DynamoRepository.builder()
            .bucket(bucket)
            .table(outputs.get("TableName"))
            .s3(aws.s3())
            .dynamoDb(aws.dynamoDb())
            .build()) {
      Artifact app = repo.artifact("app");
      Version version = app.publish(Content.of("one")).version();
      app.alias("LIVE").pointTo(version);
      app.download(app.resolve("LIVE"), directory.resolve("one"));
      assertThat(directory.resolve("one")).hasContent("one");
    }
  }

  /** Creates a stack, and returns its outputs. */
  private Map<String, String> create(String parameter, String value) throws Exception {
    String template =
        Files.readString(Path.of("../../deploy/cloudformation/versioned-repository.yaml"));
    call(
        Map.of(
            "Action", "CreateStack",
            "StackName", id,
            "TemplateBody", template,
            "Parameters.member.1.ParameterKey", parameter,
            "Parameters.member.1.ParameterValue", value,
            "Capabilities.member.1", "CAPABILITY_IAM"));
    String described = "";
    for (int i = 0; i < 240 && !described.contains("CREATE_COMPLETE"); i++) {
      TimeUnit.MILLISECONDS.sleep(250);
      described = call(Map.of("Action", "DescribeStacks", "StackName", id));
      assertThat(described).doesNotContain("ROLLBACK", "FAILED");
    }
    Map<String, String> outputs = new TreeMap<>();
    Matcher output = OUTPUT.matcher(described);
    while (output.find()) {
      outputs.put(output.group(1), output.group(2));
    }
    return outputs;
  }

  /** Calls CloudFormation, in the same container; LocalStack reads the service from the header. */
  private String call(Map<String, String> parameters) throws Exception {
    String form =
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(aws.s3Endpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + aws.accessKey()
                    + "/20260101/"
                    + aws.region()
                    + "/cloudformation/aws4_request, SignedHeaders=host, Signature=none")
            .POST(HttpRequest.BodyPublishers.ofString("Version=2010-05-15&" + form))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }
}
