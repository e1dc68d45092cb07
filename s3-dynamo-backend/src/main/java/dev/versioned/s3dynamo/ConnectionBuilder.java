package dev.versioned.s3dynamo;

import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the repository, its setup and its doctor all want to know: which bucket and table, and how
 * to reach them.
 *
 * @param <B> the builder itself
 */
public abstract class ConnectionBuilder<B extends ConnectionBuilder<B>> {
  private final Connection connection;

  /**
   * Makes a builder of this library; there are no others.
   *
   * @param connection keeps the options of the builder
   */
  protected ConnectionBuilder(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sets the bucket that keeps the bytes. Required.
   *
   * @param bucket the bucket's name
   * @return this builder
   */
  public B bucket(String bucket) {
    connection.bucket(bucket);
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
    connection.table(table);
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
    connection.prefix(prefix);
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
    connection.owner(accountId);
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
    connection.region(region);
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
    connection.profile(profile);
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
    connection.endpoint(endpoint);
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
    connection.encrypted();
    return self();
  }

  /**
   * Sets the client to call S3 with. One is made, and closed, unless set.
   *
   * @param s3 the client, which the caller closes
   * @return this builder
   */
  public B s3(S3Client s3) {
    connection.s3(s3);
    return self();
  }

  /**
   * Sets the client to call DynamoDB with. One is made, and closed, unless set.
   *
   * @param dynamoDb the client, which the caller closes
   * @return this builder
   */
  public B dynamoDb(DynamoDbClient dynamoDb) {
    connection.dynamoDb(dynamoDb);
    return self();
  }

  final Opened<Bucket> openBucket() {
    return connection.openBucket();
  }

  final Opened<Table> openTable() {
    return connection.openTable();
  }

  @SuppressWarnings("unchecked") // as every subclass says of itself
  private B self() {
    return (B) this;
  }
}
