package dev.versioned.s3dynamo.internal;

import java.net.URI;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The options of a builder: bucket, table, and how to connect to them. Not thread-safe; must not be
 * changed after it was first opened.
 */
public final class Connection {
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private @Nullable String bucket;
  private @Nullable String table;
  private Prefix prefix = Prefix.NONE;
  private @Nullable String owner;
  private @Nullable String region;
  private @Nullable String profile;
  private @Nullable URI endpoint;
  private boolean encrypted;
  private @Nullable S3Client s3;
  private @Nullable DynamoDbClient dynamoDb;

  /** Creates a connection; refuses an SDK that is too old. */
  public Connection() {
    SdkVersion.check();
  }

  public void bucket(String bucket) {
    this.bucket = bucket;
  }

  /** Sets a table name or ARN. */
  public void table(String table) {
    if (!table.startsWith("arn:") && !TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "Cannot use '" + table + "' as a table: a name has 3 to 255 of A-Z a-z 0-9 _ - .");
    }
    this.table = table;
  }

  public void prefix(String prefix) {
    this.prefix = new Prefix(prefix);
  }

  /** Sets the account that must own the bucket. */
  public void owner(String accountId) {
    if (!ACCOUNT.matcher(accountId).matches()) {
      throw new IllegalArgumentException(
          "Cannot use '" + accountId + "' as an account id: it must be 12 digits");
    }
    this.owner = accountId;
  }

  public void region(String region) {
    this.region = region;
  }

  public void profile(String profile) {
    this.profile = profile;
  }

  public void endpoint(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Refuses unencrypted endpoints from now on. */
  public void encrypted() {
    this.encrypted = true;
  }

  public void s3(S3Client s3) {
    this.s3 = s3;
  }

  public void dynamoDb(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /** Opens the bucket, with a new client unless one was given. Makes no network call. */
  public Opened<Bucket> openBucket() {
    required(bucket, "bucket");
    S3Client given = s3;
    S3Client client = given == null ? Clients.s3(region, endpoint, profile) : given;
    Runnable closer = given == null ? client::close : () -> {};
    checkEncrypted(client.serviceClientConfiguration(), closer);
    return openBucket(() -> client, closer);
  }

  /**
   * Opens the bucket for a repository whose table is opened next. A new client is created at its
   * first use, unless its configuration could be at fault where that of the client for DynamoDB is
   * not: such faults must be found at once.
   */
  public Opened<Bucket> openBucketLazily() {
    if (s3 != null || dynamoDb != null || (endpoint == null && Clients.mayDiffer(profile))) {
      return openBucket();
    }
    required(bucket, "bucket");
    String chosenRegion = region;
    URI chosenEndpoint = endpoint;
    String chosenProfile = profile;
    LazyClient<S3Client> client =
        new LazyClient<>(() -> Clients.s3(chosenRegion, chosenEndpoint, chosenProfile));
    return openBucket(client, client::close);
  }

  private Opened<Bucket> openBucket(Supplier<S3Client> client, Runnable closer) {
    String name = required(bucket, "bucket");
    String arn = "arn:aws:s3:::" + name + " and arn:aws:s3:::" + name + "/" + prefix + "*";
    AwsErrors errors =
        errors("bucket " + name, arn, () -> client.get().serviceClientConfiguration());
    return new Opened<>(new Bucket(client, name, prefix, owner, errors), closer);
  }

  /** Opens the table, with a new client unless one was given. Makes no network call. */
  public Opened<Table> openTable() {
    String name = required(table, "table");
    DynamoDbClient given = dynamoDb;
    DynamoDbClient client = given == null ? Clients.dynamoDb(region, endpoint, profile) : given;
    Runnable closer = given == null ? client::close : () -> {};
    AwsServiceClientConfiguration configuration = client.serviceClientConfiguration();
    checkEncrypted(configuration, closer);
    String arn = "arn:aws:dynamodb:" + configuration.region() + ":*:table/" + name;
    return new Opened<>(
        new Table(client, name, errors("table " + name, arn, () -> configuration)), closer);
  }

  private static AwsErrors errors(
      String name, String arn, Supplier<? extends AwsServiceClientConfiguration> configuration) {
    return new AwsErrors(new AwsErrors.Resource(name, arn, () -> where(configuration.get())));
  }

  private static String where(AwsServiceClientConfiguration configuration) {
    return configuration
        .endpointOverride()
        .map(uri -> "endpoint " + uri)
        .orElse("region " + configuration.region());
  }

  private void checkEncrypted(AwsServiceClientConfiguration configuration, Runnable closer) {
    URI uri = configuration.endpointOverride().orElse(null);
    if (encrypted && uri != null && PlainHttp.leavesThisMachine(uri)) {
      closer.run();
      throw new IllegalArgumentException(
          "Cannot use the endpoint "
              + uri.getScheme()
              + "://"
              + uri.getHost()
              + ": content and credentials would be readable on the network;"
              + " use https, or do not call encrypted()");
    }
  }

  private static String required(@Nullable String value, String method) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot connect to S3 and DynamoDB: no " + method + " is set; call " + method + "()");
    }
    return value;
  }
}
