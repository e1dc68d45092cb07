package dev.versioned.s3dynamo;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the repository, its setup and its doctor all want to know: which bucket and table, and how
 * to reach them.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ConnectionBuilder<B extends ConnectionBuilder<B>>
    permits S3DynamoRepository.Builder, S3DynamoSetup.Builder, S3DynamoDoctor.Builder {
  private @Nullable String bucket;
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  private @Nullable String table;
  private Prefix prefix = Prefix.NONE;
  private @Nullable String owner;
  private @Nullable String region;
  private @Nullable String profile;
  private @Nullable URI endpoint;
  private boolean encrypted;
  private @Nullable S3Client s3;
  private @Nullable DynamoDbClient dynamoDb;

  ConnectionBuilder() {
    SdkVersion.check();
  }

  abstract B self();

  /**
   * Sets the bucket that keeps the bytes. Required.
   *
   * @param bucket the bucket's name
   * @return this builder
   */
  public B bucket(String bucket) {
    this.bucket = bucket;
    return self();
  }

  /**
   * Sets the table that keeps versions and aliases. Required.
   *
   * @param table the table's name, or its ARN
   * @return this builder
   * @throws IllegalArgumentException if it is neither (Amazon DynamoDB Developer Guide, <i>Naming
   *     rules</i>)
   */
  public B table(String table) {
    Objects.requireNonNull(table, "table");
    if (!table.startsWith("arn:") && !TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "Cannot use '" + table + "' as a table: a name has 3 to 255 of A-Z a-z 0-9 _ - .");
    }
    this.table = table;
    return self();
  }

  /**
   * Sets what every key in the bucket starts with; nothing unless set. Tables that share a bucket
   * need a prefix each, since their version numbers are not each other's. It has no meaning for the
   * table.
   *
   * @param prefix empty, or folders in ASCII that end with {@code /}, such as {@code artifacts/}
   * @return this builder
   * @throws IllegalArgumentException if it does not end with {@code /}, starts with it, has an
   *     empty, {@code .} or {@code ..} folder or another character than {@code A-Z a-z 0-9 ! _ . *
   *     ' ( ) = @ : + -}, or is so long that keys would be over S3's 1,024 bytes
   */
  public B prefix(String prefix) {
    this.prefix = new Prefix(prefix);
    return self();
  }

  /**
   * Sets the account that must own the bucket; S3 refuses every call if another does (Amazon S3
   * User Guide, <i>Verifying bucket ownership</i>). Not checked unless set.
   *
   * @param accountId the account's twelve digits
   * @return this builder
   * @throws IllegalArgumentException if it is not twelve digits
   */
  public B expectedBucketOwner(String accountId) {
    if (!accountId.matches("[0-9]{12}")) {
      throw new IllegalArgumentException(
          "Cannot use '" + accountId + "' as an account id: it must be 12 digits");
    }
    this.owner = accountId;
    return self();
  }

  /**
   * Sets the region of bucket and table; the SDK's default region provider chain decides unless
   * set. Has no effect on clients that are given.
   *
   * @param region the region's id, such as {@code eu-west-1}
   * @return this builder
   */
  public B region(String region) {
    this.region = region;
    return self();
  }

  /**
   * Sets the profile of AWS's config files that gives credentials, before those of the environment,
   * and, unless one is set, region; the SDK's own rules decide unless set. Has no effect on clients
   * that are given.
   *
   * @param profile the profile's name
   * @return this builder
   */
  public B profile(String profile) {
    this.profile = profile;
    return self();
  }

  /**
   * Sets where both services answer, for local servers; the SDK's own settings decide unless set,
   * such as {@code AWS_ENDPOINT_URL_S3}. Wherever an endpoint comes from, and whatever its host
   * name, S3 is then asked in path style. Has no effect on clients that are given.
   *
   * @param endpoint such as {@code http://localhost:4566}
   * @return this builder
   */
  public B endpoint(URI endpoint) {
    this.endpoint = endpoint;
    return self();
  }

  /**
   * Refuses endpoints of plain HTTP that are not on this machine's loopback, since content and
   * credentials would be readable on the way. It counts wherever an endpoint is set: here, in the
   * environment, in AWS's config files, or in a client that is given.
   *
   * @return this builder
   */
  public B encrypted() {
    this.encrypted = true;
    return self();
  }

  /**
   * Sets the client to call S3 with. One is made, and closed, unless set.
   *
   * @param s3 the client, which the caller closes
   * @return this builder
   */
  public B s3(S3Client s3) {
    this.s3 = s3;
    return self();
  }

  /**
   * Sets the client to call DynamoDB with. One is made, and closed, unless set.
   *
   * @param dynamoDb the client, which the caller closes
   * @return this builder
   */
  public B dynamoDb(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    return self();
  }

  /**
   * Something to call, and what to do in the end.
   *
   * @param <T> what is called
   * @param client calls it
   * @param close closes the client if it was made here
   */
  record Opened<T>(T client, Runnable close) {}

  Opened<Bucket> openBucket() {
    String name = required(bucket, "bucket");
    S3Client given = s3;
    S3Client client = given == null ? Clients.s3(region, endpoint, profile) : given;
    String arn = "arn:aws:s3:::" + name + " and arn:aws:s3:::" + name + "/" + prefix + "*";
    checkEncrypted(client.serviceClientConfiguration(), given == null ? client::close : () -> {});
    String where = where(client.serviceClientConfiguration());
    AwsErrors errors = new AwsErrors(new AwsErrors.Resource("bucket " + name, arn, where));
    return new Opened<>(
        new Bucket(client, name, prefix, owner, errors), given == null ? client::close : () -> {});
  }

  /** The table's name, the client for it, and what translates its errors. */
  record TableAccess(DynamoDbClient client, String name, AwsErrors errors) {}

  Opened<TableAccess> openTable() {
    String name = required(table, "table");
    DynamoDbClient given = dynamoDb;
    DynamoDbClient client = given == null ? Clients.dynamoDb(region, endpoint, profile) : given;
    checkEncrypted(client.serviceClientConfiguration(), given == null ? client::close : () -> {});
    return new Opened<>(tableAccess(client, name), given == null ? client::close : () -> {});
  }

  static TableAccess tableAccess(DynamoDbClient client, String name) {
    AwsServiceClientConfiguration configuration = client.serviceClientConfiguration();
    String arn = "arn:aws:dynamodb:" + configuration.region() + ":*:table/" + name;
    AwsErrors errors =
        new AwsErrors(new AwsErrors.Resource("table " + name, arn, where(configuration)));
    return new TableAccess(client, name, errors);
  }

  private void checkEncrypted(AwsServiceClientConfiguration configuration, Runnable close) {
    URI uri = configuration.endpointOverride().orElse(null);
    if (encrypted && uri != null && PlainHttp.leavesThisMachine(uri)) {
      close.run();
      throw new IllegalArgumentException(
          "Cannot use the endpoint "
              + uri.getScheme()
              + "://"
              + uri.getHost()
              + ": content and credentials would be readable on the way;"
              + " use https, or do not call encrypted()");
    }
  }

  private static String where(AwsServiceClientConfiguration configuration) {
    return configuration
        .endpointOverride()
        .map(uri -> "endpoint " + uri)
        .orElse("region " + configuration.region());
  }

  private static String required(@Nullable String value, String method) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot connect to S3 and DynamoDB: no " + method + " is set; call " + method + "()");
    }
    return value;
  }
}
