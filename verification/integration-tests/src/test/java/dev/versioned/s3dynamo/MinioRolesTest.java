package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.BackendException;
import dev.versioned.model.PublishResult;
import dev.versioned.testkit.LocalAwsKind;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import dev.versioned.testkit.fault.AwsFault;
import dev.versioned.testkit.fault.AwsFaults;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The S3 half of the roles for real: MinIO enforces the policies of {@code deploy/iam}, with
 * credentials of each role, and keeps the CRC-32C of parts as S3 does. DynamoDB Local, which has
 * the items, enforces nothing.
 */
@Tag("full")
class MinioRolesTest {
  private static final int PART = 5 << 20;

  private static Minio minio;

  private final LocalRepository local =
      LocalRepository.create(SharedLocalAws.of(LocalAwsKind.EMBEDDED));
  private final AwsFaults faults = new AwsFaults();
  private final S3Client root = minio.client(local.aws(), faults);
  private final DynamoDbClient dynamoDb = local.aws().dynamoDbBuilder(faults).build();

  @BeforeAll
  static void start() throws Exception {
    minio = Minio.start();
  }

  @AfterAll
  static void stop() {
    if (minio != null) {
      minio.close();
    }
  }

  @AfterEach
  void close() {
    root.close();
    dynamoDb.close();
    local.close();
  }

  /** Returns a repository whose objects are in MinIO. */
  private ArtifactRepository open(S3Client s3) {
    return local.open(s3, dynamoDb, settings -> settings.withPartBytes(PART));
  }

  private S3Client as(Role role, String artifact) throws Exception {
    return minio.limited(local.aws(), RolePolicies.ofS3(role, local.bucket(), artifact));
  }

  @ParameterizedTest
  @EnumSource(RecordedOperation.class)
  void rolesCanDoWhatTheyAreFor(RecordedOperation operation) throws Exception {
    root.createBucket(r -> r.bucket(local.bucket()));
    int made = 0;
    for (Role role : operation.roles()) {
      String name = "of-" + role.fileName();
      try (ArtifactRepository all = open(root);
          S3Client s3 = as(role, "*");
          ArtifactRepository limited = open(s3)) {
        var bench = new RecordedOperation.Bench(all, all.artifact(name), faults, new InMinio());
        bench.begin();
        operation.prepare(bench);
        operation.run(
            new RecordedOperation.Bench(
                limited, limited.artifact(name), new AwsFaults(), new InMinio()));
        made++;
      }
    }
    assertThat(made).isEqualTo(operation.roles().size());
  }

  private final class InMinio implements RecordedOperation.Bench.Access {
    @Override
    public void beginUpload(String key) {
      root.createMultipartUpload(r -> r.bucket(local.bucket()).key(key));
    }

    @Override
    public void set(Map<String, AttributeValue> key, String attribute, AttributeValue value) {
      new RecordedChecks.AllRights(local).set(key, attribute, value);
    }
  }

  private void isDenied(Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void roleCannotWriteOrReadWhatIsNotItsOwn(Role role) throws Exception {
    root.createBucket(r -> r.bucket(local.bucket()));
    RequestBody bad = RequestBody.fromString("bad");
    for (String name : new String[] {"own", "other"}) {
      root.putObject(r -> r.bucket(local.bucket()).key(name + "/latest/1/x"), bad);
    }
    try (S3Client s3 = as(role, "own")) {
      isDenied(() -> s3.putObject(r -> r.bucket(local.bucket()).key("other/latest/1/x"), bad));
      isDenied(() -> s3.deleteObject(r -> r.bucket(local.bucket()).key("other/latest/1/x")));
      isDenied(() -> s3.getObjectAsBytes(r -> r.bucket(local.bucket()).key("other/latest/1/x")));
      isDenied(() -> s3.putObject(r -> r.bucket(local.bucket()).key(".versioned"), bad));
      Runnable write = () -> s3.putObject(r -> r.bucket(local.bucket()).key("own/latest/1/x"), bad);
      Runnable delete = () -> s3.deleteObject(r -> r.bucket(local.bucket()).key("own/latest/1/x"));
      s3.getObjectAsBytes(r -> r.bucket(local.bucket()).key("own/latest/1/x"));
      if (role == Role.PUBLISHER) {
        write.run();
      } else {
        isDenied(write);
      }
      if (role == Role.PUBLISHER || role == Role.JANITOR) {
        delete.run();
      } else {
        isDenied(delete);
      }
    }
  }

  /** The attacker has no right but PutObject, and the list of uploads. */
  @Test
  void plantedPartOfEqualChecksumIsNotPublished() throws Exception {
    root.createBucket(r -> r.bucket(local.bucket()));
    byte[] content = new byte[2 * PART + 100];
    new Random(7).nextBytes(content);
    try (ArtifactRepository repo = open(root);
        S3Client attacker = as(Role.PUBLISHER, "*")) {
      Artifact artifact = repo.artifact("checkout");
      faults.next(1, "CompleteMultipartUpload", AwsFault.answer(403, "AccessDenied"));
      assertThatThrownBy(() -> artifact.publish(Content.of(content), p -> p.idempotencyKey("k")))
          .isInstanceOf(BackendException.class);
      MultipartUpload upload =
          root.listMultipartUploads(
                  r -> r.bucket(local.bucket()).prefix("checkout/000000000001/checkout"))
              .uploads()
              .get(0);
      byte[] part = Arrays.copyOfRange(content, PART, 2 * PART);
      String planted =
          attacker
              .uploadPart(
                  r ->
                      r.bucket(local.bucket())
                          .key(upload.key())
                          .uploadId(upload.uploadId())
                          .partNumber(2)
                          .checksumCRC32C(Crc32c.base64(Crc32c.of(part, PART))),
                  RequestBody.fromBytes(Forged.of(part)))
              .checksumCRC32C();
      assertThat(planted).as("MinIO accepts it").isEqualTo(Crc32c.base64(Crc32c.of(part, PART)));
      PublishResult result = artifact.publish(Content.of(content), p -> p.idempotencyKey("k"));
      assertThat(artifact.readBytes(result.number())).isEqualTo(content);
    }
  }
}
