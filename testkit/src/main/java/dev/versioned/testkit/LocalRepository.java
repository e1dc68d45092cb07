package dev.versioned.testkit;

import static dev.versioned.testkit.ServerDeviation.UPLOAD_PART_TO_UNKNOWN_UPLOAD_ACCEPTED;

import dev.versioned.ArtifactRepository;
import dev.versioned.RepositorySettings;
import dev.versioned.s3dynamo.S3DynamoRepository;
import dev.versioned.s3dynamo.admin.S3DynamoSetup;
import java.util.Locale;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An empty repository in a new bucket and table on a {@link LocalAws}; closing it removes both.
 *
 * <p>Thread-safe.
 */
public final class LocalRepository implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRepository.class);

  private final LocalAws aws;
  private final String name;
  private final ArtifactRepository repository;

  private LocalRepository(LocalAws aws, String name) {
    this.aws = aws;
    this.name = name;
    this.repository = open(settings -> settings);
  }

  /**
   * Creates bucket and table, under a unique name.
   *
   * @param aws the stack
   * @return the repository
   */
  public static LocalRepository create(LocalAws aws) {
    String name = "versioned-test-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    S3DynamoSetup.builder()
        .bucket(name)
        .table(name)
        .s3(new SetupClient(aws.s3(), aws.deviations()))
        .dynamoDb(aws.dynamoDb())
        .deletionProtection(S3DynamoSetup.DeletionProtection.OFF)
        .examination(examination(aws))
        .build()
        .apply();
    return new LocalRepository(aws, name);
  }

  /** The embedded stack and LocalStack were examined; an endpoint may be any server. */
  private static S3DynamoSetup.Examination examination(LocalAws aws) {
    return aws.name().startsWith(LocalAwsKind.ENDPOINT.toString())
        ? S3DynamoSetup.Examination.EXAMINE
        : S3DynamoSetup.Examination.TRUST;
  }

  /**
   * Returns the repository.
   *
   * @return a repository that this object closes
   */
  public ArtifactRepository repository() {
    return repository;
  }

  /**
   * Opens another repository over the same bucket and table, as another process would.
   *
   * @param settings changes the settings
   * @return a repository; the caller closes it
   */
  public ArtifactRepository open(UnaryOperator<RepositorySettings> settings) {
    return open(aws.s3(), aws.dynamoDb(), settings);
  }

  /**
   * Opens another repository over the same bucket and table, with the given clients.
   *
   * @param s3 the client for S3; not closed by the repository
   * @param dynamoDb the client for DynamoDB; not closed by the repository
   * @param settings changes the settings
   * @return a repository; the caller closes it
   */
  public ArtifactRepository open(
      S3Client s3, DynamoDbClient dynamoDb, UnaryOperator<RepositorySettings> settings) {
    return S3DynamoRepository.builder()
        .bucket(name)
        .table(name)
        .s3(s3)
        .dynamoDb(dynamoDb)
        .settings(settings)
        .build();
  }

  /**
   * Returns the stack that the repository is on.
   *
   * @return the stack
   */
  public LocalAws aws() {
    return aws;
  }

  /**
   * Returns the bucket's name.
   *
   * @return the bucket
   */
  public String bucket() {
    return name;
  }

  /**
   * Returns the table's name.
   *
   * @return the table
   */
  public String table() {
    return name;
  }

  /** Closes the repository, and removes bucket and table with their contents. */
  @Override
  public void close() {
    repository.close();
    S3Client s3 = aws.s3();
    for (MultipartUpload upload :
        s3.listMultipartUploads(request -> request.bucket(name)).uploads()) {
      s3.abortMultipartUpload(
          request -> request.bucket(name).key(upload.key()).uploadId(upload.uploadId()));
    }
    for (S3Object object : s3.listObjectsV2Paginator(request -> request.bucket(name)).contents()) {
      s3.deleteObject(request -> request.bucket(name).key(object.key()));
    }
    deleteBucket(s3);
    aws.dynamoDb().deleteTable(request -> request.tableName(name));
  }

  /** A part that arrived after its upload was aborted may remain without appearing in any list. */
  private void deleteBucket(S3Client s3) {
    try {
      s3.deleteBucket(request -> request.bucket(name));
    } catch (S3Exception e) {
      boolean known =
          "BucketNotEmpty".equals(e.awsErrorDetails().errorCode())
              && aws.deviations().contains(UPLOAD_PART_TO_UNKNOWN_UPLOAD_ACCEPTED);
      if (!known) {
        throw e;
      }
      LOG.debug("bucket {} stays until its server stops", name, e);
    }
  }
}
