package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import java.net.URI;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The options that the builders of the repository, its setup and its doctor have in common: bucket,
 * table, and how to connect to them.
 *
 * @param <B> the type of the builder itself
 */
public abstract class ConnectionBuilder<B extends ConnectionBuilder<B>> {
  private final Connection connection;

  /**
   * Creates a builder of this library; it is not for other subclasses.
   *
   * @param connection stores the builder's options
   */
  protected ConnectionBuilder(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sets the bucket that stores the bytes. Required.
   *
   * @param bucket the bucket's name
   * @return this builder
   */
  public B bucket(String bucket) {
    connection.bucket(Objects.requireNonNull(bucket, "bucket"));
    return self();
  }

  /**
   * Sets the table that stores versions and aliases. Required.
   *
   * @param table the table's name, or its ARN
   * @return this builder
   * @throws IllegalArgumentException if it is neither a valid name nor an ARN (Amazon DynamoDB
   *     Developer Guide, <i>Naming rules</i>)
   */
  public B table(String table) {
    connection.table(Objects.requireNonNull(table, "table"));
    return self();
  }

  /**
   * Sets the prefix of every key in the bucket; empty by default. If several tables share a bucket,
   * each needs its own prefix, because each table assigns version numbers independently. Does not
   * affect the table.
   *
   * @param prefix empty, or folders in ASCII that end with {@code /}, such as {@code artifacts/}
   * @return this builder
   * @throws IllegalArgumentException if it does not end with {@code /}, starts with it, has an
   *     empty, {@code .} or {@code ..} folder or a character other than {@code A-Z a-z 0-9 ! _ . *
   *     ' ( ) = @ : + -}, or is so long that keys would exceed S3's 1,024 bytes
   */
  public B prefix(String prefix) {
    connection.prefix(Objects.requireNonNull(prefix, "prefix"));
    return self();
  }

  /**
   * Sets the account that must own the bucket; S3 refuses every call if another account owns it
   * (Amazon S3 User Guide, <i>Verifying bucket ownership</i>). Not checked by default.
   *
   * @param accountId the account's twelve digits
   * @return this builder
   * @throws IllegalArgumentException if it is not twelve digits
   */
  public B expectedBucketOwner(String accountId) {
    connection.owner(Objects.requireNonNull(accountId, "accountId"));
    return self();
  }

  /**
   * Sets the region of bucket and table. By default, the SDK's region provider chain determines it.
   * Does not affect clients passed to this builder.
   *
   * @param region the region's id, such as {@code eu-west-1}
   * @return this builder
   */
  public B region(String region) {
    connection.region(Objects.requireNonNull(region, "region"));
    return self();
  }

  /**
   * Sets the profile in AWS's config files that provides the credentials, in preference to those of
   * the environment, and also the region if none is set. By default, the SDK's own rules apply.
   * Does not affect clients passed to this builder.
   *
   * @param profile the profile's name
   * @return this builder
   */
  public B profile(String profile) {
    connection.profile(Objects.requireNonNull(profile, "profile"));
    return self();
  }

  /**
   * Sets the endpoint of both services, for local servers. By default, the SDK's own settings
   * apply, such as {@code AWS_ENDPOINT_URL_S3}. With any configured endpoint, whatever its source
   * and host name, S3 is called in path style. Does not affect clients passed to this builder.
   *
   * @param endpoint such as {@code http://localhost:4566}
   * @return this builder
   */
  public B endpoint(URI endpoint) {
    connection.endpoint(Objects.requireNonNull(endpoint, "endpoint"));
    return self();
  }

  /**
   * Refuses plain HTTP endpoints other than this machine's loopback, because content and
   * credentials would be readable on the network. This applies to endpoints from any source: this
   * builder, the environment, AWS's config files, or a client passed to this builder.
   *
   * @return this builder
   */
  public B encrypted() {
    connection.encrypted();
    return self();
  }

  /**
   * Sets the client for S3. By default, the repository creates a client and closes it: at its first
   * call to S3, if it also creates the client for DynamoDB and nothing but this builder configures
   * an endpoint. A process that only follows aliases then starts without it.
   *
   * @param s3 the client; the caller closes it
   * @return this builder
   */
  public B s3(S3Client s3) {
    connection.s3(Objects.requireNonNull(s3, "s3"));
    return self();
  }

  /**
   * Sets the client for DynamoDB. By default, the repository creates a client and closes it.
   *
   * @param dynamoDb the client; the caller closes it
   * @return this builder
   */
  public B dynamoDb(DynamoDbClient dynamoDb) {
    connection.dynamoDb(Objects.requireNonNull(dynamoDb, "dynamoDb"));
    return self();
  }

  final Opened<Bucket> openBucket() {
    return connection.openBucket();
  }

  final Opened<Bucket> openBucketLazily() {
    return connection.openBucketLazily();
  }

  final Opened<Table> openTable() {
    return connection.openTable();
  }

  @SuppressWarnings("unchecked") // B is the subclass itself, by the class's contract
  private B self() {
    return (B) this;
  }
}
